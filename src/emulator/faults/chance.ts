// Chance that can be had again: equal seeds, equal numbers. (The generator is Tommy Ettinger's mulberry32.)

export interface Chance {
  /** From 0 up to, and without, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, and without, `count`. */
  readonly below: (count: number) => number;
  readonly oneOf: <T>(items: readonly [T, ...T[]]) => T;
}

/** `part` makes streams of one seed that know nothing of each other, such as one for each call. */
export function chance(seed: number, part: number): Chance {
  let state = mix(mix(seed) + part);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return (mix(state) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return { next, below, oneOf: (items) => items[below(items.length)] ?? items[0] };
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return mixed ^ (mixed >>> 14);
}
