// So many calls of one API a minute, as the cloud counts: for each account, region and action, in
// windows that begin with the minute. Who is throttled in one may call again in the next.

import type { RateLimit } from './settings.ts';

const minuteMs = 60_000;

/** The milliseconds until the call may be made again; undefined where it may be made now. */
export type Meter = (api: string, nowMs: number) => number | undefined;

export function openMeter({ callsPerMinute }: Pick<RateLimit, 'callsPerMinute'>): Meter {
  const counts = new Map<string, { minute: number; calls: number }>();
  return (api, nowMs) => {
    const minute = Math.floor(nowMs / minuteMs);
    const count = counts.get(api);
    if (count?.minute !== minute) {
      counts.set(api, { minute, calls: 1 });
      return callsPerMinute >= 1 ? undefined : minuteMs - (nowMs % minuteMs);
    }
    count.calls++;
    return count.calls <= callsPerMinute ? undefined : (minute + 1) * minuteMs - nowMs;
  };
}
