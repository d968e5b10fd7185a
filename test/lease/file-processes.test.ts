// Goal: of real processes that want a lease at the same moment, exactly one gets it, also where one
// that has ended is taken over. Method: processes that live long contest many times.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatFileRecord } from '../../src/lease/file-record.ts';
import { fileStore } from '../../src/lease/file-store.ts';
import { leaseOwner } from '../../src/lease/lease-owner.ts';
import { graceMs } from '../../src/lease/lease.ts';
import { runs } from '../runs.ts';
import { asks } from './places.ts';

interface Answer {
  readonly kind: string;
  readonly owner?: string;
  readonly error?: string;
}

const script = fileURLToPath(new URL('contender.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-contest-'));
let contenders: readonly ChildProcess[] = [];

beforeAll(() => {
  contenders = [fork(script), fork(script)];
});

afterAll(() => {
  for (const contender of contenders) contender.kill();
});

function told(contender: ChildProcess, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    contender.once('message', (answer) => {
      contender.off('exit', reject);
      resolve(answer as Answer);
    });
    contender.once('exit', reject);
    contender.send(message);
  });
}

test.each(['nobody had', 'somebody had until it ended'])(
  'one of two processes gets the lease that %s, and the other learns from whom',
  async (before) => {
    for (let contest = 0; contest < runs(200); contest++) {
      const here = path.join(folder, `${before}-${contest}`);
      mkdirSync(here);
      const file = path.join(here, 'lock');
      if (before !== 'nobody had') writeFileSync(file, ended(contest));
      const answers = await Promise.all(
        contenders.map((contender) => told(contender, { kind: 'ask', file })),
      );
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['acquired', 'held']);
      const [winner] = answers.filter(({ kind }) => kind === 'acquired');
      expect(answers.map(({ owner }) => owner)).toEqual([winner?.owner, winner?.owner]);
      expect(readFileSync(file, 'utf8')).toContain(winner?.owner);
      expect(readdirSync(here)).toEqual(['lock']);
    }
  },
);

test('a lease that is passed on hundreds of times is never in two hands', async () => {
  const here = path.join(folder, 'passed on');
  mkdirSync(here);
  const file = path.join(here, 'lock');
  const times = runs(100);
  const answers = await Promise.all(
    contenders.map((contender) => told(contender, { kind: 'pass', file, times })),
  );
  expect(answers).toEqual([{ kind: 'passed' }, { kind: 'passed' }]);
  expect(readFileSync(`${file}-passed`, 'utf8')).toHaveLength(2 * times);
  expect(readdirSync(here)).toEqual(['lock-passed']);
});

test('the lease of a process that was killed is in the way until it ends', async () => {
  const file = path.join(folder, 'killed');
  const doomed = fork(script);
  const { owner } = await told(doomed, { kind: 'ask', file });
  const isGone = new Promise((resolve) => doomed.once('exit', resolve));
  doomed.kill('SIGKILL');
  await isGone;
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs, sleep: () => Promise.resolve() };
  expect(await asks(fileStore(file, clock), clock)).toMatchObject({ kind: 'held', owner });
  aheadMs = 60_000 + graceMs;
  expect((await asks(fileStore(file, clock), clock)).kind).toBe('acquired');
});

function ended(contest: number): string {
  const token = contest.toString(16).padStart(16, '0');
  const owner = leaseOwner('somebody');
  return formatFileRecord({ owner, token, since: 0, until: 60_000, turn: contest });
}
