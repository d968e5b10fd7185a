// Goal: whoever asks an apply to stop, or reads what it tells, can rely on it with several calls in
// flight as with one; and what must not overlap does not.
// Method: a plan of more than sixty steps in virtual time, watched on its way out.
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/applier/apply.ts';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import { expectEnd, groupsOf } from '../planner/end-state.ts';
import { isWrite, planFrom, worldOf } from '../planner/in-process.ts';
import { seededId } from '../planner/names.ts';
import { richerDesired, richerSeeds } from '../planner/richer.ts';
import { expectVerified, storyOf, tell, waits } from './stories.ts';
import { expectTrue } from './true-report.ts';

describe('an apply that is asked to stop', () => {
  test.each([1, 4])(
    'at any call finishes what is in flight, begins no other, and says the truth: %i in flight',
    async (parallelism) => {
      const plan = await planFrom(richerDesired, worldOf(richerSeeds).send);
      for (let number = 1; ; number += 4) {
        const story = storyOf(richerSeeds, { faults: { lag: { ms: 2000 } } });
        const { send, seen } = watched(story.send, number);
        const told = await tell(
          plan,
          { ...story, send },
          { parallelism, isStopped: seen.isStopped },
        );
        const { last } = told;
        const name = `stopped at call ${number}`;
        expect(seen.inFlight(), name).toBe(0);
        // What was told of already goes out.
        expect(seen.writesAfterStop(), name).toBeLessThan(parallelism);
        await expectTrue(plan, last, story.truth, { aheadMax: 0, name });
        if (!seen.isStopped()) {
          expect(last).toMatchObject({ kind: 'verified' });
          return;
        }
        const isRefused = last?.kind === 'refused' && last.reason.kind === 'interrupted';
        if (!isRefused) expect(['interrupted', 'verified'], name).toContain(last?.kind);
        await expectVerified(plan, story, parallelism);
        const before = groupsOf(worldOf(richerSeeds).emulator);
        expectEnd(richerDesired, { before, after: groupsOf(story.emulator) });
      }
    },
  );
});

/** Somebody asks to stop while the call of this number is under way. */
function watched(through: Transport, number: number) {
  const state = { calls: 0, inFlight: 0, writesAfterStop: 0 };
  const isStopped = () => state.calls >= number;
  const send: Transport = async (call) => {
    if (isWrite(call) && isStopped()) state.writesAfterStop += 1;
    state.calls += 1;
    state.inFlight += 1;
    const reply = await through(call);
    state.inFlight -= 1;
    return reply;
  };
  const seen = {
    isStopped,
    inFlight: () => state.inFlight,
    writesAfterStop: () => state.writesAfterStop,
  };
  return { send, seen };
}

test('groups go side by side, deletions one after the other, and no rule names what is not made', async () => {
  const delay: Fault = { kind: 'delay', when: 'before', ms: 100 };
  const script = [
    {
      action: '*',
      count: 'writes',
      nth: 1,
      times: Number.POSITIVE_INFINITY,
      fault: delay,
    } as const,
  ];
  const story = storyOf(richerSeeds, { faults: { script } });
  const plan = await planFrom(richerDesired, story.truth);
  const flights = new Map<string, number>();
  const most = new Map<string, number>();
  const unknown: string[] = [];
  const count = ({ action, parameters }: ApiCall, by: number) => {
    for (const what of [action, 'any', String(parameters['SecurityGroupId'])]) {
      const now = (flights.get(what) ?? 0) + by;
      flights.set(what, now);
      most.set(what, Math.max(most.get(what) ?? 0, now));
    }
  };
  const send: Transport = async (call) => {
    if (!isWrite(call)) return await story.send(call);
    count(call, 1);
    unknown.push(
      ...namedBy(call).filter((id) => !groupsOf(story.emulator).some((one) => one.id === id)),
    );
    const reply = await story.send(call);
    count(call, -1);
    return reply;
  };
  expect((await tell(plan, { ...story, send }, { parallelism: 4 })).last?.kind).toBe('verified');
  expect(most.get('any')).toBe(4);
  expect(most.get('CreateSecurityGroup')).toBe(4);
  expect(most.get('AuthorizeSecurityGroup')).toBeGreaterThan(1);
  expect(most.get('DeleteSecurityGroup')).toBe(1);
  expect(most.get(seededId('web-1'))).toBe(1);
  expect(unknown).toEqual([]);
});

function namedBy({ parameters }: ApiCall): readonly string[] {
  const entries = Object.entries(parameters);
  return entries.flatMap(([name, value]) => (name.endsWith('SourceGroupId') ? [value] : []));
}

test('between two waves there is the pause in which hosts follow', async () => {
  const story = storyOf(richerSeeds);
  const plan = await planFrom(richerDesired, story.truth);
  const times = new Map<number, number[]>();
  for await (const event of apply(plan, story.send, waits(story.clock))) {
    if (event.kind !== 'sending' && event.kind !== 'done') continue;
    const { wave } = event.step;
    times.set(wave, [...(times.get(wave) ?? []), story.clock.now()]);
  }
  for (const [wave, ofWave] of times) {
    const last = times.get(wave - 1)?.at(-1) ?? Number.NEGATIVE_INFINITY;
    expect((ofWave[0] ?? 0) - last, `wave ${wave}`).toBeGreaterThanOrEqual(10_000);
  }
  expect(times.size).toBeGreaterThan(4);
});

test('what is told is dealt with before the call that it announces goes out', async () => {
  const story = storyOf(richerSeeds);
  const plan = await planFrom(richerDesired, story.truth);
  const journal: string[] = [];
  const send: Transport = (call) => {
    if (isWrite(call)) journal.push(`sent ${call.action} ${call.parameters['ClientToken'] ?? ''}`);
    return story.send(call);
  };
  for await (const event of apply(plan, send, waits(story.clock, { parallelism: 4 }))) {
    // As slow as a disk.
    await story.clock.sleep(50);
    if (event.kind !== 'sending') continue;
    journal.push(`told ${event.sent.call.action} ${event.sent.token ?? ''}`);
  }
  const told = new Map<string, number>();
  for (const line of journal) {
    const [what = '', ...call] = line.split(' ');
    const key = call.join(' ');
    told.set(key, (told.get(key) ?? 0) + (what === 'told' ? 1 : -1));
    expect(told.get(key), line).toBeGreaterThanOrEqual(0);
  }
  expect(journal).toHaveLength(2 * plan.steps.length);
});
