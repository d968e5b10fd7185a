// sluice fmt, schema and init as their user runs them.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { schemaFiles } from '../../src/cli/definitions/schema.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const odd = `ingress:
  - { source: 10.0.0.1, ports: "80", protocol: 6 } # here
name: web
`;
const inStyle = `name: web
ingress:
  - { protocol: tcp, ports: 80, source: 10.0.0.1 } # here
`;

function textOf(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

test('fmt --check and --diff write nothing, fmt does, and then there is nothing left to do', async () => {
  const folder = makeWorkspace({ web: odd });
  await sluice(folder, ['fmt']);
  writeGroupFile(folder, 'web', odd);
  const checked = await sluice(folder, ['fmt', '--check']);
  expect(checked).toMatchObject({ exitCode: 2, out: 'groups/web.yaml\n' });
  const shown = await sluice(folder, ['fmt', '--diff']);
  expect(shown.exitCode).toBe(0);
  expect(shown.out).toContain('\n-ingress:\n');
  expect(textOf(folder, 'groups/web.yaml')).toBe(odd);
  const written = await sluice(folder, ['fmt']);
  expect(written).toMatchObject({ exitCode: 0, err: '1 file formatted.\n' });
  expect(textOf(folder, 'groups/web.yaml')).toBe(inStyle);
  const again = await sluice(folder, ['fmt', '--check']);
  expect(again).toMatchObject({ exitCode: 0, out: '', err: '0 files would be formatted.\n' });
});

test('a file that is no YAML is named and stays; the others are formatted', async () => {
  const folder = makeWorkspace({ broken: 'name: [', web: odd });
  const ran = await sluice(folder, ['fmt']);
  expect(ran.exitCode).toBe(3);
  expect(ran.err).toContain('groups/broken.yaml:');
  expect(textOf(folder, 'groups/broken.yaml')).toBe('name: [');
  expect(textOf(folder, 'groups/web.yaml')).toBe(inStyle);
});

test('schema prints what schemas/ has, and names what there is', async () => {
  for (const name of schemaFiles) {
    const ran = await sluice(tmpdir(), ['schema', name]);
    expect(ran.exitCode).toBe(0);
    expect(JSON.parse(ran.out)).toHaveProperty('$id', `urn:sluice:${name}`);
  }
  const unknown = await sluice(tmpdir(), ['schema', 'plans']);
  expect(unknown.exitCode).toBe(3);
  expect(unknown.err).toContain('plan-set');
});

test('init writes a workspace that is valid and in style, and writes over nothing', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  const made = await sluice(folder, ['init', '--owner', 'true', '--vpc', 'vpc-bp1test']);
  expect(made.exitCode).toBe(0);
  expect(textOf(folder, 'sluice.yaml')).toContain('vpc: vpc-bp1test }');
  expect(await sluice(folder, ['validate'])).toMatchObject({ exitCode: 0 });
  expect(await sluice(folder, ['fmt', '--check'])).toMatchObject({ exitCode: 0 });
  const planned = await sluice(folder, ['plan', '--emulator', 'try.json']);
  expect(planned.out).toContain('+ group example\n');
  const before = textOf(folder, 'sluice.yaml');
  const again = await sluice(folder, ['init', '--owner', 'other']);
  expect(again.exitCode).toBe(4);
  expect(textOf(folder, 'sluice.yaml')).toBe(before);
  const wrong = await sluice(folder, ['init', '--account', 'x', '--region', 'y']);
  expect(wrong.exitCode).toBe(3);
  expect(existsSync(path.join(folder, 'groups/example.yaml'))).toBe(true);
});
