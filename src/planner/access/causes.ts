// Because of which rules traffic is decided otherwise: those that decide on one side, and are not on the other.
import type { AccessCause } from '../../model/access.ts';
import { sameMatch } from '../../model/rule.ts';
import type { PlannedRule } from '../../model/step.ts';
import type { ChangedTerm } from '../../reach/access/compare.ts';
import type { AccessGroup, Decider } from '../../reach/access/contender.ts';
import { bareRule } from '../edits/bare-rule.ts';

/** What is on one side only. */
export class Changed {
  readonly #before: Side;
  readonly #after: Side;

  constructor(before: readonly AccessGroup[], after: readonly AccessGroup[]) {
    this.#before = sideOf(before);
    this.#after = sideOf(after);
  }

  causesOf({
    decidedBefore,
    decidedAfter,
  }: Pick<ChangedTerm<PlannedRule>, 'decidedBefore' | 'decidedAfter'>): readonly AccessCause[] {
    return placesFirst([
      ...causesOf(decidedAfter, 'added', this.#before),
      ...causesOf(decidedBefore, 'removed', this.#after),
    ]);
  }
}

/** What a person can open comes first, and rules before policies. */
function placesFirst(causes: readonly AccessCause[]): readonly AccessCause[] {
  const textOf = ({ source, rule, ...cause }: AccessCause) =>
    JSON.stringify([source === undefined, rule === undefined, cause, source, rule]);
  const texts = new Map(causes.map((cause) => [textOf(cause), cause] as const));
  return [...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cause]) => cause);
}

function causesOf(
  deciders: readonly Decider<PlannedRule>[],
  change: AccessCause['change'],
  otherSide: Side,
): readonly AccessCause[] {
  return deciders.flatMap((decider): AccessCause[] => {
    if (decider.kind === 'default' || isOn(otherSide, decider)) return [];
    const { group } = decider;
    if (decider.kind === 'innerAccessPolicy') return [{ group, change }];
    const { source, via } = decider.rule;
    const rule = bareRule(decider.rule);
    const places = { ...(source && { source }), ...(via && { via }) };
    return [{ group, change, rule, ...places }];
  });
}

/** The groups of a side, by name. */
type Side = ReadonlyMap<string, AccessGroup>;

function sideOf(groups: readonly AccessGroup[]): Side {
  return new Map(groups.map((group) => [group.name, group]));
}

function isOn(side: Side, decider: Exclude<Decider, { readonly kind: 'default' }>): boolean {
  const group = side.get(decider.group);
  if (group === undefined) return false;
  if (decider.kind === 'innerAccessPolicy') {
    return group.type === 'normal' && group.innerAccessPolicy === 'accept';
  }
  const { rule } = decider;
  return group.rules.some((one) => one.priority === rule.priority && sameMatch(one, rule));
}
