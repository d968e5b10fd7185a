// Every error code that the documents list for an operation, with its status: transcribed from
// shared/ecs-behaviour.md §6 and from the error table of the seed (RevokeSecurityGroupEgress), not
// from the emulator. error-codes.test.ts demands a case or a reason for each.

export const operations = [
  'CreateSecurityGroup',
  'DeleteSecurityGroup',
  'DescribeSecurityGroups',
  'DescribeSecurityGroupAttribute',
  'DescribeSecurityGroupReferences',
  'ModifySecurityGroupAttribute',
  'ModifySecurityGroupPolicy',
  'ModifySecurityGroupRule',
  'ModifySecurityGroupEgressRule',
  'AuthorizeSecurityGroup',
  'AuthorizeSecurityGroupEgress',
  'RevokeSecurityGroup',
  'RevokeSecurityGroupEgress',
  'JoinSecurityGroup',
  'LeaveSecurityGroup',
] as const;

export type Documented = (typeof operations)[number];

/** "Common to all". */
const common = `
  500 InternalError
  500 ServiceUnavailable
  503 ServiceUnavailable
  400 Throttling
  400 Throttling.User
  400 Throttling.Api
  403 Forbidden.RAM
  404 InvalidAccessKeyId.NotFound
  400 SignatureDoesNotMatch
  400 InvalidTimeStamp.Expired
  400 MissingParameter.RegionId
`;

/** "managed groups, all mutations" */
const managed = `
  403 InvalidOperation.ResourceManagedByCloudProduct
`;

/** "Rule operations, shared 400 set", then 401, 403 and 404. */
const sharedByRules = `
  400 InvalidSecurityGroupId.Malformed
  400 InvalidIpProtocol.ValueNotSupported
  400 InvalidParam.PortRange
  400 InvalidPortRange.Malformed
  400 InvalidIpPortRange.Malformed
  400 InvalidSourcePortRange.Malformed
  400 InvalidParam.SourceCidrIp
  400 InvalidParam.DestCidrIp
  400 InvalidParam.Ipv6SourceCidrIp
  400 InvalidParam.Ipv6DestCidrIp
  400 InvalidParameter.Ipv6CidrIp
  400 InvalidParam.SourceIp
  400 InvalidParam.DestIp
  400 InvalidParam.Ipv4ProtocolConflictWithIpv6Address
  400 InvalidParam.Ipv6ProtocolConflictWithIpv4Address
  400 InvalidParameter.Conflict
  400 InvalidPolicy.Malformed
  400 InvalidPriority.Malformed
  400 InvalidPriority.ValueNotSupported
  400 InvalidNicType.ValueNotSupported
  400 InvalidParamter.Conflict
  400 InvalidSecurityGroupDiscription.Malformed
  400 InvalidGroupAuthParameter.OperationDenied
  400 InvalidGroupParameter.OperationDenied
  400 InvalidParam.PrefixListAddressFamilyMismatch
  400 NotSupported.ClassicNetworkPrefixList
  400 InvalidParam.Permissions
  400 InvalidParam.DuplicatePermissions
  400 InvalidParam.ProtocolNotSupportPortRangeList
  400 InvalidPortRangeListId.NotFound
  400 InvalidSecurityGroup.InvalidNetworkType
  401 InvalidOperation.SecurityGroupNotAuthorized
  403 InvalidParamter.Conflict
  403 InvalidSecurityGroup.IsSame
  403 InvalidNetworkType.Conflict
  403 InvalidNetworkType.Mismatch
  403 InvalidNicType.Mismatch
  403 MissingParameter
  404 InvalidSecurityGroupId.NotFound
  404 InvalidPrefixListId.NotFound
`;

/** The wording for ingress and for egress. */
const ingress = `
  400 InvalidSourceCidrIp.Malformed
  400 MissingParameter.Source
  400 InvalidSourceGroupId.Mismatch
  404 InvalidSourceGroupId.NotFound
`;
const egress = `
  400 InvalidDestCidrIp.Malformed
  400 MissingParameter.Dest
  400 InvalidDestGroupId.Mismatch
  404 InvalidDestGroupId.NotFound
`;

const authorize = `
  403 AuthorizationLimitExceed
  400 AuthorizedGroupRule.LimitExceed
  403 LimitExceed.PrefixListAssociationResource
  400 OperationDenied
  400 InvalidIpProtocol.Malformed
  500 InvalidGressFlow.Malformed
`;

const revoke = `
  400 InvalidSecurityGroupRule.RuleNotExist
  400 InvalidParam.SecurityGroupRuleId
  400 InvalidParam.SecurityGroupRuleIdRepeated
  404 InvalidSecurityGroupRuleId.NotFound
  403 InvalidGroupAuthItem.NotFound
  400 InvalidSecurityGroupId.NotFound
`;

const modifyRule = `
  400 InvalidParam.SecurityGroupRuleId
  404 InvalidSecurityGroupRuleId.NotFound
  404 SecurityGroupRule.NotFound
  400 InvalidOperation.ModifySgRuleEntityType
  400 InvalidOperation.ModifyPortRangeType
  400 InvalidOperation.ModifyNicType
  400 InvalidOperation.RuleDuplicate
  400 InvalidParam.ProtocolAndPortRangeMismatch
  400 InvalidParam.ProtocolAndAddressFamilyMismatch
  400 InvalidParam.InvalidModifyRuleRequest
  400 InvalidSourceOrDestGroupId.DirectionMissmatch
  400 AuthorizationLimitExceed
`;

/** What the seed's own table has and the newer tables have no more. */
const seedOfRevokeEgress = `
  400 InvalidDestCidrIp.sMalformed
  400 MissingParameter
  400 VPCDisabled
  400 ILLEGAL_IPV6_CIDR
  404 NotSupported.GrayFunction
`;

const tables: Readonly<Record<Documented, string>> = {
  CreateSecurityGroup: `${common}
    400 InvalidDescription.Malformed
    400 InvalidSecurityGroupDiscription.Malformed
    400 InvalidSecurityGroupName.Malformed
    400 InvalidTagKey.Malformed
    400 InvalidTagValue.Malformed
    400 Duplicate.TagKey
    400 InvalidParams.GroupType
    400 InvalidParams.VpcIdGroupType
    400 IncorrectVpcStatus
    403 IncorrectVpcStatus
    403 QuotaExceed.SecurityGroup
    403 QuotaExceed.Tags
    403 IdempotentProcessing
    403 InvalidVpcId.NotFound
    404 InvalidRegionId.NotFound
    404 InvalidVpcId.NotFound
    404 InvalidResourceGroup.NotFound
  `,
  DeleteSecurityGroup: `${common}${managed}
    403 DependencyViolation
    404 InvalidSecurityGroup.NotFound
    404 InvalidSecurityGroupId.NotFound
    401 InvalidOperation.SecurityGroupNotAuthorized
    403 InvalidOperation.DeletionProtection
  `,
  DescribeSecurityGroups: `${common}
    400 NotSupported.PageNumberAndPageSize
    400 InValidParameter.NextToken
    400 InvalidParameter.SecurityGroupType
    400 InvalidSecurityGroupId.Malformed
    400 InvalidSecurityGroupName.Malformed
    400 DryRunOperation
  `,
  DescribeSecurityGroupAttribute: `${common}
    400 InvalidNicType.ValueNotSupported
    400 InvalidParamter
    400 InvalidParameter.AttributeNotSupported
    404 InvalidRegionId.NotFound
    404 InvalidSecurityGroupId.NotFound
  `,
  DescribeSecurityGroupReferences: `${common}
    400 InvalidSecurityGroupId.Malformed
    404 InvalidRegionId.NotFound
    404 InvalidSecurityGroupId.NotFound
  `,
  ModifySecurityGroupAttribute: `${common}${managed}
    400 InvalidSecurityGroupName.Malformed
    400 InvalidSecurityGroupDiscription.Malformed
    400 InvalidParameter
    404 InvalidSecurityGroupId.NotFound
  `,
  ModifySecurityGroupPolicy: `${common}${managed}
    400 MissingParamter.RegionId
    400 InvalidSecurityGroupId.Malformed
    400 InvalidPolicy.Malformed
    404 InvalidSecurityGroupId.NotFound
    404 InvalidParameter.InnerAccessPolicy
  `,
  ModifySecurityGroupRule: `${common}${managed}${sharedByRules}${ingress}${modifyRule}`,
  ModifySecurityGroupEgressRule: `${common}${managed}${sharedByRules}${egress}${modifyRule}`,
  AuthorizeSecurityGroup: `${common}${managed}${sharedByRules}${ingress}${authorize}
    400 InvalidSourceGroup.NotFound
  `,
  AuthorizeSecurityGroupEgress: `${common}${managed}${sharedByRules}${egress}${authorize}
    400 InvalidDestGroup.NotFound
  `,
  RevokeSecurityGroup: `${common}${managed}${sharedByRules}${ingress}${revoke}`,
  RevokeSecurityGroupEgress: `${common}${managed}${sharedByRules}${egress}${revoke}${seedOfRevokeEgress}`,
  JoinSecurityGroup: `${common}${managed}
    403 InvalidInstanceId.AlreadyExists
    403 AclLimitExceed
    403 InstanceSecurityGroupLimitExceeded
    403 SecurityGroupInstanceLimitExceeded
    403 InvalidOperation.NetworkInterfaceCountExceeded
    403 IncorrectInstanceStatus
    403 InstanceLockedForSecurity
    403 InvalidOperation.VpcMismatch
    403 InvalidOperation.InvalidEniType
    403 InvalidOperation.EniServiceManaged
    403 InvalidParam.EniIdAndInstanceId.Conflict
    403 Forbidden.InstanceIsBeingCreated
    400 InvalidStatus.EniOrInstanceIsBeingCreated
    404 InvalidInstanceId.NotFound
    404 InvalidEniId.NotFound
    404 InvalidSecurityGroupId.NotFound
    409 InvalidOperation.Conflict
    403 InvalidOperation.MultiGroupType
  `,
  LeaveSecurityGroup: `${common}${managed}
    403 InstanceLastSecurityGroup
    403 InvalidOperation.AtLeastInOneGroup
    403 InstanceNotInSecurityGroup
    403 IncorrectInstanceStatus
    400 InvalidSecurityGroupAssociation.NotFound
    409 InvalidOperation.Conflict
    504 RequestTimeout
  `,
};

/** Such as "400 InvalidPolicy.Malformed". */
export function documentedCodes(operation: Documented): readonly string[] {
  const lines = tables[operation].split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
