// Rules that stronger ones, or drops of their own priority, take packets from, where nothing says
// that the one is an exception from the other.
import { groupBy } from '../../model/group-by.ts';
import { rankOf, type Direction, type WrittenRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import { everywhere, type Node } from '../diagram/diagram.ts';
import {
  analysisOf,
  setOf,
  unionOf,
  withinBudget,
  type Analysis,
  type Incomplete,
} from './analysis.ts';
import type { AccessGroup } from './contender.ts';
import { shapeOf, shapesMeet, type Shape } from './shape.ts';
import { sidesOf } from './space.ts';

export interface Contradiction<R extends WrittenRule = WrittenRule> {
  readonly rule: R;
  /** Drops of its priority that take packets from this accept, and others that it does not match. */
  readonly overruledBy: readonly R[];
  /** Stronger accepts that take packets from this drop, and others that it does not match. */
  readonly piercedBy: readonly R[];
}

export type Contradictions<R extends WrittenRule = WrittenRule> =
  | {
      readonly kind: 'complete';
      /** Each rule of which either is true, in the order of the rules. */
      readonly contradictions: readonly Contradiction<R>[];
    }
  | Incomplete;

export interface ContradictionsOptions {
  readonly direction: Direction;
  readonly nodesMax: number;
}

/**
 * Among the rules of one group; of equal ones that which stands first takes the packets. What only
 * takes packets from the rules that are written in one place is an exception from them.
 */
export function contradictions<R extends WrittenRule>(
  { rules, lists }: AccessGroup<R>,
  { direction, nodesMax }: ContradictionsOptions,
): Contradictions<R> {
  const all = rules
    .filter((rule) => rule.direction === direction)
    .map((rule): Entry<R> => ({
      rule,
      shape: shapeOf(rule, lists),
      place: formatSource(rule.source),
    }));
  const ranked = all.toSorted((one, other) => rankOf(one.rule) - rankOf(other.rule));
  const taken = ranked.map((taker, index) =>
    ranked.slice(index + 1).filter((one) => mayTake(taker, one)),
  );
  if (taken.every(({ length }) => length === 0)) return { kind: 'complete', contradictions: [] };
  return withinBudget(nodesMax, () => {
    const shapes = ranked.map(({ shape }) => shape);
    const analysis = analysisOf(shapes, { nodesMax });
    const takers = takersOf(ranked, { taken, analysis });
    const found = all.map(({ rule }) => {
      const own = takers.get(rule) ?? [];
      const [even, stronger] = [true, false].map((isEven) =>
        own.filter(({ priority }) => (priority === rule.priority) === isEven),
      );
      return { rule, overruledBy: even ?? [], piercedBy: stronger ?? [] };
    });
    const contradictions = found.filter(
      ({ overruledBy, piercedBy }) => overruledBy.length > 0 || piercedBy.length > 0,
    );
    return { kind: 'complete', contradictions } as const;
  });
}

interface Entry<R extends WrittenRule> {
  readonly rule: R;
  readonly shape: Shape;
  readonly place: string;
}

/** For each rule those that take packets from it and are no exception, strongest first. */
function takersOf<R extends WrittenRule>(
  ranked: readonly Entry<R>[],
  {
    taken,
    analysis,
  }: { readonly taken: readonly (readonly Entry<R>[])[]; readonly analysis: Analysis },
): ReadonlyMap<R, readonly R[]> {
  const { diagram, space, feasible } = analysis;
  const takers = new Map<R, R[]>();
  const written = groupBy(ranked, ({ place, rule }) => placeKey(place, rule));
  let left = feasible;
  for (const [index, taker] of ranked.entries()) {
    const box = setOf(taker.shape, analysis);
    const decided = diagram.and(left, box);
    left = diagram.minus(left, box);
    const beyond = new Map<string, boolean>();
    for (const { rule, shape, place } of taken[index] ?? []) {
      if (!diagram.hasLeaf(decided, everywhere, sidesOf(shape, space))) continue;
      const key = placeKey(place, rule);
      const isBeyond = beyond.get(key) ?? !isWithin(decided, written.get(key) ?? [], analysis);
      beyond.set(key, isBeyond);
      if (isBeyond) takers.set(rule, [...(takers.get(rule) ?? []), taker.rule]);
    }
  }
  return takers;
}

/** What is written in one place may be of one policy only, but nothing here relies on it. */
function placeKey(place: string, { policy }: WrittenRule): string {
  return `${policy} ${place}`;
}

/** A drop that is stronger than an accept is an exception, wherever it stands. */
function mayTake(taker: Entry<WrittenRule>, { rule, shape }: Entry<WrittenRule>): boolean {
  if (taker.rule.policy === rule.policy) return false;
  if (taker.rule.policy === 'drop' && taker.rule.priority !== rule.priority) return false;
  return shapesMeet(taker.shape, shape);
}

function isWithin(set: Node, entries: readonly Entry<WrittenRule>[], analysis: Analysis): boolean {
  const shapes = entries.map(({ shape }) => shape);
  return analysis.diagram.implies(set, unionOf(shapes, analysis));
}
