// The names of a group: ours, the cloud's id, and the tags that tie them together.
import type { Brand } from './brand.ts';

/** Our name for a group, for ever; the cloud's name is an attribute like any other. */
export type GroupName = Brand<string, 'GroupName'>;
/** The cloud's id, such as `sg-bp1…`. */
export type GroupId = Brand<string, 'GroupId'>;

export type Tags = Readonly<Record<string, string>>;

export const ownerTag = 'sluice:owner';
export const groupTag = 'sluice:group';

/** The value of a tag; undefined where there is none, whatever its key is called. */
export function tagValue(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** The tags that make a group ours. */
export function ownershipTags(owner: string, group: GroupName): Tags {
  return { [ownerTag]: owner, [groupTag]: group };
}

/** Whether a group is let go by whoever takes these tags off. */
export function isOwnership(tags: Tags): boolean {
  return Object.hasOwn(tags, ownerTag) && Object.hasOwn(tags, groupTag);
}

/** Our name for the group that carries these tags, if they say that it is this owner's. */
export function ownedName(tags: Tags, owner: string): GroupName | undefined {
  return tags[ownerTag] === owner ? (tags[groupTag] as GroupName | undefined) : undefined;
}

/** Tags that users do not write: ours, and those that the cloud sets itself. */
export function isReservedTag(key: string): boolean {
  return /^(sluice:|acs:|aliyun)/i.test(key);
}

/**
 * Tags that come and go beside what is planned, such as leases (one `sluice:lock:…` for each who
 * asks) and holds: no part of a group's content, and never planned, taken off or a difference.
 */
export function isMarkTag(key: string): boolean {
  return /^sluice:(lock(:.*)?|hold-until|hold-reason)$/.test(key);
}

export function withoutMarks(tags: Tags): Tags {
  // Nearly no group has them, and then there is nothing to copy.
  if (!Object.keys(tags).some(isMarkTag)) return tags;
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isMarkTag(key)));
}
