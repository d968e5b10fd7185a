// Because of which rules traffic is decided otherwise: those that decide on one side, and are not on the other.
import type { AccessCause } from '../../model/access.ts';
import { rankedKey, type Rule } from '../../model/rule.ts';
import type { PlannedRule } from '../../model/step.ts';
import type { ChangedTerm } from '../../reach/access/compare.ts';
import type { AccessGroup, Decider } from '../../reach/access/contender.ts';
import { bareRule } from '../edits/bare-rule.ts';

/** What is on one side only. */
export class Changed {
  readonly #before: ReadonlySet<string>;
  readonly #after: ReadonlySet<string>;

  constructor(before: readonly AccessGroup[], after: readonly AccessGroup[]) {
    this.#before = keysOf(before);
    this.#after = keysOf(after);
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
  otherSide: ReadonlySet<string>,
): readonly AccessCause[] {
  return deciders.flatMap((decider): AccessCause[] => {
    if (decider.kind === 'default' || otherSide.has(keyOf(decider.group, decider))) return [];
    const { group } = decider;
    if (decider.kind === 'innerAccessPolicy') return [{ group, change }];
    const { source, via } = decider.rule;
    const rule = bareRule(decider.rule);
    const places = { ...(source && { source }), ...(via && { via }) };
    return [{ group, change, rule, ...places }];
  });
}

function keysOf(groups: readonly AccessGroup[]): ReadonlySet<string> {
  return new Set(
    groups.flatMap(({ name, type, innerAccessPolicy, rules }) => [
      ...rules.map((rule) => keyOf(name, { kind: 'rule', rule })),
      ...(type === 'normal' && innerAccessPolicy === 'accept'
        ? [keyOf(name, { kind: 'innerAccessPolicy' })]
        : []),
    ]),
  );
}

function keyOf(
  group: string,
  what: { readonly kind: 'rule'; readonly rule: Rule } | { readonly kind: 'innerAccessPolicy' },
): string {
  return JSON.stringify([group, what.kind === 'rule' ? rankedKey(what.rule) : 'inside']);
}
