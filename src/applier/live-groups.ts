// The live state of the groups that a plan touches, called by our names.
import { digestGroup, type Digest } from '../model/digest.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { LiveGroup } from '../model/group.ts';
import { ownedNames, withPeerNames } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { listGroups, readGroups, type Read } from '../cloud/read-live.ts';
import type { Transport } from '../cloud/transport.ts';

export interface TouchedGroups {
  readonly ids: ReadonlyMap<GroupName, GroupId>;
  readonly groups: ReadonlyMap<GroupName, LiveGroup>;
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
  const owned = ownedNames(listed.value, { owner: plan.owner, vpc: plan.target.vpc });
  const planned = Object.entries(plan.groups).flatMap(([name, { id }]) =>
    id === undefined ? [] : [[id, name as GroupName] as const],
  );
  const made = [...wanted.made].map(([name, id]) => [id, name] as const);
  const names = new Map([...owned, ...planned, ...made]);
  const ofInterest = listed.value.filter(({ id }) => {
    const name = names.get(id);
    return name !== undefined && wanted.names.has(name);
  });
  const { account } = plan.target;
  const read = await readGroups(send, ofInterest, { account, atOnce: readsAtOnce });
  if (!read.ok) return read;
  const groups = read.value.map((group) => withPeerNames(group, names));
  return {
    ok: true,
    value: {
      ids: new Map([...names].map(([id, name]) => [name, id])),
      groups: new Map(groups.map((group) => [names.get(group.id) ?? ('' as GroupName), group])),
    },
  };
}

export function liveDigest({ groups }: TouchedGroups, name: GroupName): Digest {
  return digestGroup(groups.get(name));
}
