// Goal: no order of calls gives two askers the tag at once. Method: a scheduler holds every call back
// and lets one go at a time; all its decisions for two askers are tried, and many for three. That it
// can find a fault is shown with one tag that both write.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagGroup } from '../../src/cloud/requests.ts';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import { leaseOwner } from '../../src/lease/lease-owner.ts';
import type { LeaseRecord } from '../../src/lease/lease.ts';
import { worldOf } from '../planner/in-process.ts';
import { seededId } from '../planner/names.ts';
import { seed } from '../planner/words.ts';
import { runs } from '../runs.ts';
import { leaseMs, tagsOfWeb, tagStoreOf } from './places.ts';
import { settled, startMs } from './virtual-time.ts';

/** True where the asker has the lease at its end. */
type Ask = (send: Transport, wanted: LeaseRecord) => Promise<boolean>;

interface Outcome {
  readonly has: readonly boolean[];
  /** Among how many calls each decision chose, and which it was. */
  readonly decisions: readonly { readonly of: number; readonly chosen: number }[];
  readonly calls: readonly string[];
}

/** `choose` picks from the calls that wait, which are in the order of their askers. */
async function played(
  ask: Ask,
  askers: number,
  choose: (of: number, decision: number) => number,
): Promise<Outcome> {
  const { send } = worldOf([seed('web')]);
  const waiting = new Map<number, { readonly call: ApiCall; readonly go: () => void }>();
  const decisions: { of: number; chosen: number }[] = [];
  const calls: string[] = [];
  const asked = Array.from({ length: askers }, (_, asker) =>
    ask(async (call) => {
      await new Promise<void>((go) => waiting.set(asker, { call, go }));
      return await send(call);
    }, wantedBy(asker)),
  );
  const progress = { isDone: false };
  const all = Promise.all(asked).finally(() => (progress.isDone = true));
  for (;;) {
    await settled();
    if (progress.isDone) return { has: await all, decisions, calls };
    const ready = [...waiting.keys()].toSorted();
    const chosen = choose(ready.length, decisions.length);
    const asker = ready[chosen] ?? 0;
    decisions.push({ of: ready.length, chosen });
    const next = waiting.get(asker);
    waiting.delete(asker);
    calls.push(`${asker} ${next?.call.action}`);
    next?.go();
  }
}

/** The smaller token is the first asker's. */
function wantedBy(asker: number): LeaseRecord {
  const token = String(asker).padStart(16, '0');
  return { owner: leaseOwner(`asker ${asker}`), token, since: startMs, until: startMs + leaseMs };
}

/** Each has a clock of its own, which takes large steps so that nobody waits for many calls. */
const asksForTag: Ask = async (send, wanted) => {
  let now = startMs;
  const sleep = (ms: number) => Promise.resolve(void (now += 2 * ms));
  const store = tagStoreOf(send, { clock: { now: () => now, sleep } });
  return (await store.take(wanted)).kind === 'taken';
};

/** One tag that all write: read it, write it, read it back. */
const asksForOneTag: Ask = async (send, { token }) => {
  const key = 'sluice:lock';
  if (key in (await tagsOfWeb(send))) return false;
  await send(tagGroup(seededId('web'), { [key]: token }));
  return (await tagsOfWeb(send))[key] === token;
};

/** Depth first: each order is the one before with its last decision that can be raised, raised. */
async function allOrders(ask: Ask): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let path: readonly number[] | undefined = []; path !== undefined;) {
    const fixed: readonly number[] = path;
    const outcome = await played(ask, 2, (_, decision) => fixed[decision] ?? 0);
    outcomes.push(outcome);
    const last = outcome.decisions.findLastIndex(({ of, chosen }) => chosen + 1 < of);
    const chosen = outcome.decisions.map((decision) => decision.chosen);
    path = last < 0 ? undefined : [...chosen.slice(0, last), (chosen[last] ?? 0) + 1];
  }
  return outcomes;
}

function holders({ has }: Outcome): number {
  return has.filter(Boolean).length;
}

test('in no order of their calls two askers have the lease, and in most of them one has', async () => {
  const outcomes = await allOrders(asksForTag);
  expect(outcomes.length).toBeGreaterThan(100);
  expect(outcomes.filter((one) => holders(one) > 1)).toEqual([]);
  expect(outcomes.some(({ has }) => has[0] === true)).toBe(true);
  expect(outcomes.some(({ has }) => has[1] === true)).toBe(true);
  const none = outcomes.filter((one) => holders(one) === 0);
  expect(none.length).toBeLessThan(outcomes.length / 2);
});

test('the same scheduler finds the order in which one tag for all gives it to two', async () => {
  const outcomes = await allOrders(asksForOneTag);
  expect(outcomes.some((one) => holders(one) > 1)).toBe(true);
});

test('of three askers at most one has the lease', async () => {
  const orders = fc.array(fc.nat(2), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const outcome = await played(asksForTag, 3, (of, decision) => (order[decision] ?? 0) % of);
      expect(holders(outcome), outcome.calls.join('\n')).toBeLessThanOrEqual(1);
    }),
    { numRuns: runs(300) },
  );
});
