// In which resource group a group is, as far as a plan knows. It counts only where a plan says so: elsewhere
// the cloud moves groups by rules of its own, and a plan need not know.
import type { GroupContent, ListedGroup } from './group.ts';

/** What the cloud shows, as a part of the group that counts; empty where it shows none. */
export function shownResourceGroup({
  inResourceGroup = '',
}: Pick<ListedGroup, 'inResourceGroup'>): Required<Pick<GroupContent, 'resourceGroup'>> {
  return { resourceGroup: inResourceGroup };
}

/** The ids that these states of a group name, sorted; undefined where it counts in none of them. */
export function resourceGroupsOf(
  states: readonly (GroupContent | undefined)[],
): readonly string[] | undefined {
  const named = states.flatMap((state) => state?.resourceGroup ?? []);
  if (named.length === 0) return undefined;
  return [...new Set(named)].filter((id) => id !== '').toSorted();
}
