// Time that passes only while everybody sleeps: it jumps to the sleeper who wakes first, once all that
// was set going by the last one who woke has come to rest. Hours pass in no time, and each run of the
// same work takes the same course.
//
// At rest means that no promise is left that could go on. Node empties its queue of promises before
// it turns to `nextTick`, so that a tick that was asked for by a promise comes at that moment. Real
// files and sockets are not waited for; what mixes them with sleepers has no course of its own.

import type { Clock } from './clock.ts';

export interface VirtualClock extends Clock {
  /** How many are asleep. */
  readonly sleepers: () => number;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Now and then real events get their turn: a loop that sleeps for ever could not be stopped. */
const wakesPerTurnMax = 1000;

export function virtualClock({ startMs = 0 }: { readonly startMs?: number } = {}): VirtualClock {
  let nowMs = startMs;
  let wakes = 0;
  let isWaking = false;
  /** Who wakes first is last. Of those who wake at one time, the one who lay down first wakes first. */
  const asleep: Sleeper[] = [];

  function wakeNextAtRest(): void {
    isWaking = true;
    wakes++;
    if (wakes % wakesPerTurnMax === 0) setImmediate(atRest, wakeNext);
    else atRest(wakeNext);
  }

  function wakeNext(): void {
    isWaking = false;
    const sleeper = asleep.pop();
    if (sleeper === undefined) return;
    nowMs = Math.max(nowMs, sleeper.atMs);
    sleeper.wake();
    if (asleep.length > 0) wakeNextAtRest();
  }

  return {
    now: () => nowMs,
    sleep: (ms) =>
      new Promise((wake) => {
        const atMs = nowMs + Math.max(0, ms);
        const earlier = asleep.findIndex((other) => other.atMs <= atMs);
        asleep.splice(earlier === -1 ? asleep.length : earlier, 0, { atMs, wake });
        if (!isWaking) wakeNextAtRest();
      }),
    sleepers: () => asleep.length,
  };
}

function atRest(then: () => void): void {
  queueMicrotask(() => {
    process.nextTick(then);
  });
}
