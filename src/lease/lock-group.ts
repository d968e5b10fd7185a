// The live group that carries the lock: found in the whole list, then read alone.
import type { FailedRead, Read } from '../cloud/read-pages.ts';
import { incomplete, readPages } from '../cloud/read-pages.ts';
import { listGroups } from '../cloud/read-groups.ts';
import { fromWireGroup } from '../cloud/wire-group.ts';
import type { Transport } from '../cloud/transport.ts';
import type { GroupId, GroupName, Tags } from '../model/group-identity.ts';
import { ownedNames } from '../model/live.ts';

export interface WantedGroup {
  readonly group: GroupName;
  /** The value of the tag `sluice:owner`. */
  readonly groupOwner: string;
  readonly vpc: string;
}

export interface LockGroup {
  readonly id: GroupId;
  readonly tags: Tags;
}

/** All that carry our tags for this group; more than one where somebody copied them. By id. */
export async function findLockGroups(
  send: Transport,
  { group, groupOwner, vpc }: WantedGroup,
): Promise<Read<readonly LockGroup[]>> {
  const listed = await listGroups(send);
  if (!listed.ok) return listed;
  const names = ownedNames(listed.value, { owner: groupOwner, vpc });
  const found = listed.value.filter(({ id }) => names.get(id) === group);
  const sorted = found.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  return { ok: true, value: sorted.map(({ id, tags }) => ({ id, tags })) };
}

/** One call; undefined where the group is gone. */
export async function readLockGroup(
  send: Transport,
  id: GroupId,
): Promise<Read<LockGroup | undefined>> {
  const action = 'DescribeSecurityGroups';
  const pages = await readPages(send, {
    action,
    parameters: { SecurityGroupIds: JSON.stringify([id]), MaxResults: '10' },
    list: ['SecurityGroups', 'SecurityGroup'],
  });
  if (!pages.ok) return pages;
  const groups: LockGroup[] = [];
  for (const item of pages.value.items) {
    const group = fromWireGroup(item);
    if (group === undefined) return incomplete(action, `unknown group ${JSON.stringify(item)}`);
    groups.push({ id: group.id, tags: group.tags });
  }
  return { ok: true, value: groups.find((group) => group.id === id) };
}

export function failureText({ failure, during }: FailedRead): string {
  return `${during}: ${failure.code}: ${failure.message}`;
}
