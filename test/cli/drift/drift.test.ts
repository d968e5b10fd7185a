// Goal: drift as whoever is on call runs it: a document for machines, an issue for people, and the plan
// that takes it back.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Drift } from '../../../src/model/drift.ts';
import { readJunit } from '../../report/junit/read-junit.ts';
import { sarifFault } from '../../report/sarif-fault.ts';
import { driftSchemaFault } from '../../report/drift/drift-schema.ts';
import { sluice } from '../sluice.ts';
import { appliedWorkspace, onEmulator, openSsh } from './drifted.ts';

test('what somebody did in the console, in every format, and the plan that takes it back', async () => {
  const folder = await appliedWorkspace();
  await openSsh(folder, '@admin <b>');

  const asJson = await sluice(folder, ['drift', '--json', ...onEmulator]);
  expect(asJson.exitCode).toBe(2);
  const document = JSON.parse(asJson.out) as Drift;
  expect(driftSchemaFault(document)).toBeUndefined();
  expect(document).toMatchObject({
    complete: true,
    drift: true,
    targets: [
      {
        coverage: { groups: { managed: 1, all: 1 }, rules: { managed: 3, all: 3 } },
        groups: [{ group: 'web', differences: [{ kind: 'ruleUnexpected' }] }],
        access: { risk: 'opens-to-internet', changes: [{ effect: 'opens' }] },
      },
    ],
  });

  const issue = await sluice(folder, ['drift', '--format', 'markdown', ...onEmulator]);
  expect(issue.exitCode).toBe(2);
  expect(issue.out).toMatch(/^<!-- sluice:drift:prod -->\n/);
  expect(issue.out).toContain('\n+ ingress  accept  tcp 22  from 0.0.0.0/0');
  expect(issue.out).toContain('\nsluice drift --repair --out prod.plan.json --emulator state.json');

  const repair = ['drift', '--repair', '--out', 'back.plan.json', ...onEmulator];
  const saved = await sluice(folder, repair);
  expect(saved.exitCode).toBe(2);
  expect(saved.err).toContain(
    'Saved. To apply exactly this: sluice apply back.plan.json --emulator state.json\n',
  );
  expect(saved.err).toContain('To consent: --allow-hazards cuts-traffic\n');
  const consent = ['--auto-approve', '--no-records', '--allow-hazards', 'cuts-traffic'];
  const applied = await sluice(folder, ['apply', 'back.plan.json', ...onEmulator, ...consent]);
  expect(applied.exitCode).toBe(0);
  const { exitCode, out } = await sluice(folder, ['drift', ...onEmulator]);
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: 'No drift. 1 group, 2 rules read. Managed: 1 of 1 group, 100 %; 2 of 2 rules.\n',
  });
});

test.each([
  [['--repair'], '--repair saves a plan; expected --out with its file'],
  [['--out', 'x.json'], '--out is of --repair; expected both, or neither'],
  [['--format', 'html'], "'html' is invalid"],
  [['--report', 'sarif'], 'expected one of text, markdown, json, sarif, junit, github and a file'],
  [
    ['--report', 'json=a', '--metrics', './a'],
    'a is named twice; expected a file for each of --report',
  ],
  [['--accept', '--json'], '--accept shows a diff of the files'],
  [['--webhook', 'SECRET'], 'the webhook is not a URL'],
])('usage is checked before anything is read: %j', async (args, message) => {
  const { exitCode, out, err } = await sluice('/', ['drift', ...args]);
  expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
  expect(err).toContain(message);
  expect(err).not.toContain('SECRET');
});

test('reports go into files beside what is printed, and GitHub gets its summary and outputs', async () => {
  const folder = await appliedWorkspace();
  await openSsh(folder, 'by hand');
  const files = ['json=d.json', 'sarif=d.sarif', 'junit=d.xml', 'text=d.txt', 'markdown=d.md'];
  const args = ['drift', ...onEmulator, ...files.flatMap((file) => ['--report', file])];
  const printed = await sluice(folder, args);
  expect(printed.exitCode).toBe(2);
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  expect(read('d.txt')).toBe(printed.out);
  const document = JSON.parse(read('d.json')) as Drift;
  expect(driftSchemaFault(document)).toBeUndefined();
  expect(document.workspaceTargets).toEqual(['prod']);
  expect(sarifFault(JSON.parse(read('d.sarif')))).toBeUndefined();
  expect(readJunit(read('d.xml')).map(({ name }) => name)).toEqual(['read', 'access', 'group web']);

  const github = { GITHUB_STEP_SUMMARY: 'summary.md', GITHUB_OUTPUT: 'outputs' };
  const places = Object.entries(github).map(
    ([key, name]) => [key, path.join(folder, name)] as const,
  );
  const told = await sluice(
    folder,
    ['drift', '--format', 'github', ...onEmulator],
    Object.fromEntries(places),
  );
  expect(told.out).toMatch(
    /^::error file=groups\/web\.yaml,line=1,col=1,title=drift-opens-to-internet::drift opened web: tcp 22 from /,
  );
  expect(read('summary.md')).toBe(read('d.md'));
  expect(read('outputs')).toBe('drift=true\ncomplete=true\n');

  const wrong = await sluice(folder, ['drift', ...onEmulator, '--report', 'json=no/d.json']);
  expect(wrong.exitCode).toBe(1);
  expect(wrong.err).toContain('--report: no/d.json cannot be written (ENOENT); expected a file in');
});

test('a target that is refused says why where it is read: its code, its place and what to do', async () => {
  const folder = await appliedWorkspace();
  writeFileSync(path.join(folder, 'groups', 'web.yaml'), 'name: web\ntype: enterprise\n');
  const { exitCode, out } = await sluice(folder, ['drift', '--format', 'markdown', ...onEmulator]);
  expect(exitCode).toBe(4);
  expect(out).toContain('**It could not be planned (exit 4), so nobody knows.**');
  expect(out).toMatch(
    /^- `cannot-change`: sg-.* is normal .*write &#96;type: normal.*\(`groups\/web\.yaml:1:1`\)$/m,
  );
  expect(out).toContain('\nsluice drift --emulator state.json  # again, once that is mended\n');
  const { out: json } = await sluice(folder, ['drift', '--json', ...onEmulator]);
  const document = JSON.parse(json) as Drift;
  expect(driftSchemaFault(document)).toBeUndefined();
  expect(document.targets).toMatchObject([{ exitCode: 4, refusals: [{ code: 'cannot-change' }] }]);
});

test('a webhook is told of drift alone, and its secret stands nowhere; metrics say the same', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const secret = { SLUICE_WEBHOOK: `http://127.0.0.1:${port}/services/T0SECRET` };
  const folder = await appliedWorkspace();
  const args = ['drift', '--webhook-format', 'json', '--metrics', 'sluice.prom', ...onEmulator];
  const metric = (name: string) =>
    new RegExp(`^${name}\\{target="prod".*\\} (.*)$`, 'm').exec(
      readFileSync(path.join(folder, 'sluice.prom'), 'utf8'),
    )?.[1];
  try {
    expect(await sluice(folder, args, secret)).toMatchObject({ exitCode: 0 });
    expect(bodies).toEqual([]);
    expect([metric('sluice_up'), metric('sluice_drift')]).toEqual(['1', '0']);
    const success = metric('sluice_last_success_timestamp_seconds');

    await openSsh(folder, 'by hand');
    const found = await sluice(folder, args, secret);
    expect(found.exitCode).toBe(2);
    expect(driftSchemaFault(JSON.parse(bodies.join('')))).toBeUndefined();
    expect(found.err).toContain(
      `warning: the webhook on 127.0.0.1:${port} was not told: it answered 404.\n`,
    );
    expect(found.out + found.err).not.toMatch(/SECRET|services/);
    expect([metric('sluice_up'), metric('sluice_drift')]).toEqual(['1', '1']);

    writeFileSync(path.join(folder, 'groups', 'web.yaml'), 'name: [');
    const broken = await sluice(folder, args, secret);
    expect(broken.exitCode).toBe(3);
    expect(broken.out + broken.err).not.toMatch(/SECRET|services/);
    expect(metric('sluice_up')).toBe('0');
    expect(Number(metric('sluice_last_success_timestamp_seconds'))).toBeGreaterThanOrEqual(
      Number(success),
    );
  } finally {
    server.close();
  }
});

test('accepting shows a diff, writes it with comments kept, and then there is no drift', async () => {
  const folder = await appliedWorkspace();
  const file = path.join(folder, 'groups', 'web.yaml');
  const before = readFileSync(file, 'utf8');
  await openSsh(folder, 'INC-42');
  const shown = await sluice(folder, ['drift', '--accept', '--diff', ...onEmulator]);
  expect(shown.exitCode).toBe(2);
  expect(shown.err).toContain('web: 1 difference accepted; a plan from the new text finds nothing');
  expect(shown.err).toContain('1 file would be written.\n');
  expect(shown.out.startsWith('--- groups/web.yaml\n+++ groups/web.yaml\n@@ ')).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(before);

  const written = await sluice(folder, ['drift', '--accept', ...onEmulator]);
  expect(written).toMatchObject({ exitCode: 0, out: shown.out });
  const added = '  - { description: INC-42, protocol: tcp, ports: 22, source: 0.0.0.0/0 }\n';
  expect(readFileSync(file, 'utf8')).toBe(before.replace('egress: []', `${added}egress: []`));
  expect(shown.out).toContain(`+${added}`);
  const clean = await sluice(folder, ['drift', ...onEmulator]);
  expect(clean.exitCode).toBe(0);

  const idle = await sluice(folder, ['drift', '--accept', '--group', 'db*', ...onEmulator]);
  expect(idle.exitCode).toBe(3);
  expect(idle.err).toContain(
    'error: --group: no group matches "db*". Nothing was written. Name groups',
  );
});

test('a file with a byte order mark and the line ends of Windows keeps both', async () => {
  const folder = await appliedWorkspace();
  const file = path.join(folder, 'groups', 'web.yaml');
  const before = `\uFEFF${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`;
  writeFileSync(file, before);
  await openSsh(folder, 'INC-42');
  const { exitCode, out, err } = await sluice(folder, ['drift', '--accept', ...onEmulator]);
  expect(exitCode, err).toBe(0);
  expect(out).not.toContain('\\u{');
  const added = '  - { description: INC-42, protocol: tcp, ports: 22, source: 0.0.0.0/0 }\r\n';
  expect(readFileSync(file, 'utf8')).toBe(before.replace('egress: []', `${added}egress: []`));
});

test('what is written in the console cannot move who reads the JSON', async () => {
  const folder = await appliedWorkspace();
  await openSsh(folder, 'INC\u202e ##[error]');
  const places = [
    await sluice(folder, ['drift', '--json', ...onEmulator]),
    await sluice(folder, ['snapshot', ...onEmulator]),
  ];
  for (const { out } of places) {
    expect(out).toContain(String.raw`INC\u202e \u0023#[error]`);
    expect(out).not.toContain('\u202e');
  }
});
