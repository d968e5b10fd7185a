// Goal: a call of an apply that was killed may arrive when the next one is at work already, at any moment of
// it. The next one reaches the end all the same, and nothing is done twice.
// Method: each write of the plan of rich.ts in turn is in flight when the process dies. It arrives before
// each call of the next apply in turn, or after all of them; each time from the very same state.
import { expect, test } from 'vitest';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { Emulator, type EmulatorSnapshot } from '../../src/emulator/emulator.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { expectEnd, groupsOf, type Groups } from '../planner/end-state.ts';
import {
  applied,
  isWrite,
  lastKind,
  patience,
  planFrom,
  worldOf,
  type World,
} from '../planner/in-process.ts';
import { region } from '../planner/names.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { accept, drop, gone, group, named, ownTags, seed, wanted } from '../planner/words.ts';
import { changesOf } from './changes.ts';

/** As in the worlds that they are played in, so that no token is forgotten. */
const at = new Date('2026-11-22T08:00:00Z');

interface Change {
  readonly seeds: readonly SeedGroup[];
  readonly desired: DesiredState;
}

const rich: Change = { seeds: richSeeds, desired: richDesired };

const everyone = '0.0.0.0/0';

/** Descriptions, and one of two rules that differ in priority alone, cannot be taken back. */
const reversible: Change = {
  seeds: [
    seed(
      'web',
      [
        accept('tcp 80', everyone, { priority: 5 }),
        accept('tcp 81', everyone, { priority: 7 }),
        accept('tcp 22', named('old')),
      ],
      { name: 'renamed', tags: { ...ownTags('web'), team: 'x', old: '1' } },
    ),
    seed('old', [accept('tcp 5432', named('web'))]),
  ],
  desired: wanted(
    group('web', {
      innerAccessPolicy: 'drop',
      tags: { team: 'y' },
      ingress: [
        accept('tcp 80', everyone, { priority: 9 }),
        accept('tcp 81', everyone, { priority: 2 }),
        accept('tcp 443', named('app')),
        drop('tcp 22', everyone),
      ],
    }),
    group('app', { ingress: [accept('tcp 8080', named('web'))] }),
    gone('old'),
  ),
};

/** An apply that died, and all that is left of it. */
interface Death {
  readonly plan: Plan;
  /** Where its last write has had no effect yet. */
  readonly state: EmulatorSnapshot;
  /** That write: it is still on its way. */
  readonly inFlight: ApiCall;
}

/** One for each write of an apply of the plan, which is let through. */
async function deathsOf(plan: Plan, { emulator, send }: World): Promise<readonly Death[]> {
  const deaths: Death[] = [];
  const noting: Transport = (call) => {
    if (isWrite(call)) deaths.push({ plan, state: emulator.snapshot(), inFlight: call });
    return send(call);
  };
  expect(lastKind(await applied(plan, noting))).toBe('verified');
  return deaths;
}

interface Moment {
  /** The call in flight takes effect before this call of the next apply; 0 is the first. */
  readonly call: number;
  readonly patienceMs: number;
}

interface Resumed {
  readonly calls: number;
  readonly groups: Groups;
  readonly changes: readonly string[];
}

async function resume(death: Death, { call: moment, patienceMs }: Moment): Promise<Resumed> {
  const { plan, state, inFlight } = death;
  const emulator = Emulator.restore(state, { seed: 1, now: () => at });
  const send = inProcessTransport((request) => emulator.call(request), region);
  const changes = changesOf(emulator);
  let calls = 0;
  const meeting: Transport = async (call) => {
    if (calls++ === moment) await send(inFlight);
    return await send(call);
  };
  const events = await applied(plan, meeting, patience({ patienceMs }));
  expect(lastKind(events), `${inFlight.action} before call ${moment}`).toBe('verified');
  if (moment >= calls) await send(inFlight);
  return { calls, groups: groupsOf(emulator), changes: changes() };
}

async function resumeAtEachMoment(
  { seeds, desired }: Change,
  death: Death,
  { patienceMs }: Pick<Moment, 'patienceMs'>,
): Promise<void> {
  const before = groupsOf(worldOf(seeds).emulator);
  const afterAll = await resume(death, { call: Number.POSITIVE_INFINITY, patienceMs });
  for (let call = 0; call < afterAll.calls; call++) {
    const { groups, changes } = await resume(death, { call, patienceMs });
    expect(changes, `${death.inFlight.action} before call ${call}`).toEqual(afterAll.changes);
    expectEnd(desired, { before, after: groups });
  }
  expectEnd(desired, { before, after: afterAll.groups });
}

test('each call of a dead apply arrives at each moment of the next one', async () => {
  const world = worldOf(rich.seeds);
  const deaths = await deathsOf(await planFrom(rich.desired, world.send), world);
  for (const death of deaths) await resumeAtEachMoment(rich, death, { patienceMs: 0 });
}, 600_000);

test('and where the plan was rolled back before, so that its first tokens are used', async () => {
  const world = worldOf(reversible.seeds);
  const plan = await planFrom(reversible.desired, world.send);
  const { undo } = plan;
  if (undo === undefined) throw new Error('the plan has no way back');
  const first = await deathsOf(plan, world);
  await deathsOf(undo, world);
  const again = await deathsOf(plan, world);
  expect(again.length).toBeGreaterThan(first.length);
  for (const death of again) await resumeAtEachMoment(reversible, death, { patienceMs: 200 });
}, 600_000);
