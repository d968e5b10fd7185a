// In which resource group groups are of which the list shows none. Replies of 2024 show "" for the default
// one, whose id people write like any other; newer ones may show its id. So where none is shown, the cloud
// is asked who is in the one that somebody wrote. That it then counts the default one's is inferred.
import type { GroupId } from '../model/group-identity.ts';
import type { ListedGroup } from '../model/group.ts';
import { groupBy } from '../model/group-by.ts';
import { readPages, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { wireText } from './wire-rule.ts';

/** The most ids that one call may name. */
const idsPerCall = 100;

/**
 * The same list. `wanted` says, by id, of which resource groups it matters whether a group is in them; a
 * call is made only where the list shows none for it: one for 100 groups of a resource group.
 */
export async function findResourceGroups(
  send: Transport,
  listed: readonly ListedGroup[],
  wanted: ReadonlyMap<GroupId, readonly string[]>,
): Promise<Read<readonly ListedGroup[]>> {
  const open = listed.flatMap(({ id, inResourceGroup }) =>
    inResourceGroup === undefined
      ? (wanted.get(id) ?? []).map((resourceGroup) => ({ id, resourceGroup }))
      : [],
  );
  const found = new Map<GroupId, string>();
  for (const [resourceGroup, those] of groupBy(open, (one) => one.resourceGroup)) {
    for (let first = 0; first < those.length; first += idsPerCall) {
      const ids = those.slice(first, first + idsPerCall).map(({ id }) => id);
      const inside = await readInside(send, resourceGroup, ids);
      if (!inside.ok) return inside;
      for (const id of inside.value) found.set(id, resourceGroup);
    }
  }
  if (found.size === 0) return { ok: true, value: listed };
  const value = listed.map((group) => {
    const inResourceGroup = found.get(group.id);
    return inResourceGroup === undefined ? group : { ...group, inResourceGroup };
  });
  return { ok: true, value };
}

async function readInside(
  send: Transport,
  resourceGroup: string,
  ids: readonly GroupId[],
): Promise<Read<readonly GroupId[]>> {
  const pages = await readPages(send, {
    action: 'DescribeSecurityGroups',
    parameters: {
      ResourceGroupId: resourceGroup,
      SecurityGroupIds: JSON.stringify(ids),
      MaxResults: String(idsPerCall),
    },
    list: ['SecurityGroups', 'SecurityGroup'],
  });
  // Nobody is in one that is not there: that it is not, the step that moves a group there would say.
  if (!pages.ok && pages.failure.code === 'InvalidResourceGroup.NotFound') {
    return { ok: true, value: [] };
  }
  if (!pages.ok) return pages;
  const inside = new Set(pages.value.items.map((item) => wireText(item['SecurityGroupId'])));
  return { ok: true, value: ids.filter((id) => inside.has(id)) };
}
