// Traffic that a state between two others decides otherwise than both of them.
import type { Rule } from '../../model/rule.ts';
import type { Direction } from '../../model/rule.ts';
import { analysisOf, defaultNodesMax, ranksOf, withinBudget, type Incomplete } from './analysis.ts';
import { contendersOf, defaultRank, rememberedClaims, type AccessGroup } from './contender.ts';
import { termsOf, type Term } from './describe.ts';
import { matchesOf } from './matches.ts';

export interface States<R extends Rule = Rule> {
  readonly before: readonly AccessGroup<R>[];
  readonly between: readonly AccessGroup<R>[];
  readonly after: readonly AccessGroup<R>[];
}

export type Passing =
  | {
      readonly kind: 'complete';
      /** What passes in between, and neither before nor after. */
      readonly opened: readonly Term[];
      /** What passes before and after, and not in between. */
      readonly cut: readonly Term[];
    }
  | Incomplete;

/** Each state is all groups of one interface, of which it is in one at least. */
export function passingStates<R extends Rule>(
  states: States<R>,
  { direction, nodesMax = defaultNodesMax }: { direction: Direction; nodesMax?: number },
): Passing {
  const claims = rememberedClaims();
  const sides = [states.before, states.between, states.after].map((groups) => ({
    contenders: contendersOf(groups, direction, claims),
    byDefault: defaultRank(groups, direction),
  }));
  return withinBudget(nodesMax, () => {
    const contenders = sides.flatMap((side) => side.contenders);
    const analysis = analysisOf(
      contenders.map(({ shape }) => shape),
      { nodesMax },
    );
    const { diagram, feasible } = analysis;
    const [before = 0, between = 0, after = 0] = sides.map((side) =>
      diagram.over(ranksOf(side.contenders, analysis), side.byDefault),
    );
    const matches = matchesOf(contenders);
    const terms = (node: number) =>
      termsOf(diagram.and(node, feasible), { direction, analysis, matches, mayExcept: false }).map(
        ({ term }) => term,
      );
    const [gainedFirst, gainedLast] = [before, after].map((end) =>
      diagram.gained({ before: end, after: between }),
    );
    const [lostFirst, lostLast] = [before, after].map((end) =>
      diagram.gained({ before: between, after: end }),
    );
    return {
      kind: 'complete',
      opened: terms(diagram.and(gainedFirst ?? 0, gainedLast ?? 0)),
      cut: terms(diagram.and(lostFirst ?? 0, lostLast ?? 0)),
    } as const;
  });
}
