// Sends again while a reply says that the same call may succeed later.
import type { ApiFailure, Transport } from './transport.ts';

export interface RetryOptions {
  readonly attemptsMax: number;
  readonly firstPauseMs: number;
  readonly pauseMaxMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1, so that clients that were throttled together do not come back together. */
  readonly random: () => number;
}

const retryable: ReadonlySet<ApiFailure['kind']> = new Set(['throttled', 'unavailable', 'lost']);

/**
 * Every call may be sent again: reads change nothing, and writes carry a client token or (delete,
 * tags, attributes) mean the same the second time.
 */
export function withRetry(send: Transport, options: RetryOptions): Transport {
  return async (call) => {
    let reply = await send(call);
    for (let attempt = 2; attempt <= options.attemptsMax; attempt++) {
      if (reply.ok || !retryable.has(reply.failure.kind)) break;
      await options.sleep(pauseMs(attempt - 2, reply.failure, options));
      reply = { ...(await send(call)), attempts: attempt };
    }
    return reply;
  };
}

function pauseMs(retries: number, { retryAfterMs }: ApiFailure, options: RetryOptions): number {
  const { firstPauseMs, pauseMaxMs, random } = options;
  const ceiling = Math.min(pauseMaxMs, firstPauseMs * 2 ** retries);
  const jittered = ceiling / 2 + (random() * ceiling) / 2;
  return Math.max(jittered, retryAfterMs ?? 0);
}
