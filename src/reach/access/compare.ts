// Which traffic a change opens, and which it closes.
import type { Rule } from '../../model/rule.ts';
import {
  analysisOf,
  defaultNodesMax,
  ranksOf,
  unionOf,
  withinBudget,
  type Incomplete,
} from './analysis.ts';
import {
  contendersOf,
  defaultRank,
  rememberedClaims,
  type AccessGroup,
  type Contender,
  type Decider,
} from './contender.ts';
import { decidersIn } from './deciders.ts';
import { termsOf, type Term } from './describe.ts';
import type { AccessOptions } from './exposure.ts';
import { localise } from './localise.ts';
import { matchesOf } from './matches.ts';
import { shapesOf } from './region.ts';

/** Traffic that is decided otherwise after a change, and by what on either side. */
export interface ChangedTerm<R extends Rule = Rule> extends Term {
  readonly decidedBefore: readonly Decider<R>[];
  readonly decidedAfter: readonly Decider<R>[];
}

export type AccessChange<R extends Rule = Rule> =
  | {
      readonly kind: 'complete';
      /** Together exactly what is allowed after and not before; the most exposed come first. */
      readonly opened: readonly ChangedTerm<R>[];
      /** Together exactly what is allowed before and not after. */
      readonly closed: readonly ChangedTerm<R>[];
      /** What may open besides, where other groups are on the interface too; asked for by `mayChange`. */
      readonly mayOpen: readonly ChangedTerm<R>[];
      readonly mayClose: readonly ChangedTerm<R>[];
      /**
       * Whether every packet is decided with the same strength too: only then is there no effect
       * on any interface, whatever other groups it is in. Where nothing opens or closes and this is
       * false, there is no effect on an interface in these groups alone.
       */
      readonly hasSameRanks: boolean;
      readonly nodes: number;
    }
  | Incomplete;

export interface CompareOptions extends AccessOptions {
  /** Whether to look for what other groups on the interface could make of it. */
  readonly mayChange?: boolean;
  /** Whether terms may have exceptions. */
  readonly mayExcept?: boolean;
}

/**
 * The exact difference between what groups on one interface allow before and after. A group that
 * moves onto the interface is in one of the lists only; without any group nothing is allowed.
 */
export function compare<R extends Rule>(
  change: { readonly before: readonly AccessGroup<R>[]; readonly after: readonly AccessGroup<R>[] },
  {
    direction,
    within,
    mayChange = false,
    mayExcept = false,
    nodesMax = defaultNodesMax,
  }: CompareOptions,
): AccessChange<R> {
  const claims = rememberedClaims();
  const all = {
    before: contendersOf(change.before, direction, claims),
    after: contendersOf(change.after, direction, claims),
  };
  const defaults = {
    before: defaultRank(change.before, direction),
    after: defaultRank(change.after, direction),
  };
  const conditions = [...all.before, ...all.after].flatMap(({ shape }) => shape.within);
  const regions = within?.flatMap((region) => shapesOf(region, { direction, conditions }));
  const { kept, removed, added } = localise(all, {
    isEverywhere: defaults.before !== defaults.after,
  });
  return withinBudget(nodesMax, () => {
    const contenders = [...kept.map(({ before }) => before), ...removed, ...added];
    const shapes = [...contenders.map(({ shape }) => shape), ...(regions ?? [])];
    const analysis = analysisOf(shapes, { nodesMax });
    const { diagram, feasible } = analysis;
    const common = ranksOf(
      kept.map(({ before }) => before),
      analysis,
    );
    const ranksWith = (more: readonly Contender<R>[], byDefault: number) =>
      diagram.over(diagram.min(common, ranksOf(more, analysis)), byDefault);
    const before = ranksWith(removed, defaults.before);
    const after = ranksWith(added, defaults.after);
    const asked =
      regions === undefined ? feasible : diagram.and(feasible, unionOf(regions, analysis));
    const sides = {
      before: { ranks: before, contenders: [...kept.map((pair) => pair.before), ...removed] },
      after: { ranks: after, contenders: [...kept.map((pair) => pair.after), ...added] },
    };
    const matches = matchesOf(contenders);
    const changed = (gained: number): readonly ChangedTerm<R>[] =>
      termsOf(diagram.and(gained, asked), { direction, analysis, matches, mayExcept }).map(
        ({ term, node }) => ({
          ...term,
          decidedBefore: decidersIn(node, { ...sides.before, analysis }),
          decidedAfter: decidersIn(node, { ...sides.after, analysis }),
        }),
      );
    const gained = diagram.gained({ before, after });
    const lost = diagram.gained({ before: after, after: before });
    const besides = (sides: Parameters<typeof diagram.mayGain>[0], known: number) =>
      mayChange ? changed(diagram.minus(diagram.mayGain(sides), known)) : [];
    return {
      kind: 'complete',
      opened: changed(gained),
      closed: changed(lost),
      mayOpen: besides({ before, after }, gained),
      mayClose: besides({ before: after, after: before }, lost),
      hasSameRanks: diagram.and(diagram.differing(before, after), asked) === 0,
      nodes: diagram.nodeCount,
    } as const;
  });
}
