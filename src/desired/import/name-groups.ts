// What live groups are to be called in the files, and in which file each is to be.
import { ownedName, type GroupId, type GroupName } from '../../model/group-identity.ts';
import type { ListedGroup } from '../../model/group.ts';

export interface NameOptions {
  readonly owner: string;
  /** Names that other groups have already. */
  readonly taken: Iterable<string>;
}

/**
 * A group of ours keeps its name; others are called like in the cloud, as far as a name may be. No two
 * share a file, also where the system sees no difference in the case of letters.
 */
export function nameGroups(
  groups: readonly ListedGroup[],
  { owner, taken }: NameOptions,
): ReadonlyMap<GroupId, GroupName> {
  const names = new Map<GroupId, GroupName>();
  const used = new Set([...taken].map(fileKey));
  const give = (id: GroupId, name: string): void => {
    names.set(id, name as GroupName);
    used.add(fileKey(name));
  };
  const inOrder = groups.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, tags } of inOrder) {
    const own = ownedName(tags, owner);
    if (own !== undefined) give(id, own);
  }
  for (const { id, cloudName } of inOrder) {
    if (!names.has(id)) give(id, unusedName(wellFormed(cloudName) ?? id, used));
  }
  return names;
}

/** Without characters that a file system may not take. */
export function groupFileName(name: string): string {
  return `${name.replaceAll(':', '-')}.yaml`;
}

function fileKey(name: string): string {
  return groupFileName(name).toLowerCase();
}

/** Undefined where nothing of it can be kept. */
function wellFormed(cloudName: string): string | undefined {
  const name = cloudName.replaceAll(/[^A-Za-z0-9\u4e00-\u9fff:_.-]+/g, '-').slice(0, 120);
  return /^[A-Za-z\u4e00-\u9fff]./.test(name) ? name : undefined;
}

function unusedName(name: string, used: ReadonlySet<string>): string {
  let number = 2;
  let free = name;
  while (used.has(fileKey(free))) free = `${name}-${number++}`;
  return free;
}
