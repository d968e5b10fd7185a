// What changes on interfaces that are in certain groups, and because of which rules.
import type { AccessCause, AccessChange, AccessScope } from '../../model/access.ts';
import type { GroupContent } from '../../model/group.ts';
import { directions, rankedKey, type Rule } from '../../model/rule.ts';
import type { PlannedRule } from '../../model/step.ts';
import { compare, type ChangedTerm } from '../../reach/access/compare.ts';
import type { AccessGroup, Decider } from '../../reach/access/contender.ts';
import { isLargePartOfInternet } from '../../reach/access/public-addresses.ts';
import { bareRule } from '../edits/bare-rule.ts';
import { hasOtherAccessIn } from './has-other-access.ts';

/** A change that is seen in one place. */
export interface ScopeChange extends Omit<AccessChange, 'scopes'> {
  readonly scope: AccessScope;
}

export interface SidesOfGroup {
  readonly before: GroupContent | undefined;
  readonly after: GroupContent | undefined;
}

/** Undefined where it is too much to tell; all groups of the scope are known. */
export function changesOn(
  scope: AccessScope,
  sidesOf: (name: string) => SidesOfGroup,
  { sureOnly = false }: { readonly sureOnly?: boolean } = {},
): readonly ScopeChange[] | undefined {
  const sides = scope.groups.map((name) => ({ name, ...sidesOf(name) }));
  const before = accessGroups(sides.map((side) => ({ name: side.name, content: side.before })));
  const after = accessGroups(sides.map((side) => ({ name: side.name, content: side.after })));
  const changed = new Changed(before, after);
  // Of a group that comes or goes it says nothing what others would make of it.
  const mayChange =
    !sureOnly && sides.every((side) => side.before !== undefined && side.after !== undefined);
  const found: ScopeChange[] = [];
  for (const direction of directions) {
    if (sides.every((side) => !hasOtherAccessIn(direction, side.before, side.after))) continue;
    const change = compare<PlannedRule>(
      { before, after },
      { direction, mayChange, mayExcept: !sureOnly },
    );
    if (change.kind === 'incomplete') return undefined;
    const effects = [
      ['opens', change.opened],
      ['closes', change.closed],
      ['mayOpen', change.mayOpen],
      ['mayClose', change.mayClose],
    ] as const;
    for (const [effect, terms] of effects) {
      found.push(...terms.map((term) => changeOf(effect, term, { scope, changed })));
    }
  }
  return found;
}

function changeOf(
  effect: AccessChange['effect'],
  term: ChangedTerm<PlannedRule>,
  { scope, changed }: { readonly scope: AccessScope; readonly changed: Changed },
): ScopeChange {
  const { traffic, but, publicAddresses, decidedBefore, decidedAfter } = term;
  return {
    effect,
    traffic,
    ...(but === undefined ? {} : { but }),
    internet: traffic.within === undefined && isLargePartOfInternet(publicAddresses),
    scope,
    causes: placesFirst([...changed.added(decidedAfter), ...changed.removed(decidedBefore)]),
  };
}

/** What a person can open comes first, and rules before policies. */
function placesFirst(causes: readonly AccessCause[]): readonly AccessCause[] {
  const textOf = ({ source, rule, ...cause }: AccessCause) =>
    JSON.stringify([source === undefined, rule === undefined, cause, source, rule]);
  const texts = new Map(causes.map((cause) => [textOf(cause), cause] as const));
  return [...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cause]) => cause);
}

/** What is on one side only. */
class Changed {
  readonly #before: ReadonlySet<string>;
  readonly #after: ReadonlySet<string>;

  constructor(before: readonly AccessGroup[], after: readonly AccessGroup[]) {
    this.#before = keysOf(before);
    this.#after = keysOf(after);
  }

  added(deciders: readonly Decider<PlannedRule>[]): readonly AccessCause[] {
    return causesOf(deciders, 'added', this.#before);
  }

  removed(deciders: readonly Decider<PlannedRule>[]): readonly AccessCause[] {
    return causesOf(deciders, 'removed', this.#after);
  }
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

/** A group that comes opens what it allows, from nothing: without any group nothing passes. */
function accessGroups(
  sides: readonly { readonly name: string; readonly content: GroupContent | undefined }[],
): readonly AccessGroup<PlannedRule>[] {
  return sides.flatMap(({ name, content }) => {
    if (content === undefined) return [];
    const { type, innerAccessPolicy, rules } = content;
    return [{ name, type, innerAccessPolicy, rules }];
  });
}
