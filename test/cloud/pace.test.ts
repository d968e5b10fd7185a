// Goal: whatever the limit, and in whatever way the cloud counts, a long apply takes hardly longer
// than the limit allows, and nobody above sees a failure.
// Method: 10,000 calls of one API in virtual time, against limiters of each kind.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withPace } from '../../src/cloud/pace/pace.ts';
import { withRetry } from '../../src/cloud/retry.ts';
import type { ApiCall, ApiReply, Transport } from '../../src/cloud/transport.ts';
import { runs } from '../runs.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { fixedWindow, limited, slidingWindow, tokenBucket, type Limiter } from './limiters.ts';
import { failing, success } from './replies.ts';

const write: ApiCall = { product: 'Ecs', action: 'AuthorizeSecurityGroup', parameters: {} };
const read: ApiCall = { product: 'Ecs', action: 'DescribeSecurityGroups', parameters: {} };

const kinds: Readonly<Record<string, (limit: number, phaseMs: number) => Limiter>> = {
  'a window of the clock': (limit, phaseMs) => fixedWindow(limit, phaseMs),
  'a sliding window': (limit) => slidingWindow(limit),
  'a sliding window that counts refused calls': (limit) =>
    slidingWindow(limit, { countsRefused: true }),
  'a bucket of a minute': (limit) => tokenBucket(limit, limit),
  'a bucket of a second': (limit) => tokenBucket(limit, Math.max(1, limit / 60)),
};

interface Setting {
  readonly kind: string;
  readonly limit: number;
  readonly workers: number;
  readonly latencyMs: number;
  readonly saysRetryAfter: boolean;
  readonly phaseMs: number;
}

const callsMade = 10_000;

/** Sends them all, each worker one after the other. */
async function sendAll(send: Transport, { workers, calls }: { workers: number; calls: number }) {
  const replies = { failed: 0, throttled: 0, attemptsMost: 0 };
  let left = calls;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const reply = await send(write);
      if (!reply.ok) replies.failed += 1;
      replies.throttled += reply.throttled ?? 0;
      replies.attemptsMost = Math.max(replies.attemptsMost, reply.attempts);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return replies;
}

function paced(raw: Transport, clock: VirtualClock, isStopped = () => false): Transport {
  const { sleep, now } = clock;
  return withPace(raw, { readsPerSecond: 10, writesPerSecond: 5, sleep, now, isStopped });
}

function retried(
  send: Transport,
  { sleep, now }: VirtualClock,
  isStopped = () => false,
): Transport {
  let state = 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const limits = { attemptsMax: 6, deadlineMs: 600_000, throttledDeadlineMs: 1_800_000 };
  const pauses = { ...limits, firstPauseMs: 500, pauseMaxMs: 20_000 };
  return withRetry(send, { ...pauses, sleep, now, random, isStopped });
}

async function run({ kind, limit, workers, latencyMs, saysRetryAfter, phaseMs }: Setting) {
  const clock = new VirtualClock();
  const limiter = kinds[kind]?.(limit, phaseMs) ?? fixedWindow(limit);
  const raw = limited({ limiter, latencyMs, saysRetryAfter, clock });
  const send = retried(paced(raw, clock), clock);
  const replies = await clock.run(sendAll(send, { workers, calls: callsMade }));
  return { ...replies, elapsedMs: clock.now() };
}

/** What the limit allows, or what the way there and back takes where that is longer. */
function leastMs({ limit, workers, latencyMs }: Setting): number {
  return Math.max(Math.ceil(callsMade / limit) * 60_000, (callsMade * latencyMs) / workers);
}

describe.each(Object.keys(kinds))('%s', (kind) => {
  test.each(
    [1, 5].flatMap((workers) =>
      [true, false].map((saysRetryAfter) => ({ workers, saysRetryAfter })),
    ),
  )('of 100 a minute: $workers at once, retry-after $saysRetryAfter', async (change) => {
    const setting = { kind, limit: 100, latencyMs: 100, phaseMs: 17_000, ...change };
    const { elapsedMs, failed, throttled } = await run(setting);
    expect(failed).toBe(0);
    expect(elapsedMs / leastMs(setting)).toBeLessThan(1.1);
    // The rate is found, not bumped into: a call in fifty is refused, not one in two.
    expect(throttled).toBeLessThan(callsMade / 50);
  });
});

test('any limit, latency and number of workers: within 1.2 times what the limit allows', async () => {
  const setting = fc.record({
    kind: fc.constantFrom(...Object.keys(kinds)),
    limit: fc.integer({ min: 20, max: 3000 }),
    workers: fc.constantFrom(1, 5),
    latencyMs: fc.integer({ min: 0, max: 300 }),
    saysRetryAfter: fc.boolean(),
    phaseMs: fc.integer({ min: 0, max: 59_999 }),
  });
  await fc.assert(
    fc.asyncProperty(setting, async (one) => {
      const { elapsedMs, failed } = await run(one);
      expect(failed).toBe(0);
      expect(elapsedMs / leastMs(one)).toBeLessThan(1.2);
    }),
    { numRuns: runs(20) },
  );
});

test('without the pace the same apply is refused over and over: the tests can fail', async () => {
  const clock = new VirtualClock();
  const limiter = fixedWindow(100);
  const raw = limited({ limiter, latencyMs: 100, saysRetryAfter: false, clock });
  const work = sendAll(retried(raw, clock), { workers: 5, calls: callsMade });
  expect((await clock.run(work)).throttled).toBeGreaterThan(callsMade / 10);
});

test('where there is no limit, there is soon none of ours', async () => {
  for (const workers of [1, 5]) {
    const clock = new VirtualClock();
    const raw = limited({ limiter: () => undefined, latencyMs: 100, saysRetryAfter: false, clock });
    await clock.run(sendAll(paced(raw, clock), { workers, calls: 2000 }));
    const unpacedMs = (2000 * 100) / workers;
    expect(clock.now() - unpacedMs).toBeLessThan(2500);
  }
});

test('when others take most of the limit and then leave, their room is used', async () => {
  const clock = new VirtualClock();
  const mine = limited({ limiter: shared(), latencyMs: 100, saysRetryAfter: false, clock });
  await clock.run(sendAll(retried(paced(mine, clock), clock), { workers: 5, calls: 4000 }));
  // 20 minutes of 20 calls, and then 36 of 100; to notice that they have left takes some more.
  expect(clock.now() / 60_000).toBeLessThan(1.2 * 56);

  /** Of 100 calls a minute others take 80 for 20 minutes. */
  function shared(): Limiter {
    const [crowded, free] = [fixedWindow(20), fixedWindow(100)];
    return (nowMs) => (nowMs < 20 * 60_000 ? crowded : free)(nowMs);
  }
});

test('where nothing gets through for a minute, tries get rare', async () => {
  const clock = new VirtualClock();
  const sentAt: number[] = [];
  const closed: Transport = () => {
    sentAt.push(clock.now());
    return Promise.resolve(failing('throttled'));
  };
  await clock.run(retried(paced(closed, clock), clock)(write));
  const gaps = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
  const [first, early, late] = [gaps[0], gaps.slice(1, 10), gaps.slice(-10)];
  expect(first).toBeLessThan(2000);
  expect(Math.max(...early)).toBeLessThan(6000);
  expect(Math.min(...late)).toBeGreaterThan(59_000);
  expect(clock.now()).toBeLessThanOrEqual(30 * 60_000);
});

test('while a lane is closed one call at a time tries it, whoever else waits', async () => {
  const clock = new VirtualClock();
  let [flying, most] = [0, 0];
  const opensAt = 30_000;
  const raw: Transport = async () => {
    flying += 1;
    if (clock.now() > 1000 && clock.now() < opensAt) most = Math.max(most, flying);
    await clock.sleep(700);
    flying -= 1;
    return clock.now() < opensAt ? failing('throttled') : success;
  };
  const send = retried(paced(raw, clock), clock);
  const all = Promise.all(Array.from({ length: 20 }, () => send(write)));
  expect((await clock.run(all)).every(({ ok }) => ok)).toBe(true);
  expect(most).toBe(1);
});

test('a try whose reply is lost is not the last', async () => {
  const clock = new VirtualClock();
  const replies = [failing('throttled'), failing('lost'), success];
  const send = retried(
    paced(() => Promise.resolve(replies.shift() ?? success), clock),
    clock,
  );
  expect(await clock.run(Promise.all([send(write), send(write)]))).toMatchObject([
    { ok: true },
    { ok: true },
  ]);
});

test('calls of one API go out in their order, and APIs do not wait for each other', async () => {
  const clock = new VirtualClock();
  const sent: string[] = [];
  const send = paced((call) => {
    sent.push(`${call.action} ${call.parameters['n'] ?? ''}`);
    return Promise.resolve(call.action === write.action ? failing('throttled') : success);
  }, clock);
  const numbered = (call: ApiCall, n: number) => send({ ...call, parameters: { n: String(n) } });
  await clock.run(numbered(write, 0));
  const others = Promise.all([1, 2, 3].map((n) => numbered(write, n)));
  await clock.run(numbered(read, 4));
  expect(clock.now()).toBe(0);
  await clock.run(others);
  expect(sent.map((text) => text.slice(-1))).toEqual(['0', '4', '1', '2', '3']);
});

test('a throttled reply says when there is room, and never less than the cloud said', async () => {
  const retryAfterOf = async (reply: ApiReply) => {
    const clock = new VirtualClock();
    const seen = await paced(() => Promise.resolve(reply), clock)(write);
    return seen.ok ? undefined : seen.failure.retryAfterMs;
  };
  expect(await retryAfterOf(failing('throttled'))).toBe(1000);
  expect(await retryAfterOf(failing('throttled', { retryAfterMs: 43_210 }))).toBe(43_210);
});

test('nobody waits for hours because a header says so', async () => {
  const clock = new VirtualClock();
  const replies = [failing('throttled', { retryAfterMs: 86_400_000 })];
  const send = paced(() => Promise.resolve(replies.shift() ?? success), clock);
  expect(await clock.run(send(write))).toMatchObject({ ok: false });
  expect(await clock.run(send(write))).toMatchObject({ ok: true });
  expect(clock.now()).toBe(300_000);
});

test('after a stop nothing waits: what would have to is not sent', async () => {
  const clock = new VirtualClock();
  let [isStopped, sent] = [false, 0];
  const raw: Transport = () => {
    sent += 1;
    return Promise.resolve(failing('throttled'));
  };
  const stopped = () => isStopped;
  const send = retried(paced(raw, clock, stopped), clock, stopped);
  const waiting = Promise.all([send(write), send(write), send(write)]);
  const stop = clock.sleep(500).then(() => {
    isStopped = true;
    clock.wakeAll();
  });
  await clock.run(stop);
  const sentBefore = sent;
  const replies = await clock.run(waiting);
  expect(sent).toBe(sentBefore);
  expect(replies.map((reply) => !reply.ok && reply.failure.kind)).toEqual(
    Array.from({ length: 3 }, () => 'throttled'),
  );
});
