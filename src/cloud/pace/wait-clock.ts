// Measures how long the rate limit held us up: the time in which at least one call waited for it.
import type { Sleep } from './pause.ts';

export interface WaitClock {
  /** The same sleep, measured. Retries and pace of all transports must be given this one. */
  readonly measured: (sleep: Sleep) => Sleep;
  /** Up to now, with waits that are not over. */
  readonly waitedMs: () => number;
  /** Whether a call waits for the rate limit right now. */
  readonly isWaiting: () => boolean;
}

/** Waits that overlap count once. `now`: milliseconds of a clock that nobody sets. */
export function waitClock(now: () => number): WaitClock {
  let [waiting, sinceMs, endedMs] = [0, 0, 0];
  const currentMs = () => (waiting > 0 ? now() - sinceMs : 0);
  return {
    measured: (sleep) => async (ms, reason) => {
      if (reason !== 'rateLimit') {
        await sleep(ms, reason);
        return;
      }
      if (waiting === 0) sinceMs = now();
      waiting += 1;
      try {
        await sleep(ms, reason);
      } finally {
        if (waiting === 1) endedMs += currentMs();
        waiting -= 1;
      }
    },
    waitedMs: () => endedMs + currentMs(),
    isWaiting: () => waiting > 0,
  };
}
