// How fast something has gone lately, and how long the rest of it will take at that speed.
//
// Lately is about the last two minutes: a rate limit by the minute lets calls through in bursts, and
// from within a burst the end looks near. Before that it is simply the mean.

/** A fold over observations: it is as large after a day as after a second. */
export interface Speed {
  readonly atMs: number;
  /** How many there were in all. */
  readonly count: number;
  /** How many there were lately, and in what time; what is past fades out of both. */
  readonly recent: number;
  readonly recentMs: number;
}

const fadeMs = 120_000;

export function startSpeed(atMs: number): Speed {
  return { atMs, count: 0, recent: 0, recentMs: 0 };
}

/** `count` is how many there have been in all by now. */
export function observeSpeed(speed: Speed, { atMs, count }: Pick<Speed, 'atMs' | 'count'>): Speed {
  const passedMs = Math.max(0, atMs - speed.atMs);
  const kept = Math.exp(-passedMs / fadeMs);
  return {
    atMs: Math.max(atMs, speed.atMs),
    count,
    recent: speed.recent * kept + (count - speed.count),
    recentMs: speed.recentMs * kept + passedMs,
  };
}

export function perSecond({ recent, recentMs }: Speed): number {
  return recentMs > 0 ? (1000 * recent) / recentMs : 0;
}

const observedMinMs = 2000;
const countMin = 3;

/** Undefined as long as there is too little to tell from. */
export function timeLeftMs(speed: Speed, total: number): number | undefined {
  const left = total - speed.count;
  if (left <= 0) return 0;
  if (speed.count < countMin || speed.recentMs < observedMinMs) return undefined;
  const rate = perSecond(speed);
  return rate > 0 ? (1000 * left) / rate : undefined;
}

/** Rounded up, and to no more than is known: such as `about 2 min left`. */
export function formatTimeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 10) return 'a few seconds left';
  if (seconds <= 50) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 90) return `about ${minutes} min left`;
  return `about ${Math.ceil(minutes / 30) / 2} h left`;
}
