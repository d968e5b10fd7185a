// The live state of the groups that a plan touches, called by our names.
import { digestGroup, type Digest } from '../model/digest.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { LiveGroup, ListedGroup } from '../model/group.ts';
import { ownedNames, withPeerNames, type NamesById } from '../model/live.ts';
import { membersIn, placesOf } from '../model/member.ts';
import { movedIn, replacedIn } from '../model/moves.ts';
import type { Plan } from '../model/plan.ts';
import { shownResourceGroup } from '../model/resource-group.ts';
import { findResourceGroups } from '../cloud/find-resource-groups.ts';
import { readInterfaces } from '../cloud/read-interfaces.ts';
import { listGroups, readGroups } from '../cloud/read-groups.ts';
import type { Read } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import { meaningOf } from './reply-codes.ts';

export interface TouchedGroups {
  /** Of every group of ours that is there. */
  readonly ids: ReadonlyMap<GroupName, GroupId>;
  readonly groups: ReadonlyMap<GroupName, LiveGroup>;
  /** Names that more than one live group lays claim to. */
  readonly contested: ReadonlySet<GroupName>;
}

interface Wanted {
  readonly names: ReadonlySet<GroupName>;
  readonly made: ReadonlyMap<GroupName, GroupId>;
}

const readsAtOnce = 5;
/** How often the list is read where groups go while they are read. */
const listsMax = 5;

/**
 * Reads the whole list, and the rules of the groups asked for. A group that the plan creates is
 * found by its tags, or by the id that its creation was answered with. One that goes between the list
 * and its rules, as by a call of an apply that was killed, is a reason to read both again.
 */
export async function readTouched(
  plan: Plan,
  send: Transport,
  wanted: Wanted,
): Promise<Read<TouchedGroups>> {
  for (let lists = 1; ; lists++) {
    const read = await readOnce(plan, send, wanted);
    const hasGone = !read.ok && meaningOf(read.failure.code) === 'groupNotThere';
    if (!hasGone || lists === listsMax) return read;
  }
}

async function readOnce(plan: Plan, send: Transport, wanted: Wanted): Promise<Read<TouchedGroups>> {
  const shown = await listGroups(send);
  if (!shown.ok) return shown;
  const { ids, contested } = idsOf(plan, shown.value, wanted.made);
  const asked = new Map(
    [...wanted.names].flatMap((name) => {
      const [id, those] = [ids.get(name), plan.groups[name]?.resourceGroups];
      return id === undefined || those === undefined ? [] : [[id, those] as const];
    }),
  );
  const listed = await findResourceGroups(send, shown.value, asked);
  if (!listed.ok) return listed;
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const ofInterest = listed.value.filter(({ id }) => {
    const name = names.get(id);
    return name !== undefined && wanted.names.has(name);
  });
  const { account } = plan.target;
  const read = await readGroups(send, ofInterest, { account, atOnce: readsAtOnce });
  if (!read.ok) return read;
  const groups = new Map<GroupName, LiveGroup>();
  for (const group of read.value) {
    const name = names.get(group.id);
    if (name === undefined) continue;
    const named = withPeerNames(group, names);
    const isCounted = plan.groups[name]?.resourceGroups !== undefined;
    groups.set(name, isCounted ? { ...named, ...shownResourceGroup(group) } : named);
  }
  const moved = await withMembers(plan, groups, { names, send });
  return moved.ok ? { ok: true, value: { ids, groups: moved.value, contested } } : moved;
}

/** Asks who is in groups only where the plan moves somebody there. */
async function withMembers(
  plan: Plan,
  groups: ReadonlyMap<GroupName, LiveGroup>,
  { names, send }: { readonly names: NamesById; readonly send: Transport },
): Promise<Read<ReadonlyMap<GroupName, LiveGroup>>> {
  const [moved, replaced] = [movedIn(plan.steps), replacedIn(plan.steps)];
  if (![...groups.keys()].some((name) => moved.has(name) || replaced.has(name)))
    return { ok: true, value: groups };
  const interfaces = await readInterfaces(send, plan.target.vpc);
  if (!interfaces.ok) return interfaces;
  const withThem = [...groups].map(([name, group]) => {
    const members = membersIn(group.id, interfaces.value, moved.get(name) ?? new Set());
    const places = placesOf(replaced.get(name) ?? new Set(), interfaces.value, names);
    return [name, { ...group, ...members, ...places }] as const;
  });
  return { ok: true, value: new Map(withThem) };
}

/**
 * A plan says which live group it means, so that a copy with the same tags is never taken for it. Only
 * where that one is gone is it the one that has its tags now: it was deleted and came back.
 */
function idsOf(
  plan: Plan,
  listed: readonly ListedGroup[],
  made: ReadonlyMap<GroupName, GroupId>,
): Pick<TouchedGroups, 'ids' | 'contested'> {
  const ids = new Map<GroupName, GroupId>(made);
  for (const [name, { id }] of Object.entries(plan.groups)) {
    if (id !== undefined) ids.set(name as GroupName, id);
  }
  const contested = new Set<GroupName>();
  const listedIds = new Set(listed.map(({ id }) => id));
  const owned = ownedNames(listed, { owner: plan.owner, vpc: plan.target.vpc });
  for (const [id, name] of owned) {
    const known = ids.get(name);
    const isGone = known !== undefined && !made.has(name) && !listedIds.has(known);
    if (known === undefined || isGone) ids.set(name, id);
    else if (known !== id) contested.add(name);
  }
  return { ids, contested };
}

export function liveDigest({ groups }: TouchedGroups, name: GroupName): Digest {
  return digestGroup(groups.get(name));
}
