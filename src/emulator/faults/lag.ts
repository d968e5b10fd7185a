// When a change of a group can be seen: how long it takes is told by a script or drawn by a seed.

import { chance } from './chance.ts';
import { globTest } from './glob.ts';
import type { Lag, SeededFaults } from './settings.ts';

/** One change of one group. */
export interface Change {
  /** Ever rising; all that one call does to a group is one change. */
  readonly number: number;
  readonly groupId: string;
  readonly groupName: string;
  readonly atMs: number;
}

export interface Reading {
  /** Of the call. */
  readonly number: number;
  /** 1 is the first page of a list. */
  readonly page: number;
}

/** How long a change cannot be seen. */
export interface Unseen {
  readonly ms: number;
  /** Of the tags, and never less. */
  readonly tagsMs: number;
}

export interface Delays {
  readonly of: (change: Change, reading: Reading) => Unseen;
  /** After so much time everybody sees a change. */
  readonly mostMs: number;
}

export function scriptedDelays({ ms, tagsMs = 0, groups = {}, pages = [] }: Lag): Delays {
  const tests = Object.entries(groups).map(([glob, own]) => ({ test: globTest(glob), own }));
  return {
    of: ({ groupId, groupName }, { page }) => {
      const special = tests.find(({ test }) => test(groupId) || test(groupName));
      const seenAfter = (special?.own ?? ms) + (pages[page - 1] ?? pages.at(-1) ?? 0);
      return { ms: seenAfter, tagsMs: seenAfter + tagsMs };
    },
    mostMs: Math.max(ms, ...Object.values(groups)) + Math.max(0, ...pages) + tagsMs,
  };
}

export function seededDelays(
  { seed, oldReads = 0 }: Pick<SeededFaults, 'seed' | 'oldReads'>,
  mostMs: number,
): Delays {
  return {
    of: ({ number }, reading) => {
      if (chance(~seed, reading.number).next() < oldReads) return { ms: mostMs, tagsMs: mostMs };
      const luck = chance(seed ^ lagStream, number);
      const ms = Math.floor(luck.next() * mostMs);
      return { ms, tagsMs: ms + Math.floor(luck.next() * (mostMs - ms)) };
    },
    mostMs,
  };
}

/** So that lags know nothing of the faults of the same seed. */
const lagStream = 0x1a65;
