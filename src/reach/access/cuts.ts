// Which kinds of traffic a change takes away altogether: all of a protocol and a port, from everybody.
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
import type { ChangedTerm } from './compare.ts';
import { contendersOf, defaultRank, rememberedClaims, type AccessGroup } from './contender.ts';
import { decidersIn } from './deciders.ts';
import { termsOf } from './describe.ts';
import { shapesOf } from './region.ts';
import { trafficMeets, trafficShape, type Shape } from './shape.ts';
import { portLevel } from './space.ts';

export interface CutsOptions {
  readonly direction: Direction;
  /** Only these packets count, before and after; those of the other direction are none. */
  readonly counted: readonly TrafficSet[];
  /** More nodes than this, and there is no answer; 1.5 million where it is left out. */
  readonly nodesMax?: number;
}

export type Cuts<R extends Rule = Rule> =
  | {
      readonly kind: 'complete';
      /** Together exactly what counts, passed before, and is of a kind of which nothing passes after. */
      readonly cut: readonly ChangedTerm<R>[];
    }
  | Incomplete;

/**
 * A kind is a protocol and a port of the destination. It is cut where packets of it passed before, and
 * after the change none does, from or to whomever: an accept that gets narrower cuts nothing.
 */
export function cuts<R extends Rule>(
  change: { readonly before: readonly AccessGroup<R>[]; readonly after: readonly AccessGroup<R>[] },
  { direction, counted, nodesMax = defaultNodesMax }: CutsOptions,
): Cuts<R> {
  const claims = rememberedClaims();
  const deciding = (groups: readonly AccessGroup<R>[]) =>
    contendersOf(near(groups, { direction, counted }), direction, claims);
  const [before, after] = [deciding(change.before), deciding(change.after)] as const;
  const conditions = [...before, ...after].flatMap(({ shape }) => shape.within);
  const regions = counted.flatMap((region) => shapesOf(region, { direction, conditions }));
  return withinBudget(nodesMax, () => {
    const shapes = [...before, ...after].map(({ shape }) => shape);
    const matches = [...shapes, ...outside(shapes, regions)];
    const analysis = analysisOf([...matches, ...regions], { nodesMax });
    const { diagram, feasible } = analysis;
    const asked = diagram.and(feasible, unionOf(regions, analysis));
    const ranksBefore = diagram.over(
      ranksOf(before, analysis),
      defaultRank(change.before, direction),
    );
    const ranksAfter = diagram.over(ranksOf(after, analysis), defaultRank(change.after, direction));
    const passed = diagram.and(diagram.accepted(ranksBefore), asked);
    const passes = diagram.and(diagram.accepted(ranksAfter), asked);
    const lost = diagram.minus(
      diagram.projected(passed, portLevel),
      diagram.projected(passes, portLevel),
    );
    const terms = termsOf(diagram.and(passed, lost), { direction, analysis, matches });
    const cut = terms.map(({ term, node }) => ({
      ...term,
      decidedBefore: decidersIn(node, { ranks: ranksBefore, contenders: before, analysis }),
      decidedAfter: decidersIn(node, { ranks: ranksAfter, contenders: after, analysis }),
    }));
    return { kind: 'complete', cut } as const;
  });
}

/** Without rules that decide about no packet that counts, which are most. */
function near<R extends Rule>(
  groups: readonly AccessGroup<R>[],
  { direction, counted }: Pick<CutsOptions, 'direction' | 'counted'>,
): readonly AccessGroup<R>[] {
  const regions = counted.flatMap((region) => shapesOf(region, { direction, conditions: [] }));
  return groups.map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => {
      if (rule.direction !== direction) return false;
      const traffic = trafficShape(rule.traffic);
      return regions.some((region) => trafficMeets(region, traffic));
    }),
  }));
}

/** What rules match of those who count: in such words it is said. */
function outside(shapes: readonly Shape[], regions: readonly Shape[]): readonly Shape[] {
  const without = [...new Set(regions.flatMap((region) => region.without))];
  if (without.length === 0) return [];
  return shapes
    .filter(({ within }) => !within.some((condition) => without.includes(condition)))
    .map((shape) => ({ ...shape, without }));
}
