// Goal: an estate that cannot be read whole never passes for a smaller one.
// Method: what only root could read, read by somebody else.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeWorkspace, sluice, sluiceProcess, workspaceText } from './sluice.ts';

const everywhere = workspaceText.replace('groups/*.yaml', 'groups/**/*.yaml');

/** Nothing is closed to root, so that root lets nobody run it. */
const reader = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

test('a folder of groups that cannot be listed is a fault, at the glob that needs it', async () => {
  const folder = makeWorkspace({ web: 'name: web\n' }, everywhere);
  const closed = path.join(folder, 'groups/db');
  mkdirSync(closed);
  writeFileSync(path.join(closed, 'db.yaml'), 'name: db\n');
  chmodSync(folder, 0o755);
  chmodSync(closed, 0o000);
  const ran = await sluiceProcess(folder, ['validate'], {}, reader);
  chmodSync(closed, 0o755);
  expect(ran.exitCode).toBe(3);
  expect(ran.out).toBe('');
  expect(ran.err).toBe(
    'sluice.yaml:3:9: error: the folder groups/db cannot be listed (EACCES); expected every folder that "groups/**/*.yaml" may match in to be readable [unreadable-folder]\n' +
      '1 error. Nothing was read or written.\n',
  );
  expect(await sluiceProcess(folder, ['validate'], {}, reader)).toMatchObject({ exitCode: 0 });
});

test('a folder that the glob has no business in may be closed', async () => {
  const folder = makeWorkspace({ web: 'name: web\ndescription: Web tier\n' });
  for (const name of ['other', 'groups/other']) mkdirSync(path.join(folder, name), { mode: 0 });
  chmodSync(folder, 0o755);
  const ran = await sluiceProcess(folder, ['validate'], {}, reader);
  expect(ran).toMatchObject({ exitCode: 0, err: '' });
});

test('a link to a group file that is not there is a fault', async () => {
  const folder = makeWorkspace({ web: 'name: web\n' }, everywhere);
  symlinkSync('../shared/db.yaml', path.join(folder, 'groups/db.yaml'));
  symlinkSync('nobody@host.1', path.join(folder, 'groups/.#web.yaml'));
  const ran = await sluice(folder, ['validate']);
  expect(ran.exitCode).toBe(3);
  expect(ran.err).toMatch(/^groups\/db\.yaml:1:1: error: there is no such file; .*\n1 error\./);
});

test.each([
  ['nope.yaml', 'error: there is no file nope.yaml; expected a workspace file\n'],
  ['groups', 'error: groups is a folder; expected a workspace file\n'],
])('--workspace %s is answered by its name alone', async (name, message) => {
  const folder = makeWorkspace({ web: 'name: web\n' });
  const ran = await sluice(folder, ['plan', '--workspace', name]);
  expect(ran.exitCode).toBe(3);
  expect(ran.err).toContain(message);
  expect(ran.err).not.toContain(':1:1');
});
