// How fast something has gone lately, and how long the rest of it will take at that speed.
//
// A rate limit counts by the minute and lets calls through in bursts, and from within a burst the end
// looks near. So speed is told from whole minutes, of which each has its burst and its wait; before the
// first is over nobody knows whether there is a limit, and nothing is said of the time that is left.

/** A fold over observations, of which it keeps those of the last two minutes, one a second. */
export interface Speed {
  readonly atMs: number;
  /** How many there were in all. */
  readonly count: number;
  /** The oldest first; all but that one are not older than two minutes. */
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly atMs: number;
  readonly count: number;
}

const minuteMs = 60_000;
const keptMs = 2 * minuteMs;
const marksEveryMs = 1000;

export function startSpeed(atMs: number): Speed {
  return { atMs, count: 0, marks: [{ atMs, count: 0 }] };
}

/** `count` is how many there have been in all by now. A clock that goes back is taken to stand. */
export function observeSpeed(speed: Speed, observed: Mark): Speed {
  const atMs = Math.max(observed.atMs, speed.atMs);
  const { count } = observed;
  const isDue = atMs - (speed.marks.at(-1)?.atMs ?? 0) >= marksEveryMs;
  const marks = isDue ? [...speed.marks, { atMs, count }] : speed.marks;
  const first = marks.findLastIndex((mark) => mark.atMs <= atMs - keptMs);
  return { atMs, count, marks: marks.slice(Math.max(0, first)) };
}

/** Over the last minute, or what has been seen of it. */
export function perSecond(speed: Speed): number {
  return rateSince(speed, markBefore(speed, minuteMs) ?? speed.marks[0]);
}

/** Undefined where it is not known, and where nothing is left but what is not counted. */
export function timeLeftMs(speed: Speed, total: number): number | undefined {
  const left = total - speed.count;
  const minute = markBefore(speed, minuteMs);
  if (left <= 0 || minute === undefined) return undefined;
  // The slower of two: of a burst that was before the last minute nobody knows when the next is.
  const longer = markBefore(speed, keptMs) ?? minute;
  const rate = Math.min(rateSince(speed, minute), rateSince(speed, longer));
  return rate > 0 ? (1000 * left) / rate : undefined;
}

/** The latest that is at least so old. */
function markBefore({ atMs, marks }: Speed, ms: number): Mark | undefined {
  return marks.findLast((mark) => mark.atMs <= atMs - ms);
}

function rateSince({ atMs, count }: Speed, mark: Mark | undefined): number {
  if (mark === undefined || atMs <= mark.atMs) return 0;
  return (1000 * (count - mark.count)) / (atMs - mark.atMs);
}

/** Rounded up to minutes, for the last reads and pauses are not counted: as `about 2 min left`. */
export function formatTimeLeft(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / minuteMs));
  if (minutes <= 90) return `about ${minutes} min left`;
  return `about ${Math.ceil(minutes / 30) / 2} h left`;
}
