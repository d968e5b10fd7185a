// Which contenders together match all of a set of packets, and no more of them than it takes.
import type { Rule } from '../../model/rule.ts';
import { nowhere, type Node } from '../diagram/diagram.ts';
import { setOf, type Analysis } from './analysis.ts';
import type { Contender } from './contender.ts';

/** One that matches all of a set, or else, strongest first, those that each match more of it. */
export function coverersOf<R extends Rule>(
  set: Node,
  {
    contenders,
    analysis,
  }: { readonly contenders: readonly Contender<R>[]; readonly analysis: Analysis },
): readonly Contender<R>[] {
  const { diagram } = analysis;
  if (set === nowhere) return [];
  const container = contenders.find(({ shape }) => diagram.implies(set, setOf(shape, analysis)));
  if (container !== undefined) return [container];
  let left = set;
  return contenders.filter(({ shape }) => {
    const rest = diagram.minus(left, setOf(shape, analysis));
    const isMore = rest !== left;
    left = rest;
    return isMore;
  });
}

/** Without those of which the others match all that they match of the set. */
export function withoutSpare<R extends Rule>(
  set: Node,
  {
    coverers,
    analysis,
  }: { readonly coverers: readonly Contender<R>[]; readonly analysis: Analysis },
): readonly Contender<R>[] {
  const { diagram } = analysis;
  const boxes = coverers.map(({ shape }) => setOf(shape, analysis));
  const after = unionsBefore(boxes.toReversed(), analysis).toReversed();
  let left = set;
  return coverers.filter((_, index) => {
    if (diagram.implies(left, after[index] ?? nowhere)) return false;
    left = diagram.minus(left, boxes[index] ?? nowhere);
    return true;
  });
}

/** For each set the union of those before it. */
export function unionsBefore(sets: readonly Node[], { diagram }: Analysis): readonly Node[] {
  let union = nowhere;
  return sets.map((set) => {
    const before = union;
    union = diagram.or(before, set);
    return before;
  });
}
