// Goal: what may succeed later is sent again, a bounded number of times, after a pause that is long
// enough; the cloud's no is final.
import { expect, test } from 'vitest';
import { withRetry } from '../../src/cloud/retry.ts';
import type { ApiCall, ApiFailure, ApiReply } from '../../src/cloud/transport.ts';

const call: ApiCall = { product: 'Ecs', action: 'DescribeSecurityGroups', parameters: { A: '1' } };
const success: ApiReply = { ok: true, body: {}, attempts: 1 };

function failing(kind: ApiFailure['kind'], retryAfterMs?: number): ApiReply {
  const failure = { kind, code: 'Code', message: '', status: undefined, requestId: undefined };
  return { ok: false, failure: { ...failure, retryAfterMs }, attempts: 1 };
}

/** Sends to something that gives these replies in turn, the last one for ever. */
async function sent(replies: readonly ApiReply[], { random = 1, attemptsMax = 5 } = {}) {
  const pauses: number[] = [];
  const calls: ApiCall[] = [];
  const send = withRetry(
    (one) => {
      calls.push(one);
      return Promise.resolve(replies[calls.length - 1] ?? replies.at(-1) ?? success);
    },
    {
      attemptsMax,
      firstPauseMs: 100,
      pauseMaxMs: 400,
      random: () => random,
      sleep: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    },
  );
  return { reply: await send(call), pauses, calls };
}

test.each(['throttled', 'unavailable', 'lost'] as const)(
  '%s is sent again, the same',
  async (kind) => {
    const { reply, calls } = await sent([failing(kind), success]);
    expect(reply).toEqual({ ...success, attempts: 2 });
    expect(calls).toEqual([call, call]);
  },
);

test.each(['refused', 'credentials'] as const)('%s is final', async (kind) => {
  const { reply, calls } = await sent([failing(kind), success]);
  expect(reply).toEqual(failing(kind));
  expect(calls).toHaveLength(1);
});

test('a success is sent once', async () => {
  expect(await sent([success])).toMatchObject({ reply: success, pauses: [] });
});

test('attempts are bounded, and the last failure is the answer', async () => {
  const { reply, calls, pauses } = await sent([failing('lost')]);
  expect(reply).toEqual({ ...failing('lost'), attempts: 5 });
  expect(calls).toHaveLength(5);
  expect(pauses).toHaveLength(4);
});

test('pauses double up to their limit, and chance takes away at most half', async () => {
  expect((await sent([failing('lost')])).pauses).toEqual([100, 200, 400, 400]);
  expect((await sent([failing('lost')], { random: 0 })).pauses).toEqual([50, 100, 200, 200]);
});

test('the cloud may ask for a longer pause', async () => {
  const { pauses } = await sent([failing('throttled', 1234), failing('throttled', 1), success]);
  expect(pauses).toEqual([1234, 200]);
});

test('a no after a "not now" is final', async () => {
  const { reply, calls } = await sent([failing('throttled'), failing('refused'), success]);
  expect(reply).toMatchObject({ ok: false, failure: { kind: 'refused' }, attempts: 2 });
  expect(calls).toHaveLength(2);
});
