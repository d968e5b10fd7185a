// Goal: an apply under a rate limit takes little longer than the limit allows, its user sees no error,
// and however many calls it makes, it keeps nothing of them.
// Method: 10,000 rules change, each by a call of its own, on an emulator that takes 100 calls a minute
// of each API, in virtual time, with retry and pace put together as for the cloud.
import { beforeAll, expect, test } from 'vitest';
import { apply } from '../../src/applier/apply.ts';
import { inProcessTransport } from '../../src/cloud/in-process.ts';
import { withPace } from '../../src/cloud/pace/pace.ts';
import { withRetry } from '../../src/cloud/retry.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import { openFaults } from '../../src/emulator/faults/open-faults.ts';
import { virtualClock } from '../../src/emulator/faults/virtual-clock.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planFrom, worldOf } from '../planner/in-process.ts';
import { region, target } from '../planner/names.ts';
import { accept, group, seed, wanted } from '../planner/words.ts';
import { retainedHeap } from './retained-heap.ts';

const groups = 20;
const rulesOfEach = 500;
const callsPerMinute = 100;
/** From 2,500 calls to 10,000: what the emulator itself keeps of its rules, and no more. */
const growthMax = 5_000_000;

const names = Array.from({ length: groups }, (_, index) => `g${index}` as GroupName);

function rules(priority: number) {
  return Array.from({ length: rulesOfEach }, (_, index) =>
    accept(`tcp ${index + 1}`, '10.0.0.0/8', { priority }),
  );
}

const seeds: readonly SeedGroup[] = names.map((name) => seed(name, rules(10)));
const desired = wanted(...names.map((name) => group(name, { ingress: rules(20) })));

/** One plan for both clouds, which begin alike: it is as much work as to apply it. */
let plan: Plan;

beforeAll(async () => {
  plan = await planFrom(desired, worldOf(seeds).send);
}, 300_000);

test.each([true, false])(
  '10,000 rules at 100 calls a minute, within 1.2 × what that allows; retry-after: %s',
  async (saysRetryAfter) => {
    const clock = virtualClock({ startMs: Date.UTC(2026, 10, 22, 8) });
    const emulator = new Emulator({
      seed: 1,
      account: target.account,
      now: () => new Date(clock.now()),
    });
    for (const one of seeds) emulator.put(one);
    const modifies = plan.steps.filter(({ kind }) => kind === 'modifyRule').length;
    expect(modifies).toBe(groups * rulesOfEach);

    const { call } = openFaults(emulator, {
      faults: { rateLimit: { callsPerMinute, saysRetryAfter } },
      clock,
    });
    const shared = { sleep: clock.sleep, now: clock.now, isStopped: () => false };
    const paced = withPace(inProcessTransport(call, region), {
      readsPerSecond: 10,
      writesPerSecond: 5,
      ...shared,
    });
    const send = withRetry(paced, {
      attemptsMax: 6,
      firstPauseMs: 500,
      pauseMaxMs: 20_000,
      deadlineMs: 600_000,
      throttledDeadlineMs: 1_800_000,
      random: () => 0.5,
      ...shared,
    });
    const options = {
      patienceMs: 300_000,
      effectMs: 60_000,
      staleMs: 30_000,
      firstPauseMs: 1000,
      pauseMaxMs: 15_000,
      settleMs: 10_000,
      parallelism: 5,
      ...shared,
    };
    const startMs = clock.now();
    const kinds = new Map<string, number>();
    const heap: number[] = [];
    for await (const event of apply(plan, send, options)) {
      const count = (kinds.get(event.kind) ?? 0) + 1;
      kinds.set(event.kind, count);
      if (event.kind === 'done' && count % (modifies / 4) === 0) heap.push(retainedHeap());
    }
    const [quarter = 0, , , end = 0] = heap;
    expect(end - quarter).toBeLessThan(growthMax);
    const minutes = (clock.now() - startMs) / 60_000;
    expect(minutes).toBeLessThanOrEqual((1.2 * modifies) / callsPerMinute);
    expect(kinds.get('done')).toBe(modifies);
    expect(kinds.get('verified')).toBe(1);
    expect(
      [...kinds.keys()].filter((kind) => ['failed', 'again', 'unverified'].includes(kind)),
    ).toEqual([]);
  },
);
