// Whether the names that files say still mean what they meant when a plan was made. Its steps have ids, and
// would go on for what somebody meanwhile calls otherwise, or has replaced.
import { readListNames } from '../cloud/read-list-names.ts';
import type { Read } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { ListedGroup } from '../model/group.ts';
import { unknownLists } from '../model/lists.ts';
import { taggedIds, uniqueNames, type NamedId } from '../model/named-id.ts';
import { findList, type ListNames } from '../model/named-lists.ts';
import type { Plan } from '../model/plan.ts';
import type { ChangedName, StaleGroup } from './events.ts';

export interface NamesNow {
  readonly listNames: ListNames;
  /** By target; undefined where nobody has asked, so that groups of other targets are not compared. */
  readonly peerGroups: ReadonlyMap<string, readonly ListedGroup[]> | undefined;
}

/** Asks for the names of lists of a kind only where these groups have rules that say one. */
export async function readNamesNow(
  plan: Plan,
  felt: ReadonlySet<GroupName>,
  { send, peerGroups }: { readonly send: Transport; readonly peerGroups: NamesNow['peerGroups'] },
): Promise<Read<NamesNow>> {
  const kinds = new Set(namesOf(plan, [...felt]).map(({ kind }) => kind));
  const read = await readListNames(send, {
    prefixLists: kinds.has('prefixLists'),
    portLists: kinds.has('portLists'),
  });
  return read.ok ? { ok: true, value: { listNames: read.value, peerGroups } } : read;
}

/** Those of the groups of which a rule says a name that is another's by now, or nobody's. */
export function renamed(
  plan: Plan,
  felt: ReadonlySet<GroupName>,
  { now, ids }: { readonly now: NamesNow; readonly ids: ReadonlyMap<GroupName, GroupId> },
): readonly StaleGroup[] {
  return [...felt].flatMap((group): readonly StaleGroup[] => {
    const names = namesOf(plan, [group]).flatMap((one) => changedName(one, plan, now) ?? []);
    const stale = { group, id: ids.get(group), why: 'names', differences: [], names } as const;
    return names.length === 0 ? [] : [stale];
  });
}

function namesOf({ groups }: Plan, wanted: readonly GroupName[]): readonly NamedId[] {
  return uniqueNames(wanted.flatMap((group) => groups[group]?.names ?? []));
}

function changedName(one: NamedId, plan: Plan, now: NamesNow): ChangedName | undefined {
  const { kind, name, id: was } = one;
  if (kind !== 'group') {
    const found = findList(kind, name, { listNames: now.listNames, lists: unknownLists });
    if (found.ok && found.id === was) return undefined;
    return { kind, name, was, ...(found.ok ? { now: found.id } : {}) };
  }
  if (now.peerGroups === undefined) return undefined;
  const { target, adopted } = one;
  const listed = now.peerGroups.get(target) ?? [];
  const { vpc } = plan.target;
  const tagged = taggedIds(name, listed, { owner: plan.owner, vpc });
  const byId = listed.filter((group) => group.id === was && group.vpc === vpc).map(({ id }) => id);
  const found = tagged.length === 0 && adopted === true ? byId : tagged;
  const [id, ...others] = found;
  if (id === was && others.length === 0) return undefined;
  const isOne = id !== undefined && others.length === 0;
  return { kind, name, target, was, ...(isOne ? { now: id } : {}) };
}
