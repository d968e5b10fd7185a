// Which traffic groups let through on an interface that they share.
import type { Direction, Rule } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import {
  analysisOf,
  defaultNodesMax,
  ranksOf,
  unionOf,
  withinBudget,
  type Incomplete,
} from './analysis.ts';
import { contendersOf, defaultRank, type AccessGroup, type Decider } from './contender.ts';
import { decidersIn } from './deciders.ts';
import { termsOf, type Term } from './describe.ts';
import { matchesOf } from './matches.ts';
import { shapesOf } from './region.ts';
import { shapesMeet } from './shape.ts';

export interface AccessOptions {
  readonly direction: Direction;
  /** Only traffic in one of these is looked at; those of the other direction hold none. */
  readonly within?: readonly TrafficSet[];
  /** More nodes than this, and there is no answer; 1.5 million where it is left out. */
  readonly nodesMax?: number;
}

/** Traffic that gets through, and what lets it. */
export interface AllowedTerm<R extends Rule = Rule> extends Term {
  /** The rules that decide about some of it, strongest first. */
  readonly decidedBy: readonly Decider<R>[];
}

export type Exposure<R extends Rule = Rule> =
  | {
      readonly kind: 'complete';
      /** Together exactly what is allowed; they may overlap. The most exposed come first. */
      readonly allowed: readonly AllowedTerm<R>[];
      readonly nodes: number;
    }
  | Incomplete;

/**
 * All that groups that sit on one interface allow in a direction, or what they allow of some
 * traffic: whether administrators' ports are open to the internet is
 * `exposure(groups, { direction: 'ingress', within: [{ …ports: ['22'], …internet }] })`.
 * Groups are taken to be of one type, as the cloud has it. It is about new sessions.
 */
export function exposure<R extends Rule>(
  groups: readonly AccessGroup<R>[],
  { direction, within, nodesMax = defaultNodesMax }: AccessOptions,
): Exposure<R> {
  const all = contendersOf(groups, direction);
  const conditions = all.flatMap(({ shape }) => shape.within);
  const regions = within?.flatMap((region) => shapesOf(region, { direction, conditions }));
  const contenders = all.filter(
    ({ shape }) => regions?.some((region) => shapesMeet(region, shape)) !== false,
  );
  return withinBudget(nodesMax, () => {
    const shapes = contenders.map(({ shape }) => shape);
    const analysis = analysisOf([...shapes, ...(regions ?? [])], { nodesMax });
    const { diagram } = analysis;
    const ranks = diagram.over(ranksOf(contenders, analysis), defaultRank(groups, direction));
    const accepted = diagram.accepted(ranks);
    const asked =
      regions === undefined ? accepted : diagram.and(accepted, unionOf(regions, analysis));
    const allowed = termsOf(asked, { direction, analysis, matches: matchesOf(contenders) }).map(
      ({ term, node }) => ({
        ...term,
        decidedBy: decidersIn(node, { ranks, contenders, analysis }),
      }),
    );
    return { kind: 'complete', allowed, nodes: diagram.nodeCount } as const;
  });
}
