// What can decide one class of packets while a plan runs, and whether that is ever a surprise.
//
// Rank 2 × priority + (accept ? 1 : 0): the smallest that matches decides, and odd is accept. What is
// in flight may be seen in any part and order, so the question is which ranks can win, in any state.
import type { Operation, Presence } from './timeline.ts';

export interface Surprise {
  readonly wave: number;
  /** Cut: dropped though accepted at both ends. Open: accepted though dropped at both. */
  readonly effect: 'cut' | 'open';
  /** On such an interface as it is, or only together with some other group's rule on it. */
  readonly when: 'always' | 'inCombination';
}

/** The default of the group type wins where no rule matches: it comes after every rank. */
export type DefaultRank = 1000 | 1001;

/**
 * `present` are the rules that match the packets on an interface, at any time of the plan;
 * `operations` those that touch them, by waves.
 */
export function surprisesAt(
  present: readonly Presence[],
  operations: readonly Operation[],
  fallback: DefaultRank,
): readonly Surprise[] {
  const ends = {
    before: best(
      present.filter(({ isBefore }) => isBefore),
      fallback,
    ),
    after: best(
      present.filter(({ isAfter }) => isAfter),
      fallback,
    ),
  };
  return winnersByWave(present, operations, fallback).flatMap(({ wave, winners }) =>
    winners.flatMap((rank) => {
      const surprise = surpriseOf(rank, ends);
      return surprise === undefined ? [] : [{ wave, ...surprise }];
    }),
  );
}

/**
 * Whether packets about which the two ends disagree may change over more than once. True also where
 * too much is in flight at once to see that they do not.
 */
export function mayTurnBack(
  present: readonly Presence[],
  operations: readonly Operation[],
  fallback: DefaultRank,
): boolean {
  const inForce = present.filter(({ isBefore }) => isBefore);
  let now = accepts(best(inForce, fallback));
  let changes = 0;
  for (const { winners, last, flying, steadyBest } of winnersByWave(
    present,
    operations,
    fallback,
  )) {
    const isMoving = winners.some((rank) => accepts(rank) !== now);
    if (isMoving && (accepts(last) === now || turnsBack(flying, steadyBest, now))) return true;
    changes += Number(accepts(last) !== now);
    now = accepts(last);
  }
  return changes > 1;
}

interface WaveOfWinners {
  readonly wave: number;
  readonly winners: readonly number[];
  /** Who wins when all of the wave is seen. */
  readonly last: number;
  readonly steadyBest: number;
  readonly flying: readonly Flying[];
}

/** More states of a wave than this are not walked. */
const statesMax = 256;

/** Whether one more operation of a wave that changes packets over can change them back. */
function turnsBack(flying: readonly Flying[], steadyBest: number, before: boolean): boolean {
  const felt = flying.filter((chain) => chain.some((one) => one !== undefined));
  const count = felt.reduce((product, chain) => product * chain.length, 1);
  if (count > statesMax) return true;
  const decide = (at: readonly number[]) =>
    accepts(
      felt.reduce((least, chain, index) => {
        return Math.min(least, chain[at[index] ?? 0]?.rank ?? least);
      }, steadyBest),
    );
  const states = felt.reduce<number[][]>(
    (all, chain) => all.flatMap((at) => chain.map((_, position) => [...at, position])),
    [[]],
  );
  return states.some(
    (at) =>
      decide(at) !== before &&
      felt.some((chain, index) => {
        const next = at.with(index, (at[index] ?? 0) + 1);
        return (next[index] ?? 0) < chain.length && decide(next) === before;
      }),
  );
}

function winnersByWave(
  present: readonly Presence[],
  operations: readonly Operation[],
  fallback: DefaultRank,
): readonly WaveOfWinners[] {
  const here = new Set(present);
  let inForce = present.filter(({ isBefore }) => isBefore);
  return wavesOf(operations).map((wave) => {
    const flying = chainsOf(wave).map((chain) =>
      chain.map((one) => (one !== undefined && here.has(one) ? one : undefined)),
    );
    const taken = new Set(wave.map(({ takes }) => takes));
    const given = wave.flatMap(({ gives }) =>
      gives !== undefined && here.has(gives) ? gives : [],
    );
    const steady = inForce.filter((one) => !taken.has(one));
    inForce = [...inForce, ...given].filter((one) => !taken.has(one));
    return {
      wave: wave[0]?.wave ?? 0,
      winners: possibleWinners(steady, flying, fallback),
      last: best(inForce, fallback),
      steadyBest: best(steady, fallback),
      flying,
    };
  });
}

/** What is in force one after the other, as operations happen that need each other: one of these. */
type Flying = readonly (Presence | undefined)[];

/** One for each operation, but where one takes what another of the wave gives. */
function chainsOf(wave: readonly Operation[]): readonly Flying[] {
  const chains: (Presence | undefined)[][] = [];
  for (const { takes, gives } of wave) {
    const known = takes && chains.find((chain) => chain.at(-1) === takes);
    if (known === undefined) chains.push([takes, gives]);
    else known.push(gives);
  }
  return chains;
}

/** Each chain is anywhere, wherever the others are: which ranks can be the smallest? */
function possibleWinners(
  steady: readonly Presence[],
  flying: readonly Flying[],
  fallback: DefaultRank,
): readonly number[] {
  const steadyBest = best(steady, fallback);
  const shown = flying.flat().flatMap((one) => one?.rank ?? []);
  const candidates = new Set([steadyBest, ...shown.filter((rank) => rank < steadyBest)]);
  return [...candidates].filter((rank) =>
    // What shows the rank is no better than it; and all else can hide what is.
    flying.every((chain) => chain.some((one) => one === undefined || one.rank >= rank)),
  );
}

/** The exact test for every set of other rules that stay on the interface (Lemma 4). */
function surpriseOf(
  rank: number,
  { before, after }: { readonly before: number; readonly after: number },
): Omit<Surprise, 'wave'> | undefined {
  const agree = accepts(before) === accepts(after);
  if (agree && accepts(rank) !== accepts(before)) {
    return { effect: accepts(rank) ? 'open' : 'cut', when: 'always' };
  }
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  // Another rule between the two would decide at both ends, and does not now.
  if (rank < low || (rank < high && accepts(rank) !== accepts(low))) {
    return { effect: accepts(rank) ? 'open' : 'cut', when: 'inCombination' };
  }
  // Another rule behind both ends would decide now.
  if (agree && rank > high) {
    return { effect: accepts(before) ? 'cut' : 'open', when: 'inCombination' };
  }
  return undefined;
}

function accepts(rank: number): boolean {
  return rank % 2 === 1;
}

function best(present: readonly Presence[], fallback: DefaultRank): number {
  return present.reduce<number>((least, { rank }) => Math.min(least, rank), fallback);
}

function wavesOf(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const waves = new Map<number, Operation[]>();
  for (const operation of operations) {
    const wave = waves.get(operation.wave);
    if (wave === undefined) waves.set(operation.wave, [operation]);
    else wave.push(operation);
  }
  return [...waves.values()].sort((a, b) => (a[0]?.wave ?? 0) - (b[0]?.wave ?? 0));
}
