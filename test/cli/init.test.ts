// Goal: init writes a workspace that is valid, and the workflows as they are shipped; what these do is told in
// test/workflows.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sluice } from './sluice.ts';

test.each([
  ['github', '.github/workflows', 'templates/github'],
  ['gitlab', '.', 'templates/gitlab'],
])('the workflows for %s are written as they are shipped', async (ci, where, from) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  expect(await sluice(folder, ['init', '--ci', ci])).toMatchObject({ exitCode: 0, err: '' });
  for (const name of readdirSync(from)) {
    const written = readFileSync(path.join(folder, where, name), 'utf8');
    expect(written).toBe(readFileSync(path.join(from, name), 'utf8'));
  }
  expect(await sluice(folder, ['validate'])).toMatchObject({ exitCode: 0, err: '' });
  expect((await sluice(folder, ['fmt', '--check'])).exitCode).toBe(0);
});

test('with --ci none there are none, and nothing is written over', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  writeFileSync(path.join(folder, '.gitlab-ci.yml'), 'stages: [build]\n');
  const refused = await sluice(folder, ['init', '--ci', 'gitlab']);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toBe(
    'refused: .gitlab-ci.yml is there already. Nothing was written.\n' +
      'Move what is there away first, or name another folder.\n',
  );
  const bare = await sluice(folder, ['init', '--ci', 'none']);
  expect(bare.out).toMatch(/^\+ sluice\.yaml\n\+ groups\/example\.yaml\nNext: /);
  expect(bare.exitCode).toBe(0);
});
