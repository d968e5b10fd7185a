// The documented codes that the emulator never gives, each with the reason.

import type { Documented } from './documented-codes.ts';

type Operations = RegExp;

interface Unreachable {
  readonly operations: Operations;
  readonly answer: string;
  readonly reason: string;
}

const classic = 'only groups of the classic network can do this, and that network is gone';
const older = (now: string): string =>
  `older name of a refusal that newer tables call ${now}, which is what one gets`;

const unreachable: readonly Unreachable[] = [
  { operations: /./, answer: '400 InvalidSecurityGroup.InvalidNetworkType', reason: classic },
  { operations: /./, answer: '400 NotSupported.ClassicNetworkPrefixList', reason: classic },
  { operations: /./, answer: '403 InvalidNetworkType.Conflict', reason: classic },
  { operations: /./, answer: '403 InvalidNetworkType.Mismatch', reason: classic },
  { operations: /./, answer: '403 InvalidNicType.Mismatch', reason: classic },
  { operations: /./, answer: '400 VPCDisabled', reason: classic },
  {
    operations: /./,
    answer: '404 NotSupported.GrayFunction',
    reason: 'prefix lists are no preview any more',
  },
  {
    operations: /./,
    answer: '400 InvalidParameter.Ipv6CidrIp',
    reason:
      'the tables have a code for each side besides it, InvalidParam.Ipv6SourceCidrIp and Ipv6DestCidrIp',
  },
  {
    operations: /./,
    answer: '400 ILLEGAL_IPV6_CIDR',
    reason: older('InvalidParam.Ipv6DestCidrIp'),
  },
  {
    operations: /./,
    answer: '400 InvalidDestCidrIp.sMalformed',
    reason: 'a misprint of InvalidDestCidrIp.Malformed, which the same table has',
  },
  {
    operations: /(Authorize|Revoke|Modify)/,
    answer: '403 MissingParameter',
    reason: older('MissingParameter.Source or MissingParameter.Dest, with 400'),
  },
  {
    operations: /^RevokeSecurityGroupEgress$/,
    answer: '400 MissingParameter',
    reason: older('MissingParameter.Dest'),
  },
  {
    operations: /^Authorize/,
    answer: '400 InvalidIpProtocol.Malformed',
    reason: older('InvalidIpProtocol.ValueNotSupported'),
  },
  {
    operations: /^Authorize/,
    answer: '400 InvalidSourceGroup.NotFound',
    reason: older('InvalidSourceGroupId.NotFound, with 404'),
  },
  {
    operations: /^Authorize/,
    answer: '400 InvalidDestGroup.NotFound',
    reason: older('InvalidDestGroupId.NotFound, with 404'),
  },
  {
    operations: /^Revoke/,
    answer: '400 InvalidSecurityGroupId.NotFound',
    reason: 'the same code has 404 in the same table, which is what one gets',
  },
  {
    operations: /^DeleteSecurityGroup$/,
    answer: '404 InvalidSecurityGroupId.NotFound',
    reason: older('InvalidSecurityGroup.NotFound'),
  },
  {
    operations: /^CreateSecurityGroup$/,
    answer: '400 InvalidSecurityGroupDiscription.Malformed',
    reason: 'the same table has InvalidDescription.Malformed, which is what one gets',
  },
  {
    operations: /^CreateSecurityGroup$/,
    answer: '400 IncorrectVpcStatus',
    reason: 'the same code has 403 in the same table, which is what one gets',
  },
  {
    operations: /^CreateSecurityGroup$/,
    answer: '403 InvalidVpcId.NotFound',
    reason: 'its message asks for a VpcId, but without one there is the default VPC',
  },
  {
    operations: /^ModifySecurityGroupAttribute$/,
    answer: '400 InvalidParameter',
    reason: 'name and description have codes of their own, and there is nothing else to get wrong',
  },
  {
    operations: /^ModifySecurityGroupPolicy$/,
    answer: '400 MissingParameter.RegionId',
    reason: 'spelled MissingParamter.RegionId here',
  },
  {
    operations: /^JoinSecurityGroup$/,
    answer: '403 InvalidOperation.MultiGroupType',
    reason:
      "the vendor's table of this operation gives it 400; 403 is of ModifyNetworkInterfaceAttribute (both in members.test.ts)",
  },
  {
    operations: /^LeaveSecurityGroup$/,
    answer: '403 InstanceNotInSecurityGroup',
    reason: older('InvalidSecurityGroupAssociation.NotFound, with 400, since July 2024'),
  },
  {
    operations: /^(AuthorizeSecurityGroup|ModifySecurityGroupRule)$/,
    answer: '403 InvalidSecurityGroup.IsSame',
    reason: 'its message is about DestGroupId; for SourceGroupId there is InvalidParamter.Conflict',
  },
  {
    operations: /^(AuthorizeSecurityGroupEgress|ModifySecurityGroupEgressRule)$/,
    answer: '403 InvalidParamter.Conflict',
    reason:
      'its message is about SourceGroupId; for DestGroupId there is InvalidSecurityGroup.IsSame',
  },
  {
    operations: /^Revoke/,
    answer: '403 InvalidParamter.Conflict',
    reason: 'InvalidSecurityGroup.IsSame is about revoking, and is what one gets',
  },
  ...[
    '400 InvalidIpPortRange.Malformed',
    '400 InvalidSourceCidrIp.Malformed',
    '400 InvalidDestCidrIp.Malformed',
  ].map((answer) => ({
    operations: /^Modify/,
    answer,
    reason: 'of the deprecated form, which Modify does not have; InvalidParam.* is what one gets',
  })),
  ...[
    '400 InvalidParam.Ipv4ProtocolConflictWithIpv6Address',
    '400 InvalidParam.Ipv6ProtocolConflictWithIpv4Address',
  ].map((answer) => ({
    operations: /^Modify/,
    answer,
    reason: 'Modify has InvalidParam.ProtocolAndAddressFamilyMismatch for it',
  })),
  ...['400 InvalidParam.Permissions', '400 InvalidParam.DuplicatePermissions'].map((answer) => ({
    operations: /^Modify/,
    answer,
    reason: 'Modify takes one rule, not a list of Permissions',
  })),
];

export function reasonFor(operation: Documented, answer: string): string | undefined {
  return unreachable.find((entry) => entry.answer === answer && entry.operations.test(operation))
    ?.reason;
}

/** Those that no documented code asks for, which ought to be none. */
export function needlessReasons(
  documented: readonly (readonly [Documented, string])[],
): readonly string[] {
  return unreachable
    .filter(
      ({ operations, answer }) =>
        !documented.some(([name, code]) => code === answer && operations.test(name)),
    )
    .map(({ answer }) => answer);
}
