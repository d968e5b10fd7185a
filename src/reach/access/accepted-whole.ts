// Whether groups accept all that comes in over a family of addresses, and by which rules.
import type { Family } from '../../model/cidr.ts';
import type { Rule } from '../../model/rule.ts';
import { contains } from '../contains.ts';
import { nowhere } from '../diagram/diagram.ts';
import { familyRanges } from './address-range.ts';
import { analysisOf, setOf, unionOf, withinBudget, type Incomplete } from './analysis.ts';
import { contendersOf, type AccessGroup, type Contender } from './contender.ts';
import { letThrough } from './let-through.ts';
import { anything, asksNothing, shapesMeet } from './shape.ts';

export type AcceptedWhole<R extends Rule = Rule> =
  | {
      readonly kind: 'complete';
      /** The rules of all protocols by which it is so; none where anything is left out. */
      readonly rules: readonly R[];
    }
  | Incomplete;

/** It is about somebody in none of the groups and lists that rules name. */
export function acceptedWhole<R extends Rule>(
  groups: readonly AccessGroup<R>[],
  { family, nodesMax }: { readonly family: Family; readonly nodesMax: number },
): AcceptedWhole<R> {
  const asked = { ...anything, peers: [familyRanges[family]] };
  const contenders = contendersOf(groups, 'ingress').filter(
    ({ shape }) => asksNothing(shape) && shapesMeet(shape, asked),
  );
  const broad = contenders.filter(isBroad).map(({ shape }) => shape);
  if (broad.length === 0) return { kind: 'complete', rules: [] };
  return withinBudget(nodesMax, () => {
    const shapes = contenders.map(({ shape }) => shape);
    const analysis = analysisOf([...shapes, asked], { nodesMax });
    const { diagram, feasible } = analysis;
    const whole = diagram.and(feasible, setOf(asked, analysis));
    const through = diagram.implies(whole, unionOf(broad, analysis))
      ? letThrough(whole, { contenders, analysis })
      : [];
    const accepted = through.reduce((set, { node }) => diagram.or(set, node), nowhere);
    const rules = accepted === whole ? through.map(({ rule }) => rule).filter(isOfAll) : [];
    return { kind: 'complete', rules: withoutInner(rules) } as const;
  });
}

function isBroad({ decider }: Contender): boolean {
  return decider.kind === 'rule' && decider.rule.policy === 'accept' && isOfAll(decider.rule);
}

function isOfAll({ traffic }: Rule): boolean {
  return traffic.protocol === 'all';
}

/** Of rules that match the same, the strongest stays. */
function withoutInner<R extends Rule>(rules: readonly R[]): readonly R[] {
  return rules.filter(
    (rule, index) =>
      !rules.some(
        (other, at) =>
          other !== rule && contains(other, rule) && (at < index || !contains(rule, other)),
      ),
  );
}
