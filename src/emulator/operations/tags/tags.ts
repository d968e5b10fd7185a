// TagResources, UntagResources and ListTagResources.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { isTrue, itemsOf, listOf } from '../../parameters.ts';
import { readTags } from '../../text-checks.ts';
import { tokenPage } from '../pages.ts';
import { readKind, resourceOf, resourcesAt } from './resources.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';
import type { Resource, ResourceKind } from './resources.ts';

const resourcesPerCallMax = 50;
const tagsPerCallMax = 20;

export const tagResources = operation('TagResources', tag);
export const untagResources = operation('UntagResources', untag);
export const listTagResources = operation('ListTagResources', list, { mutates: false });

/** The calls cannot choose the size of a page. */
const listing = {
  size: { least: 50, most: 50, usual: 50, clamped: true },
  badToken: 'InvalidParameter',
  badNumber: 'InvalidParameter',
} as const;

function tag(call: Call): ReplyBody {
  const added = readTags(call.parameters);
  if (added.size === 0) throw failure('MissingParameter.TagKeys');
  if (added.size > tagsPerCallMax) throw failure('NumberExceed.Tags');
  const changes = ownResources(call).map((resource) => {
    const tags = new Map([...resource.tags, ...added]);
    if (tags.size > call.limits.tagsPerResourceMax) throw failure('QuotaExceed.Tags');
    return { resource, tags };
  });
  for (const { resource, tags } of changes) resource.change({ tags });
  return {};
}

/** Keys that a resource does not have are no fault. */
function untag(call: Call): ReplyBody {
  const keys = new Set(listOf(call.parameters, 'TagKey'));
  if (keys.size > tagsPerCallMax) throw failure('NumberExceed.Tags');
  const all = keys.size === 0;
  if (all && !isTrue(call.parameters, 'All')) throw failure('MissingParameter.TagKeys');
  for (const resource of ownResources(call)) {
    const kept = [...resource.tags].filter(([key]) => !all && !keys.has(key));
    resource.change({ tags: new Map(kept) });
  }
  return {};
}

/** The key that stands for the resource group, which is no tag. */
const resourceGroupKey = 'acs:rm:rgId';

function list(call: Call): ReplyBody {
  const kind = readKind(call.parameters);
  const ids = listOf(call.parameters, 'ResourceId');
  const matches = tagFilter(call);
  const resources = ids.length > 0 ? resourcesById(call, kind, ids) : resourcesAt(kind, call);
  const tagged = resources
    .filter((resource) => resource.tags.size > 0 && matches(resource))
    .toSorted((a, b) => b.sequence - a.sequence);
  const { items, paging } = tokenPage(tagged, call.parameters, {
    ...listing,
    list: `tags-${kind}`,
  });
  const TagResource = items.flatMap((resource) => tagBodies(resource, kind));
  return { TagResources: { TagResource }, ...paging };
}

function tagFilter({ parameters }: Call): (resource: Resource) => boolean {
  const wanted = itemsOf(parameters, 'Tag').map(({ fields }) => ({
    key: fields['Key'] ?? '',
    value: fields['Value'],
  }));
  if (wanted.some(({ key }) => key === '')) throw failure('InvalidParameter.TagValue');
  return (resource) =>
    wanted.every(({ key, value }) => {
      if (key === resourceGroupKey) return resource.resourceGroupId === value;
      return resource.tags.has(key) && (value ?? resource.tags.get(key)) === resource.tags.get(key);
    });
}

function tagBodies({ id, tags }: Resource, kind: ResourceKind): readonly ReplyBody[] {
  return Array.from(tags, ([TagKey, TagValue]) => ({
    ResourceType: kind,
    ResourceId: id,
    TagKey,
    TagValue,
  }));
}

function ownResources(call: Call): readonly Resource[] {
  const kind = readKind(call.parameters);
  const ids = listOf(call.parameters, 'ResourceId');
  if (ids.length === 0) throw failure('MissingParameter.ResourceIds');
  const resources = resourcesById(call, kind, ids);
  const managed = resources.find(({ serviceManaged }) => serviceManaged);
  if (managed === undefined) return resources;
  throw failure('InvalidOperation.ResourceManagedByCloudProduct', { subject: managed.id });
}

function resourcesById(
  call: Call,
  kind: ResourceKind,
  ids: readonly string[],
): readonly Resource[] {
  if (ids.length > resourcesPerCallMax) throw failure('NumberExceed.ResourceIds');
  return ids.map((id) => {
    const resource = resourceOf(kind, id, call);
    if (resource === undefined) throw failure('InvalidResourceId.NotFound');
    return resource;
  });
}
