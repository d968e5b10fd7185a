// DescribeSecurityGroupAttribute: one group with its rules, newest first, in pages.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { optional, pageSize } from '../../parameters.ts';
import { pageAfter } from '../../paging.ts';
import { sides } from '../../rule.ts';
import { findGroup } from './find-group.ts';
import type { Call } from '../../operation.ts';
import type { Parameters } from '../../parameters.ts';
import type { Rule } from '../../rule.ts';
import type { ReplyBody } from '../../tokens.ts';

export const describeSecurityGroupAttribute = operation(
  'DescribeSecurityGroupAttribute',
  describe,
  { mutates: false },
);

function describe(call: Call): ReplyBody {
  const { parameters } = call;
  const direction = readDirection(parameters);
  checkNicType(parameters);
  const size = pageSize(parameters, pageBounds);
  const snapshots = readsSnapshots(parameters);
  const group = findGroup(call);
  const { attributes } = group;
  const rules = group
    .newestFirst()
    .filter((rule) => direction === 'all' || rule.Direction === direction);
  const token = optional(parameters, 'NextToken');
  const sequenceOf = ({ sequence }: Rule): number => sequence;
  const page = pageAfter(rules, { list: attributes.id, token, size, sequenceOf });
  if (page === undefined) throw failure('InvalidParamter', { subject: 'NextToken' });
  return {
    RegionId: attributes.region,
    VpcId: attributes.vpcId,
    SecurityGroupId: attributes.id,
    SecurityGroupName: attributes.name,
    Description: attributes.description,
    InnerAccessPolicy: attributes.innerAccessPolicy,
    Permissions: { Permission: page.items.map((rule) => ruleBody(rule, call)) },
    NextToken: page.nextToken,
    ...(snapshots ? { SnapshotPolicyIds: { SnapshotPolicyId: attributes.snapshotPolicyIds } } : {}),
  };
}

const pageBounds = {
  name: 'MaxResults',
  least: 10,
  most: 1000,
  usual: 500,
  code: 'InvalidParamter',
} as const;

function readDirection(parameters: Parameters): 'ingress' | 'egress' | 'all' {
  const direction = optional(parameters, 'Direction')?.toLowerCase() ?? 'all';
  if (direction === 'ingress' || direction === 'egress' || direction === 'all') return direction;
  throw failure('InvalidParamter', { subject: 'Direction' });
}

/** Go clients send what their language prints for nothing. */
function checkNicType(parameters: Parameters): void {
  const type = optional(parameters, 'NicType')?.toLowerCase() ?? 'intranet';
  if (['intranet', 'internet', '<nil>'].includes(type)) return;
  throw failure('InvalidNicType.ValueNotSupported');
}

function readsSnapshots(parameters: Parameters): boolean {
  const attribute = optional(parameters, 'Attribute')?.toLowerCase();
  if (attribute === undefined) return false;
  if (attribute === 'snapshotpolicyids') return true;
  throw failure('InvalidParameter.AttributeNotSupported');
}

/** What is unset is there as "". */
function ruleBody(rule: Rule, { state }: Call): ReplyBody {
  const peer = state.group(rule[sides[rule.Direction].peer.group]);
  const peerName = peer?.attributes.name ?? '';
  const { prefixLists, portRangeLists } = state.lists;
  return {
    SourceGroupId: rule.SourceGroupId,
    Policy: rule.Policy,
    Description: rule.Description,
    SourcePortRange: rule.SourcePortRange,
    Priority: rule.Priority,
    CreateTime: rule.CreateTime,
    DestPrefixListName: prefixLists.get(rule.DestPrefixListId)?.name ?? '',
    Ipv6SourceCidrIp: rule.Ipv6SourceCidrIp,
    NicType: 'intranet',
    Direction: rule.Direction,
    DestGroupId: rule.DestGroupId,
    SourceGroupName: rule.Direction === 'ingress' ? peerName : '',
    PortRange: rule.PortRange,
    DestGroupOwnerAccount: rule.DestGroupOwnerAccount,
    DestPrefixListId: rule.DestPrefixListId,
    SourceCidrIp: rule.SourceCidrIp,
    SourcePrefixListName: prefixLists.get(rule.SourcePrefixListId)?.name ?? '',
    IpProtocol: rule.IpProtocol,
    SecurityGroupRuleId: rule.SecurityGroupRuleId,
    DestCidrIp: rule.DestCidrIp,
    DestGroupName: rule.Direction === 'egress' ? peerName : '',
    Ipv6DestCidrIp: rule.Ipv6DestCidrIp,
    SourceGroupOwnerAccount: rule.SourceGroupOwnerAccount,
    SourcePrefixListId: rule.SourcePrefixListId,
    PortRangeListId: rule.PortRangeListId,
    PortRangeListName: portRangeLists.get(rule.PortRangeListId)?.name ?? '',
  };
}
