// The tags of a group, without those that are not the user's to write.
import { isReservedTag, type Tags } from '../../model/group-identity.ts';
import { fault, type Report } from '../fault.ts';
import { textOf, type Located } from '../yaml/located.ts';

export function readTags(node: Located | undefined, report: Report): Tags | undefined {
  if (node?.kind !== 'map') return undefined;
  for (const [tag, { key }] of node.entries) {
    if (!isReservedTag(tag)) continue;
    const message = `the tag "${tag}" is set by sluice or by the cloud; expected a key that does not start with "sluice:", "acs:" or "aliyun"`;
    report(fault(key, { code: 'reserved-tag', message, example: 'tags: { team: edge }' }));
  }
  return Object.fromEntries([...node.entries].map(([tag, { value }]) => [tag, textOf(value)]));
}
