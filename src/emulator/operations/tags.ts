// TagResources, UntagResources and ListTagResources, for security groups.

import { failure } from '../failure.ts';
import { operation } from '../operation.ts';
import { isTrue, itemsOf, listOf, optional } from '../parameters.ts';
import { readTags } from '../text-checks.ts';
import { checkOwn } from './find-group.ts';
import type { Group } from '../group.ts';
import type { Call } from '../operation.ts';
import type { ReplyBody } from '../tokens.ts';

const resourcesPerCallMax = 50;
const tagsPerCallMax = 20;

export const tagResources = operation('TagResources', tag);
export const untagResources = operation('UntagResources', untag);
export const listTagResources = operation('ListTagResources', list, { mutates: false });

function tag(call: Call): ReplyBody {
  const added = readTags(call.parameters);
  if (added.size === 0) throw failure('MissingParameter.TagKeys');
  if (added.size > tagsPerCallMax) throw failure('NumberExceed.Tags');
  const changes = ownGroups(call).map((group) => {
    const tags = new Map([...group.attributes.tags, ...added]);
    if (tags.size > call.limits.tagsPerResourceMax) throw failure('QuotaExceed.Tags');
    return { group, tags };
  });
  for (const { group, tags } of changes) group.attributes = { ...group.attributes, tags };
  return {};
}

/** Keys that a group does not have are no fault. */
function untag(call: Call): ReplyBody {
  const keys = new Set(listOf(call.parameters, 'TagKey'));
  if (keys.size > tagsPerCallMax) throw failure('NumberExceed.Tags');
  const all = keys.size === 0;
  if (all && !isTrue(call.parameters, 'All')) throw failure('MissingParameter.TagKeys');
  for (const group of ownGroups(call)) {
    const kept = [...group.attributes.tags].filter(([key]) => !all && !keys.has(key));
    group.attributes = { ...group.attributes, tags: new Map(kept) };
  }
  return {};
}

function list(call: Call): ReplyBody {
  const ids = listOf(call.parameters, 'ResourceId');
  const wanted = itemsOf(call.parameters, 'Tag').map(({ fields }) => fields);
  const groups = ids.length > 0 ? groupsById(call, ids) : call.state.groupsAt(call);
  checkResourceType(call);
  const matching = groups.filter(({ attributes: { tags } }) =>
    wanted.every(
      ({ Key = '', Value }) => tags.has(Key) && (Value ?? tags.get(Key)) === tags.get(Key),
    ),
  );
  return { TagResources: { TagResource: matching.flatMap(tagBodies) }, NextToken: '' };
}

function tagBodies({ attributes: { id, tags } }: Group): readonly ReplyBody[] {
  return Array.from(tags, ([TagKey, TagValue]) => ({
    ResourceType: 'securitygroup',
    ResourceId: id,
    TagKey,
    TagValue,
  }));
}

function ownGroups(call: Call): readonly Group[] {
  checkResourceType(call);
  const ids = listOf(call.parameters, 'ResourceId');
  if (ids.length === 0) throw failure('MissingParameter.ResourceIds');
  const groups = groupsById(call, ids);
  for (const group of groups) checkOwn(group);
  return groups;
}

/** Groups are the only resources that there are here. */
function checkResourceType({ parameters }: Call): void {
  if (optional(parameters, 'ResourceType')?.toLowerCase() === 'securitygroup') return;
  throw failure('InvalidResourceType.NotFound');
}

function groupsById(call: Call, ids: readonly string[]): readonly Group[] {
  if (ids.length > resourcesPerCallMax) throw failure('NumberExceed.ResourceIds');
  return ids.map((id) => {
    const group = call.state.groupAt(id, call);
    if (group === undefined) throw failure('InvalidResourceId.NotFound');
    return group;
  });
}
