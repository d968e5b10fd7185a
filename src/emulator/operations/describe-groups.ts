// DescribeSecurityGroups: the groups of a region, filtered, newest first, in pages.

import { failure } from '../failure.ts';
import { operation } from '../operation.ts';
import { isTrue, optional, pageSize, wholeNumber } from '../parameters.ts';
import { pageAfter } from '../paging.ts';
import { groupFilter } from './group-filter.ts';
import type { Group } from '../group.ts';
import type { Call } from '../operation.ts';
import type { ReplyBody } from '../tokens.ts';

export const describeSecurityGroups = operation('DescribeSecurityGroups', describe, {
  mutates: false,
});

function describe(call: Call): ReplyBody {
  const { parameters, region } = call;
  const page = byPageNumber(parameters) ? numberedPage : tokenPage;
  const matches = groupFilter(call);
  if (isTrue(parameters, 'DryRun')) throw failure('DryRunOperation');
  const { groups, ...paging } = page(call, matches());
  return {
    RegionId: region,
    SecurityGroups: { SecurityGroup: groups.map(groupBody) },
    ...paging,
  };
}

type Paged = Readonly<Record<string, unknown>> & { readonly groups: readonly Group[] };

/** The old way is also what one gets by asking for neither. */
function byPageNumber(parameters: Call['parameters']): boolean {
  return ['MaxResults', 'NextToken'].every((name) => optional(parameters, name) === undefined);
}

/**
 * Without page numbers in the request, this is the first page, and the token leads to the second
 * for those who change over.
 */
function numberedPage({ parameters }: Call, matches: readonly Group[]): Paged {
  const size = sizeOf(parameters, 'PageSize');
  const number = wholeNumber(parameters, 'PageNumber') ?? 1;
  if (!(number >= 1)) throw failure('InvalidParameter', { subject: 'PageNumber' });
  const groups = matches.slice((number - 1) * size, number * size);
  const asked = optional(parameters, 'PageNumber') !== undefined;
  const NextToken = asked ? '' : (tokenOf(matches, { token: undefined, size })?.nextToken ?? '');
  return { groups, NextToken, TotalCount: matches.length, PageNumber: number, PageSize: size };
}

function tokenPage({ parameters }: Call, matches: readonly Group[]): Paged {
  const size = sizeOf(parameters, 'MaxResults');
  const page = tokenOf(matches, { token: optional(parameters, 'NextToken'), size });
  if (page === undefined) throw failure('InValidParameter.NextToken');
  return { groups: page.items, NextToken: page.nextToken };
}

function sizeOf(parameters: Call['parameters'], name: 'PageSize' | 'MaxResults'): number {
  return pageSize(parameters, { name, least: 1, most: 100, usual: 10, code: 'InvalidParameter' });
}

function tokenOf(
  matches: readonly Group[],
  { token, size }: { readonly token: string | undefined; readonly size: number },
): ReturnType<typeof pageAfter<Group>> {
  const sequenceOf = ({ attributes }: Group): number => attributes.sequence;
  return pageAfter(matches, { list: 'groups', token, size, sequenceOf });
}

function groupBody(group: Group): ReplyBody {
  const { attributes } = group;
  return {
    CreationTime: attributes.creationTime,
    VpcId: attributes.vpcId,
    Tags: { Tag: Array.from(attributes.tags, ([TagKey, TagValue]) => ({ TagKey, TagValue })) },
    SecurityGroupId: attributes.id,
    SecurityGroupName: attributes.name,
    SecurityGroupType: attributes.type,
    Description: attributes.description,
    ResourceGroupId: attributes.resourceGroupId,
    ServiceManaged: attributes.serviceManaged,
    ServiceID: 0,
    EcsCount: 0,
    AvailableInstanceAmount: 0,
    RuleCount: group.ruleCount,
    GroupToGroupRuleCount: group.groupPeerCount,
  };
}
