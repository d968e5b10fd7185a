// The live state of the groups that a plan touches, called by our names.
import { digestGroup, type Digest } from '../model/digest.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { LiveGroup, ListedGroup } from '../model/group.ts';
import { ownedNames, withPeerNames } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { listGroups, readGroup } from '../cloud/read-groups.ts';
import { readMany } from '../cloud/read-many.ts';
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

const readsAtOnce = 5;

/**
 * Reads the whole list, and the rules of the groups asked for. A group that the plan creates is
 * found by its tags, or by the id that its creation was answered with.
 */
export async function readTouched(
  plan: Plan,
  send: Transport,
  wanted: {
    readonly names: ReadonlySet<GroupName>;
    readonly made: ReadonlyMap<GroupName, GroupId>;
  },
): Promise<Read<TouchedGroups>> {
  const listed = await listGroups(send);
  if (!listed.ok) return listed;
  const { ids, contested } = idsOf(plan, listed.value, wanted.made);
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const ofInterest = listed.value.filter(({ id }) => {
    const name = names.get(id);
    return name !== undefined && wanted.names.has(name);
  });
  const { account } = plan.target;
  const read = await readMany(ofInterest, readsAtOnce, (group) =>
    readIfThere(group, account, send),
  );
  if (!read.ok) return read;
  const groups = new Map<GroupName, LiveGroup>();
  for (const group of read.value.filter((one) => one !== undefined)) {
    const name = names.get(group.id);
    if (name !== undefined) groups.set(name, withPeerNames(group, names));
  }
  return { ok: true, value: { ids, groups, contested } };
}

/** Undefined where the list is of another time than the group: it has just gone, or is only coming. */
async function readIfThere(
  listed: ListedGroup,
  account: string,
  send: Transport,
): Promise<Read<LiveGroup | undefined>> {
  const read = await readGroup(send, listed, account);
  if (read.ok || meaningOf(read.failure.code) !== 'groupNotThere') return read;
  return { ok: true, value: undefined };
}

/** A plan says which live group it means, so that a copy with the same tags is never taken for it. */
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
  for (const [id, name] of ownedNames(listed, { owner: plan.owner, vpc: plan.target.vpc })) {
    const known = ids.get(name);
    if (known === undefined) ids.set(name, id);
    else if (known !== id) contested.add(name);
  }
  return { ids, contested };
}

export function liveDigest({ groups }: TouchedGroups, name: GroupName): Digest {
  return digestGroup(groups.get(name));
}
