// Whether the lists that the rules of a plan name still hold what they held when it was made. Equal rules
// open and close other traffic where a list has other entries.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { writeLists, type Lists, type WrittenLists } from '../model/lists.ts';
import type { Plan } from '../model/plan.ts';
import type { ChangedList, StaleGroup } from './events.ts';

/** The lists whose entries matter to these groups, as the plan has them. */
export function listsFelt(
  { groups, lists }: Pick<Plan, 'groups' | 'lists'>,
  felt: ReadonlySet<GroupName>,
): WrittenLists {
  const ids = new Set([...felt].flatMap((group) => groups[group]?.lists ?? []));
  const those = <Entries>(all: Readonly<Record<string, Entries>> = {}) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
  return { prefixLists: those(lists?.prefixLists), portLists: those(lists?.portLists) };
}

/** Those of the groups to which a list matters that is not as it was, or that cannot be read by now. */
export function relisted(
  { groups }: Pick<Plan, 'groups'>,
  felt: ReadonlySet<GroupName>,
  {
    before,
    now,
    ids,
  }: {
    readonly before: WrittenLists;
    readonly now: Lists;
    readonly ids: ReadonlyMap<GroupName, GroupId>;
  },
): readonly StaleGroup[] {
  const changed = new Map(changedLists(before, now).map((list) => [list.id, list]));
  return [...felt].flatMap((group): readonly StaleGroup[] => {
    const lists = groups[group]?.lists?.flatMap((id) => changed.get(id) ?? []) ?? [];
    const stale = { group, id: ids.get(group), why: 'lists', differences: [], lists } as const;
    return lists.length === 0 ? [] : [stale];
  });
}

function changedLists(before: WrittenLists, now: Lists): readonly ChangedList[] {
  const [prefixLists, portLists] = [before.prefixLists, before.portLists].map(Object.keys);
  const written = writeLists({ prefixLists: prefixLists ?? [], portLists: portLists ?? [] }, now);
  const of = (
    were: Readonly<Record<string, readonly string[]>>,
    are: Readonly<Record<string, readonly string[]>>,
  ) => Object.entries(were).flatMap(([id, entries]) => changedList(id, entries, are[id]) ?? []);
  return [
    ...of(before.prefixLists, written.prefixLists),
    ...of(before.portLists, written.portLists),
  ];
}

function changedList(
  id: string,
  before: readonly string[],
  now: readonly string[] | undefined,
): ChangedList | undefined {
  if (now === undefined) return { id };
  const added = now.filter((entry) => !before.includes(entry));
  const removed = before.filter((entry) => !now.includes(entry));
  return added.length + removed.length === 0 ? undefined : { id, added, removed };
}
