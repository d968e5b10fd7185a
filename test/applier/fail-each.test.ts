// Goal: whichever call of a long apply goes wrong, and however, the report that follows is true, and
// the same plan again reaches the end with nothing done twice.
// Method: the plan of richer.ts, with the n-th call met by a fault, once or from there on for ever.
// A lost request and a lost reply meet every call; the others take turns.
import { describe, expect, test } from 'vitest';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { withRetry } from '../../src/cloud/retry.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import {
  gatewayBodies,
  gatewayStatuses,
  type Fault,
  type When,
} from '../../src/emulator/faults/fault.ts';
import { openFaults } from '../../src/emulator/faults/open-faults.ts';
import { virtualClock } from '../../src/emulator/faults/virtual-clock.ts';
import type { Plan } from '../../src/model/plan.ts';
import { expectEnd, groupsOf } from '../planner/end-state.ts';
import {
  applied,
  counting,
  lastKind,
  planFrom,
  worldOf,
  type World,
} from '../planner/in-process.ts';
import { region } from '../planner/names.ts';
import { richerDesired, richerSeeds } from '../planner/richer.ts';
import { changesOf } from './changes.ts';
import { expectTrue } from './true-report.ts';

const plan = await planFrom(richerDesired, worldOf(richerSeeds).send);
const undisturbed = await play(plan, (send) => send);
const calls = undisturbed.calls;

interface Fresh extends World {
  /** What has changed until now, sorted: nothing that is done twice can hide in it. */
  readonly changes: () => readonly string[];
  readonly expectDone: () => void;
}

function fresh(): Fresh {
  const world = worldOf(richerSeeds);
  const before = groupsOf(world.emulator);
  const changes = changesOf(world.emulator);
  return {
    ...world,
    changes,
    expectDone: () => {
      expectEnd(richerDesired, { before, after: groupsOf(world.emulator) });
    },
  };
}

async function play(made: Plan, around: (send: Transport) => Transport) {
  const world = fresh();
  const counted = counting(world.send);
  const events = await applied(made, around(counted.send));
  return { events, calls: counted.calls.length, changes: world.changes() };
}

/** The call of this number (1 is the first) meets the fault, and so do `times - 1` after it. */
function meeting(
  { emulator }: World,
  { nth, times, fault }: { readonly nth: number; readonly times: number; readonly fault: Fault },
): Transport {
  const script = [{ action: '*', count: 'calls', nth, times, fault } as const];
  const faulty = openFaults(emulator, { faults: { script }, clock: virtualClock() });
  return inProcessTransport(faulty.call, region);
}

const whens: readonly When[] = ['before', 'after'];

/** Nothing comes back, so that nobody can tell whether the call took effect. */
const lost: readonly Fault[] = [{ kind: 'loseRequest' }, { kind: 'loseReply' }];

const transient: readonly Fault[] = [
  ...whens.map((when) => ({ kind: 'reset', when }) as const),
  ...whens.flatMap((when) =>
    gatewayStatuses.flatMap((status) =>
      gatewayBodies.map((body) => ({ kind: 'gateway', when, status, body }) as const),
    ),
  ),
  { kind: 'refuse', when: 'before', refusal: { code: 'Throttling.User' } },
  { kind: 'refuse', when: 'before', refusal: { code: 'InvalidOperation.Conflict' } },
  ...whens.map(
    (when) => ({ kind: 'refuse', when, refusal: { code: 'IdempotentProcessing' } }) as const,
  ),
];

const final: readonly Fault[] = [
  { kind: 'refuse', when: 'before', refusal: { code: 'InvalidParameter' } },
  { kind: 'refuse', when: 'before', refusal: { code: 'InvalidSecurityGroupId.NotFound' } },
];

interface Meeting {
  readonly nth: number;
  readonly fault: Fault;
}

/** Every call meets the fault. */
function everyCall(fault: Fault): readonly Meeting[] {
  return Array.from({ length: calls }, (_, index) => ({ nth: index + 1, fault }));
}

/** Every call meets one of the faults, and every fault meets calls from all over the plan. */
function takingTurns(faults: readonly Fault[]): readonly Meeting[] {
  return Array.from({ length: calls }, (_, index) => {
    return { nth: index + 1, fault: faults[index % faults.length] ?? { kind: 'loseRequest' } };
  });
}

function nameOf({ nth, fault }: Meeting): string {
  return `call ${nth} of ${calls} meets ${JSON.stringify(fault)}`;
}

const retrying = (send: Transport) =>
  withRetry(send, {
    attemptsMax: 3,
    firstPauseMs: 1,
    pauseMaxMs: 1,
    // What never ends is given up after a few pauses.
    deadlineMs: 3,
    throttledDeadlineMs: 3,
    sleep: () => Promise.resolve(),
    now: () => 0,
    random: () => 0,
    isStopped: () => false,
  });

describe('of an apply of more than sixty steps, of every kind and in several waves,', () => {
  test('all is well where nothing happens', () => {
    expect(plan.steps.length).toBeGreaterThan(60);
    expect(new Set(plan.steps.map(({ kind }) => kind)).size).toBe(10);
    expect(new Set(plan.steps.map(({ wave }) => wave)).size).toBeGreaterThan(4);
    expect(lastKind(undisturbed.events)).toBe('verified');
  });

  test.each(lost)('every call in turn meets %j, once', async (fault) => {
    for (const one of everyCall(fault)) await failOnce(one);
  });

  test.each([
    ['what passes', transient],
    ['a final no', final],
  ])('every call in turn meets %s, once', async (_, faults) => {
    for (const one of takingTurns(faults)) await failOnce(one);
  });

  test('every call in turn loses its reply, and so do all after it', async () => {
    for (const one of everyCall({ kind: 'loseReply' })) await failForEver(one);
  });

  test('every call in turn meets any of these, and so do all after it', async () => {
    for (const one of takingTurns([...transient, ...final])) await failForEver(one);
  });

  test('every call in turn meets what passes, and is sent again', async () => {
    for (const one of takingTurns([...lost, ...transient])) {
      const world = fresh();
      const events = await applied(plan, retrying(meeting(world, { ...one, times: 2 })));
      expect(lastKind(events), nameOf(one)).toBe('verified');
      expect(world.changes(), nameOf(one)).toEqual(undisturbed.changes);
      world.expectDone();
    }
  });
});

async function failOnce(one: Meeting): Promise<void> {
  const world = fresh();
  const events = await applied(plan, meeting(world, { ...one, times: 1 }));
  await expectTrue(plan, events.at(-1), world.send, { aheadMax: 0, name: nameOf(one) });
  await expectResumed(one, world);
}

async function failForEver(one: Meeting): Promise<void> {
  const world = fresh();
  const events = await applied(plan, meeting(world, { ...one, times: Number.POSITIVE_INFINITY }));
  expect(['refused', 'failed', 'unverified']).toContain(lastKind(events));
  // With all reads failing too, nobody can tell whether the last call took effect.
  await expectTrue(plan, events.at(-1), world.send, { aheadMax: 1, name: nameOf(one) });
  await expectResumed(one, world);
}

async function expectResumed(one: Meeting, world: Fresh): Promise<void> {
  const resumed = await applied(plan, world.send);
  expect(lastKind(resumed), nameOf(one)).toBe('verified');
  expect(world.changes(), nameOf(one)).toEqual(undisturbed.changes);
  world.expectDone();
}
