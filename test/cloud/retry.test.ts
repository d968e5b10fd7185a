// Goal: what may succeed later is sent again, after a pause that is long enough, and never without
// end; the cloud's no is final.
// Method: a transport that gives replies in turn, on a clock on which only pauses take time.
import { expect, test } from 'vitest';
import { withRetry, type RetryOptions } from '../../src/cloud/retry.ts';
import type { ApiCall, ApiReply } from '../../src/cloud/transport.ts';
import { failing, success } from './replies.ts';

const call: ApiCall = { product: 'Ecs', action: 'DescribeSecurityGroups', parameters: { A: '1' } };
const fine = { ok: true, body: {} };

/** Sends to something that gives these replies in turn, the last one for ever. */
async function sent(replies: readonly ApiReply[], change: Partial<RetryOptions> = {}) {
  const pauses: number[] = [];
  const reasons: string[] = [];
  const calls: ApiCall[] = [];
  let nowMs = 0;
  const send = withRetry(
    (one) => {
      calls.push(one);
      return Promise.resolve(replies[calls.length - 1] ?? replies.at(-1) ?? success);
    },
    {
      attemptsMax: 5,
      firstPauseMs: 100,
      pauseMaxMs: 400,
      deadlineMs: 10_000,
      throttledDeadlineMs: 60_000,
      random: () => 1,
      now: () => nowMs,
      isStopped: () => false,
      sleep: (ms, reason) => {
        pauses.push(ms);
        reasons.push(reason);
        nowMs += ms;
        return Promise.resolve();
      },
      ...change,
    },
  );
  return { reply: await send(call), pauses, reasons, calls, elapsedMs: nowMs };
}

test.each(['throttled', 'unavailable', 'lost'] as const)(
  '%s is sent again, the same',
  async (kind) => {
    const { reply, calls } = await sent([failing(kind), success]);
    expect(reply).toMatchObject({ ...fine, attempts: 2 });
    expect(calls).toEqual([call, call]);
  },
);

test.each(['refused', 'credentials'] as const)('%s is final', async (kind) => {
  const { reply, calls } = await sent([failing(kind), success]);
  expect(reply).toMatchObject(failing(kind));
  expect(calls).toHaveLength(1);
});

test('a success is sent once', async () => {
  expect(await sent([success])).toMatchObject({ reply: success, pauses: [] });
});

test.each(['unavailable', 'lost'] as const)(
  'attempts that end %s are bounded, and the last failure is the answer',
  async (kind) => {
    const { reply, calls, pauses } = await sent([failing(kind)]);
    expect(reply).toMatchObject({ ...failing(kind), attempts: 5 });
    expect(calls).toHaveLength(5);
    expect(pauses).toHaveLength(4);
  },
);

test('faults are bounded by time as well', async () => {
  const { reply, elapsedMs } = await sent([failing('lost')], { deadlineMs: 250 });
  expect(reply).toMatchObject({ ok: false, attempts: 2 });
  expect(elapsedMs).toBeLessThanOrEqual(250);
});

test('throttling is bounded by time alone, and uses up nothing of what faults may', async () => {
  const throttled = Array.from({ length: 30 }, () => failing('throttled'));
  const faults = Array.from({ length: 4 }, () => failing('lost'));
  expect((await sent([...throttled, ...faults, success])).reply).toMatchObject({
    ...fine,
    attempts: 35,
    throttled: 30,
  });
  const { reply, elapsedMs } = await sent([failing('throttled')]);
  expect(reply).toMatchObject({ ok: false, failure: { kind: 'throttled' } });
  expect(elapsedMs).toBeGreaterThan(59_000);
  expect(elapsedMs).toBeLessThanOrEqual(60_000);
});

test.each(['DependencyViolation', 'IdempotentProcessing', 'InvalidOperation.Conflict'])(
  '%s ends when something else does: it is waited for, for a bounded time',
  async (code) => {
    const notYet = failing('unavailable', { code, status: 403 });
    const some = Array.from({ length: 20 }, () => notYet);
    expect((await sent([...some, success])).reply).toMatchObject({ ...fine, attempts: 21 });
    const { reply, elapsedMs } = await sent([notYet]);
    expect(reply).toMatchObject({ ok: false, failure: { code } });
    expect(elapsedMs).toBeGreaterThan(9000);
    expect(elapsedMs).toBeLessThanOrEqual(10_000);
  },
);

test('pauses double up to their limit, and chance takes away at most half', async () => {
  expect((await sent([failing('lost')])).pauses).toEqual([100, 200, 400, 400]);
  expect((await sent([failing('lost')], { random: () => 0 })).pauses).toEqual([50, 100, 200, 200]);
});

test('who is told when to come back never comes earlier, and not on the dot', async () => {
  const told = (retryAfterMs: number) => failing('throttled', { retryAfterMs });
  const replies = [told(1234), told(1234), told(1), success];
  expect((await sent(replies)).pauses).toEqual([1334, 1334, 101]);
  expect((await sent(replies, { random: () => 0 })).pauses).toEqual([1284, 1284, 51]);
});

test('who is told to come back after the deadline does not wait for it', async () => {
  const { reply, pauses } = await sent([failing('throttled', { retryAfterMs: 60_001 }), success]);
  expect(reply).toMatchObject({ ok: false, attempts: 1 });
  expect(pauses).toEqual([]);
});

test('a pause says what it is for', async () => {
  const replies = [failing('throttled'), failing('lost'), failing('unavailable'), success];
  expect((await sent(replies)).reasons).toEqual(['rateLimit', 'fault', 'fault']);
});

test('a no after a "not now" is final', async () => {
  const { reply, calls } = await sent([failing('throttled'), failing('refused'), success]);
  expect(reply).toMatchObject({ ok: false, failure: { kind: 'refused' }, attempts: 2 });
  expect(calls).toHaveLength(2);
});

test('after a stop no other attempt follows: neither before the pause nor after it', async () => {
  const before = await sent([failing('lost'), success], { isStopped: () => true });
  expect(before).toMatchObject({ reply: { ok: false, attempts: 1 }, pauses: [] });
  let isStopped = false;
  const within = await sent([failing('lost'), success], {
    isStopped: () => isStopped,
    sleep: () => {
      isStopped = true;
      return Promise.resolve();
    },
  });
  expect(within.reply).toMatchObject({ ok: false, failure: { kind: 'lost' }, attempts: 1 });
});

test.each<[string, readonly ApiReply[], boolean]>([
  ['a plain success', [success], false],
  ['a plain no', [failing('refused')], false],
  ['throttled before', [failing('throttled', { status: 503 }), success], false],
  ['a lost reply before', [failing('lost'), success], true],
  ['a lost reply before a no', [failing('lost'), failing('refused')], true],
  ['a lost reply long before', [failing('lost'), failing('throttled'), success], true],
  ['a 5xx before', [failing('unavailable', { status: 503 }), success], true],
  ['nothing but lost replies', [failing('lost')], true],
  ['a conflict before', [failing('unavailable', { code: 'OperationConflict' }), success], false],
  ['one running', [failing('unavailable', { code: 'IdempotentProcessing' }), success], true],
])('whether a failed attempt may have taken effect: %s', async (_, replies, expected) => {
  expect((await sent(replies)).reply.mayHaveTakenEffect).toBe(expected);
});
