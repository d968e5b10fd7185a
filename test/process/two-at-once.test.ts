// Goal: two applies at once end in what one of them wanted, or say truly that they did not; under a lock
// only one of them applies.
// Method: 200 contests of two real processes against an emulator in this one: 160 of two that live on
// and apply the same plan or plans that contradict each other, and 40 of two real commands, 20 of
// these under a lock.
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApplyEvent } from '../../src/applier/events.ts';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { chance } from '../emulator/wire/random.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { accept, group, named, wanted } from '../planner/words.ts';
import { start, type Ended } from './command.ts';
import { openContestant, type Contestant } from './contestant.ts';
import { consent, makeEstate, savePlan, stepsLeft } from './estate.ts';
import { openLocalCloud, type LocalCloud } from './local-cloud.ts';

/** What somebody else wants of the same groups. */
const otherDesired: DesiredState = wanted(
  group('web', {
    description: 'Another tier',
    innerAccessPolicy: 'accept',
    ingress: [accept('tcp 80', '0.0.0.0/0', { priority: 30 }), accept('tcp 22', named('db'))],
    egress: [],
  }),
  group('db', { ingress: [accept('tcp 5432', named('web'))] }),
  group('old', { ingress: [] }),
);

let cloud: LocalCloud;
let pair: readonly [Contestant, Contestant];
let folder: string;

beforeAll(async () => {
  cloud = await openLocalCloud();
  pair = [openContestant(cloud.environment), openContestant(cloud.environment)];
  folder = makeEstate();
});

afterAll(async () => {
  for (const contestant of pair) contestant.close();
  await cloud.close();
});

test('the same plan twice at once: its end is reached, or the report says that it is not', async () => {
  const luck = chance(2);
  for (let contest = 0; contest < 80; contest++) {
    const emulator = cloud.begin(richSeeds);
    await savePlan(folder, 'a.json', { desired: richDesired, emulator });
    const ends = await contend(['a.json', 'a.json'], luck.number(20));
    const told = tellEnds(contest, ends);
    expectNoDoubles(emulator, told);
    if (ends.some(({ kind }) => kind === 'verified')) {
      expect(await stepsLeft(richDesired, emulator), told).toBe(0);
      continue;
    }
    expect(ends.every(isTrueReport), told).toBe(true);
    // The same command again.
    expect((await pair[0].apply(path.join(folder, 'a.json'), 0)).kind, told).toBe('verified');
  }
}, 600_000);

test('two plans that contradict each other: one of both ends, or a report that says so', async () => {
  const luck = chance(3);
  let decided = 0;
  for (let contest = 0; contest < 80; contest++) {
    const emulator = cloud.begin(richSeeds);
    await savePlan(folder, 'a.json', { desired: richDesired, emulator });
    await savePlan(folder, 'b.json', { desired: otherDesired, emulator });
    const ends = await contend(['a.json', 'b.json'], luck.number(24) - 12);
    const told = tellEnds(contest, ends);
    expectNoDoubles(emulator, told);
    const left = [await stepsLeft(richDesired, emulator), await stepsLeft(otherDesired, emulator)];
    const isDecided = left.includes(0);
    if (isDecided) decided += 1;
    expect(isDecided || ends.some(isTrueReport), told).toBe(true);
    // Both cannot have been right.
    expect(ends.filter(({ kind }) => kind === 'verified').length, told).toBeLessThanOrEqual(
      isDecided ? 2 : 1,
    );
    // Whoever plans again from there gets what they want.
    await savePlan(folder, 'again.json', { desired: richDesired, emulator });
    expect((await pair[0].apply(path.join(folder, 'again.json'), 0)).kind, told).toBe('verified');
  }
  expect(decided).toBeGreaterThan(0);
}, 600_000);

test('two commands at once, without a lock: exit 0 only for what is there', async () => {
  for (let contest = 0; contest < 20; contest++) {
    const emulator = cloud.begin(richSeeds);
    await savePlan(folder, 'a.json', { desired: richDesired, emulator });
    await savePlan(folder, 'b.json', { desired: otherDesired, emulator });
    const isSame = contest % 2 === 0;
    const ends = await bothCommands(folder, ['a.json', isSame ? 'a.json' : 'b.json']);
    const told = ends.map(({ code, out, err }) => `exit ${String(code)}\n${out}${err}`).join('\n');
    const codes = ends.map(({ code }) => code);
    expectNoDoubles(emulator, told);
    expect(
      codes.every((code) => code === 0 || code === 5 || code === 6),
      told,
    ).toBe(true);
    const left = [await stepsLeft(richDesired, emulator), await stepsLeft(otherDesired, emulator)];
    if (codes.every((code) => code === 0)) expect(left, told).toContain(0);
    if (isSame && codes.includes(0)) expect(left[0], told).toBe(0);
  }
}, 600_000);

test.each([
  ['a file', 'lock: { file: the.lock }\n'],
  ['a tag', 'lock: { group: web }\n'],
])(
  'two commands at once under a lock in %s: one applies, the other exits 7',
  async (_, lock) => {
    const locked = makeEstate(lock);
    for (let contest = 0; contest < 10; contest++) {
      const emulator = cloud.begin(richSeeds);
      await savePlan(locked, 'a.json', { desired: richDesired, emulator });
      await savePlan(locked, 'b.json', { desired: otherDesired, emulator });
      // The one that has the lock writes only when the other has come, and gone.
      const other = once();
      cloud.meet(async (request, effect) => {
        if (!/^(Describe|Get|Tag|Untag)/.test(request.action)) await other.happened;
        return effect();
      });
      const ends = await bothCommands(locked, ['a.json', 'b.json'], other.happens);
      const told = ends
        .map(({ code, out, err }) => `exit ${String(code)}\n${out}${err}`)
        .join('\n');
      expect(ends.map(({ code }) => code).toSorted(), told).toEqual([0, 7]);
      expect(ends.find(({ code }) => code === 7)?.err, told).toMatch(/^locked: .* applies, since/m);
      const [first] = ends;
      const desired = first?.code === 0 ? richDesired : otherDesired;
      expect(await stepsLeft(desired, emulator), told).toBe(0);
    }
  },
  600_000,
);

function contend(
  [one, other]: readonly [string, string],
  headStartMs: number,
): Promise<readonly ApplyEvent[]> {
  return Promise.all([
    pair[0].apply(path.join(folder, one), Math.max(0, headStartMs)),
    pair[1].apply(path.join(folder, other), Math.max(0, -headStartMs)),
  ]);
}

function bothCommands(
  where: string,
  files: readonly [string, string],
  onFirstEnd: () => void = () => undefined,
): Promise<readonly Ended[]> {
  const args = (file: string) => ['apply', file, '--no-records', '--patience', '0', ...consent];
  const ends = files.map((file) => start(where, args(file), cloud.environment).ended);
  void Promise.race(ends).then(onFirstEnd);
  return Promise.all(ends);
}

function once(): { readonly happened: Promise<void>; readonly happens: () => void } {
  const listeners: (() => void)[] = [];
  const happened = new Promise<void>((resolve) => {
    listeners.push(resolve);
  });
  return {
    happened,
    happens: () => {
      for (const listener of listeners) listener();
    },
  };
}

function expectNoDoubles(emulator: Emulator, told: string): void {
  const names = emulator.snapshot().groups.map(({ tags }) => tags['sluice:group'] ?? '');
  const ours = names.filter((name) => name !== '');
  expect(new Set(ours).size, told).toBe(ours.length);
}

/** A report names what is wrong: which groups, and how they differ, or which call was refused. */
function isTrueReport(event: ApplyEvent): boolean {
  switch (event.kind) {
    case 'failed':
      return event.leftSteps.includes(event.step.id);
    case 'unverified':
      return event.groups.length > 0;
    case 'refused':
      return event.reason.kind === 'stale' && event.reason.groups.length > 0;
    default:
      return false;
  }
}

function tellEnds(contest: number, ends: readonly ApplyEvent[]): string {
  return `contest ${contest}\n${ends.map((end) => JSON.stringify(end)).join('\n')}`;
}
