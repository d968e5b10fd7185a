// On which lists it depends what a plan does to a group: those that rules name on interfaces with it.
import type { GroupName } from '../model/group-identity.ts';
import { profilesWith, type PlannedInterfaces } from '../model/interfaces.ts';
import { listsNamedBy, writeLists, type ListIds, type WrittenLists } from '../model/lists.ts';
import type { ArrangeFacts } from './order/arrange.ts';
import type { GroupStates } from './order/states.ts';

export interface PlannedLists {
  /** Absent where no list that matters is known. */
  readonly all: WrittenLists | undefined;
  /** The ids of those that matter to a group, sorted; nothing for those to which none does. */
  readonly of: ReadonlyMap<GroupName, readonly string[]>;
}

/** Of the groups of `touched`, in any of their states; who sits with them is in `interfaces`. */
export function plannedLists(
  touched: readonly GroupStates[],
  interfaces: PlannedInterfaces,
  { groupOf, lists }: Pick<ArrangeFacts, 'groupOf' | 'lists'>,
): PlannedLists {
  if (lists.prefixLists.size + lists.portLists.size === 0) return { all: undefined, of: new Map() };
  const states = new Map<string, GroupStates>(touched.map((state) => [state.group, state]));
  const named = new Map<string, ListIds>();
  const namedIn = (name: string): ListIds => {
    const known = named.get(name);
    if (known !== undefined) return known;
    const state = states.get(name);
    const contents = state === undefined ? [groupOf(name)] : [state.before, ...state.path];
    const rules = new Set(contents.flatMap((content) => content?.rules ?? []));
    const ids = listsNamedBy([...rules]);
    named.set(name, ids);
    return ids;
  };
  const of = touched.flatMap(({ group }): [GroupName, WrittenLists][] => {
    const around = interfaces.kind === 'read' ? interfaces.profiles : [];
    const together = profilesWith(around, new Set([group])).flatMap(({ groups }) => groups);
    const ids = [...new Set([group, ...together])].map(namedIn);
    const known = writeLists(
      {
        prefixLists: ids.flatMap(({ prefixLists }) => prefixLists),
        portLists: ids.flatMap(({ portLists }) => portLists),
      },
      lists,
    );
    return idsOf(known).length === 0 ? [] : [[group, known]];
  });
  if (of.length === 0) return { all: undefined, of: new Map() };
  return {
    all: {
      prefixLists: sorted(of.flatMap(([, { prefixLists }]) => Object.entries(prefixLists))),
      portLists: sorted(of.flatMap(([, { portLists }]) => Object.entries(portLists))),
    },
    of: new Map(of.map(([group, known]) => [group, idsOf(known)])),
  };
}

function idsOf({ prefixLists, portLists }: WrittenLists): readonly string[] {
  return [...Object.keys(prefixLists), ...Object.keys(portLists)].toSorted();
}

function sorted<Entries>(found: readonly (readonly [string, Entries])[]): Record<string, Entries> {
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
