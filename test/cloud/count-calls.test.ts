// Goal: the numbers of the summary are true: each call once, each attempt beyond it as a retry, and
// of the time only that in which something waited for the rate limit.
import { expect, test } from 'vitest';
import { countCalls } from '../../src/cloud/count-calls.ts';
import { withPace } from '../../src/cloud/pace/pace.ts';
import { withRetry } from '../../src/cloud/retry.ts';
import type { ApiReply, Transport } from '../../src/cloud/transport.ts';
import { waitClock } from '../../src/cloud/pace/wait-clock.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { failing, success } from './replies.ts';

const actions = {
  reads: ['DescribeSecurityGroups', 'ListTagResources', 'GetCallerIdentity'],
  writes: ['AuthorizeSecurityGroup', 'DeleteSecurityGroup', 'TagResources'],
};

/** Everything as it is put together for the cloud; replies are given in turn, then successes. */
function composed(replies: readonly ApiReply[], clock: VirtualClock) {
  const left = [...replies];
  const raw: Transport = () => Promise.resolve(left.shift() ?? success);
  const waits = waitClock(clock.now);
  const sleep = waits.measured(clock.sleep);
  const shared = { sleep, now: clock.now, isStopped: () => false };
  const paced = withPace(raw, { readsPerSecond: 10, writesPerSecond: 5, ...shared });
  const limits = { attemptsMax: 3, deadlineMs: 600_000, throttledDeadlineMs: 1_800_000 };
  const pauses = { ...limits, firstPauseMs: 500, pauseMaxMs: 20_000, random: () => 1 };
  return countCalls(withRetry(paced, { ...pauses, ...shared }), waits.waitedMs);
}

const calls = (names: readonly string[]) =>
  names.map((action) => ({ product: 'Ecs', action, parameters: {} }) as const);

test('reads and writes are told by their verbs', async () => {
  const clock = new VirtualClock();
  const { send, counts } = composed([], clock);
  const all = [...calls(actions.reads), ...calls(actions.writes), ...calls(['RevokeX'])];
  await clock.run(Promise.all(all.map(send)));
  expect(counts()).toEqual({ reads: 3, writes: 4, retries: 0, throttled: 0, waitedMs: 0 });
});

test('retries and throttled replies are counted, of calls that fail in the end as well', async () => {
  const clock = new VirtualClock();
  const lost = failing('lost');
  const { send, counts } = composed([lost, failing('throttled'), success, lost, lost, lost], clock);
  for (const call of calls(['DeleteSecurityGroup', 'TagResources'])) await clock.run(send(call));
  expect(counts()).toMatchObject({ reads: 0, writes: 2, retries: 4, throttled: 1 });
});

test('of the time only that counts in which a call waits for the rate limit', async () => {
  const clock = new VirtualClock();
  const told = failing('throttled', { retryAfterMs: 30_000 });
  const { send, counts } = composed([failing('lost'), told, success], clock);
  const [call] = calls(['DeleteSecurityGroup']);
  if (call === undefined) throw new Error('there is one');
  await clock.run(send(call));
  // Half a second after the lost reply is none of it.
  expect(clock.now()).toBe(31_000);
  expect(counts().waitedMs).toBe(30_500);
});

test('waits that overlap count once, and one that is not over counts up to now', async () => {
  const clock = new VirtualClock();
  const { measured, waitedMs, isWaiting } = waitClock(clock.now);
  const sleep = measured(clock.sleep);
  const both = Promise.all([sleep(1000, 'rateLimit'), sleep(3000, 'rateLimit')]);
  await clock.run(clock.sleep(2000));
  expect([waitedMs(), isWaiting()]).toEqual([2000, true]);
  await clock.run(both);
  await clock.run(Promise.all([sleep(500, 'ramp'), sleep(500, 'fault')]));
  await clock.run(sleep(10, 'rateLimit'));
  expect([waitedMs(), isWaiting()]).toEqual([3010, false]);
});

test('a call that was not sent is none', async () => {
  const notSent: ApiReply = { ...failing('throttled'), attempts: 0 };
  const { send, counts } = countCalls(() => Promise.resolve(notSent));
  await Promise.all(calls(actions.reads).map(send));
  expect(counts()).toEqual({ reads: 0, writes: 0, retries: 0, throttled: 0, waitedMs: 0 });
});
