// What a name in the files meant when a plan was made: names may mean something else by the time it is applied.
import type { GroupId, GroupName } from './group-identity.ts';
import type { ListedGroup } from './group.ts';
import { ownedNames } from './live.ts';
import type { ListKind } from './named-lists.ts';

export type NamedId =
  | { readonly kind: ListKind; readonly name: string; readonly id: string }
  /** A group of another target, by its tags there; `adopted`: by its id, which the files there say. */
  | {
      readonly kind: 'group';
      readonly name: GroupName;
      readonly target: string;
      readonly id: GroupId;
      readonly adopted?: true;
    };

/** Each once, in the order of their kinds, targets and names. */
export function uniqueNames(named: readonly NamedId[]): readonly NamedId[] {
  const keyOf = (one: NamedId) =>
    JSON.stringify([one.kind, one.kind === 'group' ? one.target : '', one.name]);
  const byKey = new Map(named.map((one) => [keyOf(one), one]));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The ids of the groups of a target that carry our tags with this name. */
export function taggedIds(
  name: GroupName,
  listed: readonly ListedGroup[],
  place: { readonly owner: string; readonly vpc: string },
): readonly GroupId[] {
  return [...ownedNames(listed, place)].flatMap(([id, own]) => (own === name ? [id] : []));
}
