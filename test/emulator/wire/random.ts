// Chance that can be repeated: equal seeds, equal runs.

export interface Chance {
  /** From 0 to `below` - 1. */
  readonly number: (below: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  readonly bytes: (count: number) => Buffer;
}

/** Mulberry32. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const number = (below: number): number => next() % below;
  return {
    number,
    pick: (from) => from[number(from.length)] ?? from[0],
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => number(256))),
  };
}
