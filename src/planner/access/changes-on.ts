// What changes on interfaces that are in certain groups, and because of which rules.
import type { AccessChange, AccessScope } from '../../model/access.ts';
import type { GroupContent } from '../../model/group.ts';
import type { Lists } from '../../model/lists.ts';
import { directions } from '../../model/rule.ts';
import type { PlannedRule } from '../../model/step.ts';
import { compare, type ChangedTerm } from '../../reach/access/compare.ts';
import type { AccessGroup } from '../../reach/access/contender.ts';
import { isLargePartOfInternet } from '../../reach/access/public-addresses.ts';
import { Changed } from './causes.ts';
import { hasOtherAccessIn } from './has-other-access.ts';

/** A change that is seen in one place. */
export interface ScopeChange extends Omit<AccessChange, 'scopes' | 'touches'> {
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
  { lists, sureOnly = false }: { readonly lists: Lists; readonly sureOnly?: boolean },
): readonly ScopeChange[] | undefined {
  const sides = scope.groups.map((name) => ({ name, ...sidesOf(name) }));
  const { before, after } = accessGroups(sides, lists);
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
    causes: changed.causesOf({ decidedBefore, decidedAfter }),
  };
}

export interface NamedSides extends SidesOfGroup {
  readonly name: string;
}

/** A group that comes opens what it allows, from nothing: without any group nothing passes. */
export function accessGroups(
  sides: readonly NamedSides[],
  lists: Lists,
): Readonly<Record<keyof SidesOfGroup, readonly AccessGroup<PlannedRule>[]>> {
  const groupsOn = (side: keyof SidesOfGroup) =>
    sides.flatMap(({ name, [side]: content }) => {
      if (content === undefined) return [];
      const { type, innerAccessPolicy, rules } = content;
      return [{ name, type, innerAccessPolicy, rules, lists }];
    });
  return { before: groupsOn('before'), after: groupsOn('after') };
}
