// What is done with some traffic, by which rules, and which others they overrule: what `explain` shows.
import type { Policy, Rule } from '../../model/rule.ts';
import { everywhere, nowhere, type Node } from '../diagram/diagram.ts';
import {
  analysisOf,
  defaultNodesMax,
  ranksOf,
  setOf,
  unionOf,
  withinBudget,
  type Analysis,
  type Incomplete,
} from './analysis.ts';
import {
  contendersOf,
  defaultContender,
  defaultRank,
  policyOfRank,
  type AccessGroup,
  type Contender,
  type Decider,
} from './contender.ts';
import { termsOf, type Term } from './describe.ts';
import type { AccessOptions } from './exposure.ts';
import { matchesOf } from './matches.ts';
import { shapesOf } from './region.ts';
import { sidesOf } from './space.ts';

/** A part of the traffic that is decided alike. */
export interface Decision<R extends Rule = Rule> {
  readonly policy: Policy;
  /** More than one where rules of one rank match just the same packets of it. */
  readonly decidedBy: readonly Decider<R>[];
  /** Weaker rules that match some of it too, strongest first, and last what would be done without. */
  readonly overruled: readonly Decider<R>[];
  readonly traffic: readonly Term[];
}

export type Decisions<R extends Rule = Rule> =
  | {
      readonly kind: 'complete';
      /** Strongest first. Parts that rules of one rank decide may overlap. */
      readonly decisions: readonly Decision<R>[];
      readonly nodes: number;
    }
  | Incomplete;

/**
 * Who decides about the traffic of `within`, which may be a single packet: one protocol, one port,
 * one address. What it says of groups and lists is taken as known; where it says nothing, the parts
 * name the memberships that they depend on.
 */
export function decisions<R extends Rule>(
  groups: readonly AccessGroup<R>[],
  { direction, within, nodesMax = defaultNodesMax }: AccessOptions,
): Decisions<R> {
  const contenders = contendersOf(groups, direction);
  const conditions = contenders.flatMap(({ shape }) => shape.within);
  const regions = within?.flatMap((region) => shapesOf(region, { direction, conditions }));
  const byDefault = defaultRank(groups, direction);
  return withinBudget(nodesMax, () => {
    const shapes = contenders.map(({ shape }) => shape);
    const analysis = analysisOf([...shapes, ...(regions ?? [])], { nodesMax });
    const { diagram, feasible } = analysis;
    const asked =
      regions === undefined ? feasible : diagram.and(feasible, unionOf(regions, analysis));
    const matching = contenders.filter(({ shape }) =>
      diagram.hasLeaf(asked, everywhere, sidesOf(shape, analysis.space)),
    );
    const all = [...matching, defaultContender<R>(byDefault)];
    const ranks = diagram.within(asked, diagram.over(ranksOf(matching, analysis), byDefault));
    const winning = diagram.leaves(ranks);
    const parts = new Map<string, { rank: number; node: Node; deciders: Decider<R>[] }>();
    for (const { rank, shape, decider } of all) {
      if (!winning.has(rank)) continue;
      const decided = diagram.minus(everywhere, diagram.differing(ranks, rank));
      const node = diagram.and(decided, setOf(shape, analysis));
      if (node === nowhere) continue;
      const part = parts.get(`${rank} ${node}`) ?? { rank, node, deciders: [] };
      part.deciders.push(decider);
      parts.set(`${rank} ${node}`, part);
    }
    const matches = matchesOf(contenders);
    const found = [...parts.values()].map(({ rank, node, deciders }) => ({
      policy: policyOfRank(rank),
      decidedBy: deciders,
      overruled: weakerIn(node, { rank, all, analysis }),
      traffic: termsOf(node, { direction, analysis, matches }).map(({ term }) => term),
    }));
    return { kind: 'complete', decisions: found, nodes: diagram.nodeCount } as const;
  });
}

function weakerIn<R extends Rule>(
  set: Node,
  {
    rank,
    all,
    analysis: { diagram, space },
  }: {
    readonly rank: number;
    readonly all: readonly Contender<R>[];
    readonly analysis: Analysis;
  },
): readonly Decider<R>[] {
  return all
    .filter(
      (weaker) =>
        weaker.rank > rank && diagram.hasLeaf(set, everywhere, sidesOf(weaker.shape, space)),
    )
    .map(({ decider }) => decider);
}
