// Fingerprints of groups: equal content, equal digest, whatever the rule ids or the order of rules.
import { createHash } from 'node:crypto';
import type { Brand } from './brand.ts';
import type { GroupContent } from './group.ts';
import { contentKey } from './rule.ts';

export type Digest = Brand<string, 'Digest'>;

/** The digest of a group that is not there. */
export const absent = 'absent' as Digest;

/** SHA-256 in hex over the content of a group; `absent` for none. */
export function digestGroup(group: GroupContent | undefined): Digest {
  if (group === undefined) return absent;
  const { cloudName, description, type, innerAccessPolicy, tags, rules } = group;
  const lines = [
    JSON.stringify([cloudName, description, type, innerAccessPolicy]),
    JSON.stringify(Object.entries(tags).toSorted()),
    ...rules.map(contentKey).toSorted(),
  ];
  return createHash('sha256').update(lines.join('\n')).digest('hex') as Digest;
}
