// What every order that meets the demands has in common: which rules must be changed in place,
// which changes cannot share a call, and which pairs may still be one modify.
import { disjointChains, laterThan, type Later } from './chains.ts';
import type { Demand } from './demands.ts';
import { mostPairs } from './most-pairs.ts';

export interface NecessaryOrder {
  /** How many pairs only one modify can make. */
  readonly inPlace: number;
  readonly coming: Side;
  readonly going: Side;
  /** How many other pairs may be one modify each, at most. */
  readonly mergesMax: number;
  /** With one authorize and one revoke call either would have to be before the other. */
  readonly isTangled: boolean;
}

/** The numbers of a rule that goes and one that comes. */
export interface Pair {
  readonly goes: number;
  readonly comes: number;
}

/** The rules that come, or go, without those that must be changed in place. */
export interface Side {
  readonly count: number;
  /** Lengths of chains that share no rule: no authorize, or revoke, holds two rules of a chain. */
  readonly chains: readonly number[];
  /** So many are one after the other in every plan, though which ones may depend on the plan. */
  readonly depth: number;
  /** Likewise of those alone that no modify can make, or take away. */
  readonly unmergeableDepth: number;
}

export interface Edits {
  /** How many rules come, and then how many go: as in demands, that is how they are numbered. */
  readonly comes: number;
  readonly goes: number;
  /** Pairs that the API can turn into each other. */
  readonly legal: readonly Pair[];
  /** Pairs of which the first goes before the second comes, or one modify turns it into it. */
  readonly exclusive: readonly Pair[];
}

export function necessaryOrder(demands: readonly Demand[], edits: Edits): NecessaryOrder {
  const held = heldPairs(demands, edits.exclusive);
  const isLegal = pairsSet(edits.legal);
  const inPlace = held.filter((pair) => isLegal(pair));
  const apart = edits.exclusive.filter((pair) => !held.includes(pair));
  const all = [...asOne(demands, inPlace), ...asOne(apart.map(goesFirst), inPlace)];
  const strict = all.filter(notByOneModify(apart));

  const changes = edits.comes + edits.goes;
  const merged = new Set(inPlace.flatMap(({ goes, comes }) => [goes, comes]));
  const free = (from: number, to: number) => numbers(from, to).filter((one) => !merged.has(one));
  const [coming, going] = [free(0, edits.comes), free(edits.comes, changes)];
  const later = laterThan(changes, strict.flatMap(certainEdge));
  const mergeable = edits.legal.filter(
    (pair) => !merged.has(pair.goes) && !merged.has(pair.comes) && !areApart(pair, later),
  );
  const merging = new Set(mergeable.flatMap(({ goes, comes }) => [goes, comes]));
  return {
    inPlace: inPlace.length,
    coming: sideOf(coming, { demands: strict, later, merging }),
    going: sideOf(going, { demands: strict, later, merging }),
    mergesMax: mostPairs(mergeable.map(({ goes, comes }) => [goes, comes])),
    isTangled: isForced(coming, going, all) && isForced(going, coming, all),
  };
}

/**
 * Those of which the rule that comes must be there before the other goes, although it cannot come
 * before.
 */
export function heldPairs(demands: readonly Demand[], exclusive: readonly Pair[]): readonly Pair[] {
  const edges = demands.flatMap(certainEdge);
  const isHeld = pairsSet(edges.map(([comes, goes]) => ({ comes, goes })));
  return exclusive.filter((pair) => isHeld(pair));
}

/** Both changes of a pair go by one number; what is on both sides meets its demand by itself. */
function asOne(demands: readonly Demand[], inPlace: readonly Pair[]): readonly Demand[] {
  const comerOf = new Map(inPlace.map(({ goes, comes }) => [goes, comes]));
  const one = (change: number) => comerOf.get(change) ?? change;
  return demands
    .map(({ first, then }) => ({ first: first.map(one), then: then.map(one) }))
    .filter(({ first, then }) => !first.some((change) => then.includes(change)));
}

/** What one modify of two that otherwise come the other way round could meet orders nothing. */
function notByOneModify(apart: readonly Pair[]): (demand: Demand) => boolean {
  const isApart = pairsSet(apart);
  return ({ first, then }) => !first.some((comes) => then.some((goes) => isApart({ goes, comes })));
}

function goesFirst({ goes, comes }: Pair): Demand {
  return { first: [goes], then: [comes] };
}

function sideOf(
  changes: readonly number[],
  {
    demands,
    later,
    merging,
  }: {
    readonly demands: readonly Demand[];
    readonly later: Later;
    readonly merging: ReadonlySet<number>;
  },
): Side {
  return {
    count: changes.length,
    chains: disjointChains(changes, later),
    depth: depthOf(changes, demands),
    unmergeableDepth: depthOf(
      changes.filter((change) => !merging.has(change)),
      demands,
    ),
  };
}

/** Whether some of the ones are before some of the others, whichever way the demands are met. */
function isForced(
  ones: readonly number[],
  others: readonly number[],
  demands: readonly Demand[],
): boolean {
  const [sources, ends] = [new Set(ones), new Set(others)];
  return demands.some(
    ({ first, then }) =>
      first.every((change) => sources.has(change)) && then.every((change) => ends.has(change)),
  );
}

/** The longer way round: forwards, and in time that runs backwards. */
function depthOf(changes: readonly number[], demands: readonly Demand[]): number {
  return Math.max(depthAlong(changes, demands), depthAlong(changes, demands.map(turned)));
}

/**
 * Along every way in which the demands can be met, so many of these changes are one after the
 * other. The count at a change is one more than the least of those after one of which it must be.
 */
function depthAlong(changes: readonly number[], demands: readonly Demand[]): number {
  const counted = new Set(changes);
  const depths = new Map<number, number>();
  const depth = (change: number) => depths.get(change) ?? Number(counted.has(change));
  let isStable = false;
  // Demands that no order meets would go on forever.
  for (let round = 0; round < demands.length && !isStable; round++) {
    isStable = true;
    for (const { first, then } of demands) {
      const [change, ...others] = then;
      if (change === undefined || others.length > 0) continue;
      const least = Math.min(...first.map(depth)) + Number(counted.has(change));
      if (least <= depth(change)) continue;
      depths.set(change, least);
      isStable = false;
    }
  }
  return Math.min(changes.length, Math.max(1, ...depths.values()));
}

/** The same in time that runs backwards. */
function turned({ first, then }: Demand): Demand {
  return { first: then, then: first };
}

/** A demand that leaves no choice. */
function certainEdge({ first, then }: Demand): readonly (readonly [number, number])[] {
  const [[from, ...more], [to, ...others]] = [first, then];
  const isCertain = more.length === 0 && others.length === 0;
  return isCertain && from !== undefined && to !== undefined ? [[from, to]] : [];
}

function pairsSet(pairs: readonly Pair[]): (pair: Pair) => boolean {
  const key = ({ goes, comes }: Pair) => `${goes} ${comes}`;
  const keys = new Set(pairs.map(key));
  return (pair) => keys.has(key(pair));
}

/** Something else must take effect between the two. */
function areApart({ goes, comes }: Pair, later: Later): boolean {
  const between = (from: number, to: number) =>
    [...(later[from] ?? [])].some((one) => one !== to && later[one]?.has(to) === true);
  return between(goes, comes) || between(comes, goes);
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
