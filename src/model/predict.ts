// What a group is after a step, if the cloud does what its documentation says.
import type { GroupContent } from './group.ts';
import type { Tags } from './group-identity.ts';
import type { MemberId } from './member.ts';
import { sameContent, type Rule } from './rule.ts';
import type { Change } from './step.ts';

export function predict(group: GroupContent | undefined, change: Change): GroupContent | undefined {
  if (change.kind === 'createGroup') return createdGroup(change);
  if (group === undefined || change.kind === 'deleteGroup') return undefined;
  switch (change.kind) {
    case 'tagGroup':
      return { ...group, tags: { ...group.tags, ...change.tags } };
    case 'untagGroup':
      return { ...group, tags: withoutTags(group.tags, change.before) };
    case 'modifyGroup':
      return { ...group, ...change.after };
    case 'joinResourceGroup':
      return { ...group, resourceGroup: change.after };
    case 'modifyInnerAccessPolicy':
      return { ...group, innerAccessPolicy: change.after };
    case 'authorize':
      return { ...group, rules: [...group.rules, ...change.rules] };
    case 'revoke':
      return { ...group, rules: withoutRules(group.rules, change.rules) };
    case 'joinGroup':
      return withMembers(group, [...(group.members ?? []), change.member]);
    case 'leaveGroup':
      return withMembers(
        group,
        (group.members ?? []).filter((member) => member !== change.member),
      );
    case 'replaceGroups':
      return { ...group, places: { ...group.places, [change.member]: change.to } };
    case 'modifyRule':
      return { ...group, rules: [...withoutRules(group.rules, [change.before]), change.after] };
  }
}

/** A group by the API has no rules, and a basic one accepts traffic between its members. */
function createdGroup({
  cloudName,
  description,
  type,
  tags,
  resourceGroup,
}: Extract<Change, { kind: 'createGroup' }>): GroupContent {
  const innerAccessPolicy = type === 'normal' ? 'accept' : 'drop';
  return {
    ...{ cloudName, description, type, tags, innerAccessPolicy, rules: [] },
    ...(resourceGroup !== undefined && { resourceGroup }),
  };
}

/** A group without members is as one of which nobody asked. */
export function withMembers(group: GroupContent, members: readonly MemberId[]): GroupContent {
  const { places } = group;
  const others = { ...withoutMembers(group), ...(places === undefined ? {} : { places }) };
  return members.length === 0 ? others : { ...others, members: members.toSorted() };
}

/** A group of whose members nothing is known. */
export function withoutMembers(group: GroupContent): GroupContent {
  const { cloudName, description, type, innerAccessPolicy, tags, rules, resourceGroup } = group;
  return {
    ...{ cloudName, description, type, innerAccessPolicy, tags, rules },
    ...(resourceGroup !== undefined && { resourceGroup }),
  };
}

function withoutTags(tags: Tags, gone: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !Object.hasOwn(gone, key)));
}

function withoutRules(rules: readonly Rule[], gone: readonly Rule[]): readonly Rule[] {
  const left = [...rules];
  for (const rule of gone) {
    const index = left.findIndex((one) => sameContent(one, rule));
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}
