// Transports that throttle, in each of the ways in which the cloud may: nobody knows which it is.
import type { ApiReply, Transport } from '../../src/cloud/transport.ts';
import { failing, success } from './replies.ts';

/** Undefined where the call is let through; else how long until there is room. */
export type Limiter = (nowMs: number) => number | undefined;

const minuteMs = 60_000;

/** So many calls in each minute of the clock; the minutes begin `phaseMs` after those of the clock. */
export function fixedWindow(limit: number, phaseMs = 0): Limiter {
  let [window, count] = [NaN, 0];
  return (nowMs) => {
    const current = Math.floor((nowMs - phaseMs) / minuteMs);
    if (current !== window) [window, count] = [current, 0];
    count += 1;
    return count <= limit ? undefined : (current + 1) * minuteMs + phaseMs - nowMs;
  };
}

/** So many calls in any 60 seconds; perhaps those that were refused count as well. */
export function slidingWindow(limit: number, { countsRefused = false } = {}): Limiter {
  let taken: number[] = [];
  return (nowMs) => {
    const first = taken.findIndex((at) => at > nowMs - minuteMs);
    if (first !== 0) taken = first < 0 ? [] : taken.slice(first);
    const isThrough = taken.length < limit;
    if (isThrough || countsRefused) taken.push(nowMs);
    return isThrough ? undefined : (taken[taken.length - limit] ?? nowMs) + minuteMs - nowMs;
  };
}

/** A bucket with room for `burst` calls, filled at an even rate. */
export function tokenBucket(limit: number, burst: number): Limiter {
  let [tokens, filledAt] = [burst, 0];
  return (nowMs) => {
    tokens = Math.min(burst, tokens + ((nowMs - filledAt) * limit) / minuteMs);
    filledAt = nowMs;
    if (tokens < 1) return ((1 - tokens) * minuteMs) / limit;
    tokens -= 1;
    return undefined;
  };
}

export interface LimitedOptions {
  readonly limiter: Limiter;
  readonly latencyMs: number;
  readonly saysRetryAfter: boolean;
  readonly clock: { readonly now: () => number; readonly sleep: (ms: number) => Promise<void> };
}

/** Calls arrive after half of the latency, and the reply takes the other half. */
export function limited({ limiter, latencyMs, saysRetryAfter, clock }: LimitedOptions): Transport {
  return async (): Promise<ApiReply> => {
    await clock.sleep(latencyMs / 2);
    const roomInMs = limiter(clock.now());
    await clock.sleep(latencyMs / 2);
    if (roomInMs === undefined) return success;
    return failing('throttled', {
      status: 400,
      retryAfterMs: saysRetryAfter ? roomInMs : undefined,
    });
  };
}
