// Goal: whatever stands at the place of the lock file, and wherever somebody was killed, nobody has a
// lease wrongly, and nothing that is not ours is touched.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatFileRecord, type FileRecord } from '../../src/lease/file-record.ts';
import { fileStore } from '../../src/lease/file-store.ts';
import { leaseOwner } from '../../src/lease/lease-owner.ts';
import { graceMs } from '../../src/lease/lease.ts';
import { asks, leaseMs, leaseOf, lockFile } from './places.ts';
import { startMs, VirtualTime } from './virtual-time.ts';

const endedMs = startMs - graceMs;

function record(name: string, until: number, turn = 0): FileRecord {
  const digit = String(name.length);
  return { owner: leaseOwner(name), token: digit.padStart(16, '0'), since: 0, until, turn };
}

/** The lock file and what follows it, each after the one before. */
function chain(...records: readonly FileRecord[]): string {
  const file = lockFile();
  mkdirSync(path.dirname(file), { recursive: true });
  records.forEach((one, index) => {
    const before = records[index - 1];
    const name = before === undefined ? file : `${file}.after-${before.token}-${before.turn}`;
    writeFileSync(name, formatFileRecord(one));
  });
  return file;
}

function answerAt(file: string) {
  const time = new VirtualTime();
  return time.run(asks(fileStore(file, time), time, { name: 'bob' }));
}

test('one who was killed before tidying has the lease all the same', async () => {
  const file = chain(record('killed', endedMs), record('alice', startMs + 1));
  expect(await answerAt(file)).toMatchObject({ kind: 'held', owner: 'alice' });
});

test('after that lease has ended too, it is taken over, and all is tidied', async () => {
  const file = chain(record('killed', endedMs), record('alice', endedMs), record('eve', endedMs));
  expect((await answerAt(file)).kind).toBe('acquired');
  expect(readdirSync(path.dirname(file))).toEqual(['lock']);
  expect(readFileSync(file, 'utf8')).toContain('"owner":"bob"');
});

test('one who was killed while giving back is in the way for a while only', async () => {
  const file = chain(record('alice', endedMs), record('alice', startMs + 1, 1));
  expect((await answerAt(file)).kind).toBe('held');
  const later = chain(record('alice', endedMs), record('alice', endedMs, 1));
  expect((await answerAt(later)).kind).toBe('acquired');
});

test('what follows a lease that is no longer there means nothing', async () => {
  const file = chain(record('alice', endedMs), record('eve', startMs + leaseMs));
  writeFileSync(file, formatFileRecord(record('somebody', endedMs)));
  expect((await answerAt(file)).kind).toBe('acquired');
});

test.each([
  ['an empty file', ''],
  ['half a lease', formatFileRecord(record('alice', endedMs)).slice(0, 40)],
  ['a file of somebody', 'important: true\n'],
  [
    'a lease with a path for a token',
    '{"owner":"x","token":"../../x","since":"0","until":"0","turn":0}',
  ],
  ['a long file', `${'x'.repeat(5000)}\n`],
])('%s is no lease, and is left as it is', async (_, text) => {
  const file = chain();
  writeFileSync(file, text);
  expect(await answerAt(file)).toMatchObject({ kind: 'unreadable', unlock: `rm ${file}` });
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a folder in its place is no lease', async () => {
  const file = lockFile();
  mkdirSync(file, { recursive: true });
  expect((await answerAt(file)).kind).toBe('unreadable');
});

test('a place that cannot be written is said', async () => {
  const file = chain(record('alice', startMs + leaseMs));
  const inFile = path.join(file, 'lock');
  expect(await answerAt(inFile)).toMatchObject({
    kind: 'unreadable',
    why: expect.stringMatching(/EEXIST|ENOTDIR/) as string,
  });
});

test('a lease that is given back leaves nothing behind', async () => {
  const time = new VirtualTime();
  const file = lockFile();
  const lease = leaseOf(await time.run(asks(fileStore(file, time), time)));
  await time.run(lease.release());
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test('many in one process contest as processes do', async () => {
  for (let contest = 0; contest < 40; contest++) {
    const file = contest % 2 === 0 ? lockFile() : chain(record('killed', endedMs));
    const clock = { now: () => startMs, sleep: () => Promise.resolve() };
    const names = Array.from({ length: 8 }, (_, index) => `asker ${index}`);
    const answers = await Promise.all(
      names.map((name) => asks(fileStore(file, clock), clock, { name })),
    );
    expect(answers.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(7);
    expect(readdirSync(path.dirname(file))).toEqual(['lock']);
  }
});
