// What must change about a group besides its rules: its name, description, tags and inner policy.
import equal from 'fast-deep-equal';
import type { GroupContent, PresentGroup } from '../../model/group.ts';
import {
  groupTag,
  isReservedTag,
  ownershipTags,
  ownerTag,
  tagValue,
  type Tags,
} from '../../model/group-identity.ts';
import { globTest } from '../../model/ignore.ts';
import type {
  CreateGroup,
  GroupAttributes,
  JoinResourceGroup,
  ModifyGroup,
  ModifyInnerAccessPolicy,
  TagGroup,
  UntagGroup,
} from '../../model/step.ts';

export type GroupEdit = CreateGroup | TagGroup | UntagGroup | ModifyGroup | JoinResourceGroup;

/** The call that makes a group that is not there; it is ours from its first moment. */
export function creation(desired: PresentGroup, owner: string): CreateGroup {
  return {
    kind: 'createGroup',
    cloudName: desired.cloudName,
    description: desired.description ?? '',
    type: desired.type,
    tags: { ...desired.tags, ...ownershipTags(owner, desired.name) },
    ...(desired.resourceGroup !== undefined && { resourceGroup: desired.resourceGroup }),
  };
}

/** Changes of name, description and tags; nothing that was not written changes. */
export function groupEdits(
  desired: PresentGroup,
  live: GroupContent,
  owner: string,
): readonly GroupEdit[] {
  const isNamed = desired.observed?.comparesCloudName !== false;
  const cloudName = isNamed ? desired.cloudName : live.cloudName;
  return [
    ...tagEdits(desired, live.tags, owner),
    ...attributeEdits({ ...desired, cloudName }, live),
  ];
}

/** Nothing where no resource group was written, or it is in that one. */
export function resourceGroupEdit(
  { resourceGroup: after }: Pick<PresentGroup, 'resourceGroup'>,
  before: string,
): readonly JoinResourceGroup[] {
  if (after === undefined || after === before) return [];
  return [{ kind: 'joinResourceGroup', before, after }];
}

/** Takes our tags off, and nothing else; nothing where they are off. */
export function releasingEdits(live: Pick<GroupContent, 'tags'>): readonly UntagGroup[] {
  const ours = Object.entries(live.tags).filter(([key]) => key === ownerTag || key === groupTag);
  return ours.length === 0 ? [] : [{ kind: 'untagGroup', before: Object.fromEntries(ours) }];
}

/** The inner access policy is a rule that wins over all others, and is ordered like one. */
export function innerPolicyEdit(
  desired: PresentGroup,
  live: Pick<GroupContent, 'innerAccessPolicy'>,
): ModifyInnerAccessPolicy | undefined {
  const { innerAccessPolicy: after } = desired;
  const before = live.innerAccessPolicy;
  if (after === undefined || after === before) return undefined;
  return { kind: 'modifyInnerAccessPolicy', before, after };
}

/**
 * Of tags that are not written only those stay that the cloud or others keep. Our own are nothing to a
 * group that is only observed.
 */
function tagEdits(desired: PresentGroup, live: Tags, owner: string): readonly GroupEdit[] {
  const own = desired.observed === undefined ? ownershipTags(owner, desired.name) : {};
  const wanted = { ...desired.tags, ...own };
  const isIgnored = globTest(desired.ignore?.tags ?? []);
  return tagChanges(
    wanted,
    live,
    (key) => desired.tags === undefined || isReservedTag(key) || isIgnored(key),
  );
}

/** What takes a group back to what it was; description and resource group only where they were not empty. */
export function restoringEdits(wanted: GroupContent, live: GroupContent): readonly GroupEdit[] {
  return [
    ...tagChanges(wanted.tags, live.tags, () => false),
    ...attributeEdits(wanted, live),
    ...resourceGroupBack(wanted, live),
  ];
}

/** The default one is no place to go back to where the cloud does not say its id. */
function resourceGroupBack(
  { resourceGroup: wanted }: GroupContent,
  { resourceGroup: live }: GroupContent,
): readonly JoinResourceGroup[] {
  if (!wanted || live === undefined) return [];
  return resourceGroupEdit({ resourceGroup: wanted }, live);
}

function tagChanges(
  wanted: Tags,
  live: Tags,
  isKept: (key: string) => boolean,
): readonly GroupEdit[] {
  const changed = Object.entries(wanted).filter(([key, value]) => tagValue(live, key) !== value);
  const unknown = Object.entries(live).filter(
    ([key]) => !Object.hasOwn(wanted, key) && !isKept(key),
  );
  const tags = Object.fromEntries(changed);
  const before = Object.fromEntries(
    Object.entries(live).filter(([key]) => Object.hasOwn(tags, key)),
  );
  return [
    ...(changed.length > 0 ? [{ kind: 'tagGroup', tags, before } as const] : []),
    ...(unknown.length > 0
      ? [{ kind: 'untagGroup', before: Object.fromEntries(unknown) } as const]
      : []),
  ];
}

function attributeEdits(
  desired: Pick<PresentGroup, 'cloudName' | 'description'>,
  live: GroupContent,
): readonly ModifyGroup[] {
  // The API takes an empty description for none given, so what stands there stays.
  const wanted: GroupAttributes = {
    cloudName: desired.cloudName,
    ...(desired.description ? { description: desired.description } : {}),
  };
  const before = changedAttributes(live, wanted);
  const after = changedAttributes(wanted, live);
  return equal(after, {}) ? [] : [{ kind: 'modifyGroup', before, after }];
}

/** Those of the attributes that `other` has with another value. */
function changedAttributes(
  { cloudName, description }: GroupAttributes,
  other: GroupAttributes,
): GroupAttributes {
  const differs = other.description !== undefined && description !== other.description;
  return {
    ...(cloudName !== undefined && cloudName !== other.cloudName ? { cloudName } : {}),
    ...(description !== undefined && differs ? { description } : {}),
  };
}
