// Fingerprints of groups: equal content, equal digest, whatever the rule ids or the order of rules,
// and whatever marks somebody has put on the group.
// Of members those count that a plan moves, and the resource group where a plan sets it; without them it
// is the digest of the group alone.
import { hash } from 'node:crypto';
import type { Brand } from './brand.ts';
import type { GroupContent } from './group.ts';
import { withoutMarks } from './group-identity.ts';
import { contentKey, type Rule } from './rule.ts';

export type Digest = Brand<string, 'Digest'>;

/** The digest of a group that is not there. */
export const absent = 'absent' as Digest;

/** SHA-256 in hex over the content of a group; `absent` for none. */
export function digestGroup(group: GroupContent | undefined): Digest {
  return digestWith(contentKey, group);
}

/** Digests of the states of one group. They share most of their rules, each of which is read once. */
export function digestStates(states: readonly (GroupContent | undefined)[]): readonly Digest[] {
  const known = new Map<Rule, string>();
  const textOf = (rule: Rule) => {
    const text = known.get(rule) ?? contentKey(rule);
    known.set(rule, text);
    return text;
  };
  return states.map((state) => digestWith(textOf, state));
}

function digestWith(textOf: (rule: Rule) => string, group: GroupContent | undefined): Digest {
  if (group === undefined) return absent;
  const { cloudName, description, type, innerAccessPolicy, tags, rules } = group;
  const { members, places, resourceGroup } = group;
  const lines = [
    JSON.stringify([cloudName, description, type, innerAccessPolicy]),
    JSON.stringify(Object.entries(withoutMarks(tags)).toSorted()),
    ...rules.map(textOf).toSorted(),
    ...(members === undefined ? [] : [JSON.stringify({ members: members.toSorted() })]),
    ...(places === undefined
      ? []
      : [JSON.stringify({ places: Object.entries(places).toSorted() })]),
    ...(resourceGroup === undefined ? [] : [JSON.stringify({ resourceGroup })]),
  ];
  return hash('sha256', lines.join('\n')) as Digest;
}
