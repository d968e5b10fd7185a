// The state in a file: what is answered is on disk, one process at a time, whatever dies when.

import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StateFileLocked } from '../../src/emulator/lock-file.ts';
import { openStateFile, StateFileBroken } from '../../src/emulator/state-file.ts';
import { ecs, nthRule, permissions, region } from './driver.ts';
import type { EmulatorSnapshot } from '../../src/emulator/emulator.ts';
import type { StateFile } from '../../src/emulator/state-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-state-'));
  path = join(folder, 'state.json');
});

afterEach(() => rm(folder, { recursive: true }));

const create = ecs('CreateSecurityGroup', { SecurityGroupName: 'web', ClientToken: 'once' });

async function onDisk(): Promise<EmulatorSnapshot> {
  return JSON.parse(await readFile(path, 'utf8')) as EmulatorSnapshot;
}

async function createGroup(file: StateFile): Promise<string> {
  const { body } = await file.call(create);
  return String(body['SecurityGroupId']);
}

test('a change is on disk before its reply, and reading writes nothing', async () => {
  const file = await openStateFile(path);
  await file.call(ecs('DescribeSecurityGroups', {}));
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  const id = await createGroup(file);
  expect((await onDisk()).groups.map((group) => group.id)).toEqual([id]);
  await file.close();
});

test('opening again keeps groups, rules, ids, tokens, VPCs and the account', async () => {
  const first = await openStateFile(path, { account: '42', seed: 7 });
  const id = await createGroup(first);
  const rule = { ...nthRule(1), Description: '门 🚦' };
  const asked = { SecurityGroupId: id, ...permissions(rule) };
  await first.call(ecs('AuthorizeSecurityGroup', asked));
  const before = first.emulator.snapshot();
  await first.close();

  const second = await openStateFile(path, { seed: 7 });
  expect(second.emulator.snapshot()).toEqual(before);
  expect(second.emulator.account).toBe('42');
  expect(await createGroup(second)).toBe(id);
  const { body } = await second.call(ecs('CreateSecurityGroup', { SecurityGroupName: 'app' }));
  expect(body['SecurityGroupId']).not.toBe(id);
  await second.close();
});

test('another account finds the file empty, and the first finds its own again', async () => {
  const first = await openStateFile(path, { account: '1' });
  await createGroup(first);
  await first.close();
  const other = await openStateFile(path, { account: '2' });
  const { body } = await other.call(ecs('DescribeSecurityGroups', {}));
  expect(body['TotalCount']).toBe(0);
  await other.close();
});

test('a group that is put by hand is saved with the next call, or on closing', async () => {
  const file = await openStateFile(path);
  file.emulator.put({ region, id: 'sg-put' });
  await file.close();
  expect((await onDisk()).groups.map((group) => group.id)).toEqual(['sg-put']);
});

test('a hundred calls at once are all on disk, and the file is whole at every moment', async () => {
  const file = await openStateFile(path);
  const id = await createGroup(file);
  const progress = { done: false };
  const seen: number[] = [];
  const watcher = (async () => {
    while (!progress.done) seen.push((await onDisk()).groups[0]?.rules.length ?? 0);
  })();
  await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const asked = { SecurityGroupId: id, ...permissions(nthRule(n)) };
      const { status } = await file.call(ecs('AuthorizeSecurityGroup', asked));
      expect(status).toBe(200);
    }),
  );
  progress.done = true;
  await watcher;
  expect((await onDisk()).groups[0]?.rules).toHaveLength(100);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  await file.close();
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('a change that cannot be saved is not answered as done', async () => {
  const file = await openStateFile(path);
  await rm(folder, { recursive: true });
  await expect(createGroup(file)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(file.close()).rejects.toMatchObject({ code: 'ENOENT' });
  await mkdir(folder);
});

test.each(['', 'groups: []', '{}', '[]', 'null', '{"format":2,"groups":[],"tokens":[],"vpcs":[]}'])(
  'a file with %j is refused by name, left alone and not locked',
  async (text) => {
    await writeFile(path, text);
    await expect(openStateFile(path)).rejects.toThrow(StateFileBroken);
    await expect(openStateFile(path)).rejects.toThrow(path);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['state.json']);
  },
);

describe('the lock', () => {
  test('keeps a second user out, by name and number, and goes on closing', async () => {
    const file = await openStateFile(path);
    const refused = openStateFile(path);
    await expect(refused).rejects.toThrow(StateFileLocked);
    await expect(refused).rejects.toThrow(`${path} is in use by process ${process.pid}`);
    await file.close();
    await (await openStateFile(path)).close();
  });

  test('of another process that lives is respected', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    await writeFile(`${path}.lock`, `${other.pid ?? 0}\n`);
    await expect(openStateFile(path)).rejects.toMatchObject({ pid: other.pid });
    const died = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await died;
    await (await openStateFile(path)).close();
  });

  test('of a process that is gone is taken over, by one of many that try', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(`${path}.lock`, `${pid}\n`);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => openStateFile(path)));
    const opened = tries.filter((attempt) => attempt.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    for (const { value } of opened) await value.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('that says nothing of its process is left for a person to judge', async () => {
    await writeFile(`${path}.lock`, 'mine');
    await expect(openStateFile(path)).rejects.toThrow(`remove ${path}.lock`);
  });
});

test('a closed file takes no more calls', async () => {
  const file = await openStateFile(path);
  await file.close();
  await expect(createGroup(file)).rejects.toThrow('is closed');
});
