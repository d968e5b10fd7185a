// DescribeSecurityGroups: the groups of a region, filtered, newest first, in pages.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { isTrue, optional } from '../../parameters.ts';
import { anyPage } from '../pages.ts';
import { groupFilter } from './group-filter.ts';
import { shownResourceGroup } from '../around/find-resource-group.ts';
import { room } from '../instances/room.ts';
import type { Group } from '../../group.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const describeSecurityGroups = operation('DescribeSecurityGroups', describe, {
  mutates: false,
});

const listing = {
  list: 'groups',
  size: { least: 1, most: 100, usual: 10, clamped: false },
  badToken: 'InValidParameter.NextToken',
  badNumber: 'InvalidParameter',
} as const;

function describe(call: Call): ReplyBody {
  const { parameters, region } = call;
  const matches = groupFilter(call);
  checkPageNumbers(call);
  if (isTrue(parameters, 'DryRun')) throw failure('DryRunOperation');
  const sequenced = matches().map((group) => ({ group, sequence: group.attributes.sequence }));
  const { items, paging } = anyPage(sequenced, parameters, listing);
  return {
    RegionId: region,
    SecurityGroups: { SecurityGroup: items.map(({ group }) => groupBody(group, call)) },
    ...paging,
  };
}

function checkPageNumbers({ parameters, switches }: Call): void {
  const numbered = ['PageNumber', 'PageSize'].some(
    (name) => optional(parameters, name) !== undefined,
  );
  if (numbered && switches.pageNumbers === 'refused') {
    throw failure('NotSupported.PageNumberAndPageSize');
  }
}

/** The two counts are 0 for those who do not ask for them. */
function groupBody(group: Group, call: Call): ReplyBody {
  const { attributes } = group;
  const counted = isTrue(call.parameters, 'IsQueryEcsCount');
  return {
    CreationTime: attributes.creationTime,
    VpcId: attributes.vpcId,
    Tags: { Tag: Array.from(attributes.tags, ([TagKey, TagValue]) => ({ TagKey, TagValue })) },
    SecurityGroupId: attributes.id,
    SecurityGroupName: attributes.name,
    SecurityGroupType: attributes.type,
    Description: attributes.description,
    ResourceGroupId: shownResourceGroup(attributes.resourceGroupId, call),
    ServiceManaged: attributes.serviceManaged,
    ServiceID: 0,
    EcsCount: counted ? instanceCount(group, call) : 0,
    AvailableInstanceAmount: counted ? room(group, call) : 0,
    RuleCount: group.ruleCount,
    GroupToGroupRuleCount: group.groupPeerCount,
  };
}

function instanceCount({ id }: Group, { state }: Call): number {
  return state.machines.members(id).filter(({ type }) => type === 'Primary').length;
}
