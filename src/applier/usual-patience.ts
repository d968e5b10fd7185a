// How patiently an apply reads, where nobody says otherwise.
import type { Patience } from './read-back.ts';

/** `patienceMs` bounds all that is waited for; `settleMs` is the pause between waves. */
export function usualPatience({
  patienceMs,
  settleMs,
}: Pick<Patience, 'patienceMs' | 'settleMs'>): Omit<Patience, 'sleep' | 'now'> {
  return {
    patienceMs,
    effectMs: Math.min(patienceMs, 60_000),
    staleMs: Math.min(patienceMs, 30_000),
    firstPauseMs: 1000,
    pauseMaxMs: 15_000,
    settleMs,
  };
}
