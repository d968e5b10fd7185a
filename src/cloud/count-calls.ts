// Counts the calls that go through a transport, and what they met on the way.
//
// It goes around the retries, so that a call is counted once however often it is sent; how often
// that was, the reply says.
import { isRead, type Transport } from './transport.ts';

export interface CallCounts {
  readonly reads: number;
  readonly writes: number;
  /** Attempts beyond the first of each call. */
  readonly retries: number;
  readonly throttled: number;
  /** The time in which calls waited for the rate limit. */
  readonly waitedMs: number;
}

/** `waitedMs` is that of the wait clock; where nothing paces, nothing waits. */
export function countCalls(
  send: Transport,
  waitedMs: () => number = () => 0,
): {
  readonly send: Transport;
  readonly counts: () => CallCounts;
} {
  let [reads, writes, retries, throttled] = [0, 0, 0, 0];
  return {
    send: async (call) => {
      const reply = await send(call);
      if (reply.attempts === 0) return reply;
      if (isRead(call)) reads += 1;
      else writes += 1;
      retries += reply.attempts - 1;
      const isThrottled = !reply.ok && reply.failure.kind === 'throttled';
      throttled += reply.throttled ?? (isThrottled ? 1 : 0);
      return reply;
    },
    counts: () => ({ reads, writes, retries, throttled, waitedMs: waitedMs() }),
  };
}
