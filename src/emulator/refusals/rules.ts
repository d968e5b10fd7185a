// How calls about rules are refused.

import type { Refusal } from './refusal.ts';

export const ruleRefusals = {
  // Rules: their fields. %s is the parameter's name, "Permissions.3.PortRange" for one of a list.
  'InvalidIpPortRange.Malformed': {
    status: 400,
    message: 'The specified parameter "PortRange" is not valid.',
  },
  'InvalidIpProtocol.ValueNotSupported': {
    status: 400,
    message: 'The parameter %s must be specified with case insensitive TCP, UDP, ICMP, GRE or All.',
  },
  'InvalidNicType.ValueNotSupported': {
    status: 400,
    message: 'The specified NicType does not exist.',
  },
  'InvalidParam.PortRange': {
    status: 400,
    message:
      'The specified parameter %s is not valid. It should be two integers less than 65535 in ?/? format.',
  },
  'InvalidPortRange.Malformed': {
    status: 400,
    message: 'The specified parameter PortRange must set.',
  },
  'InvalidPriority.Malformed': { status: 400, message: 'The parameter Priority is invalid.' },
  'InvalidPriority.ValueNotSupported': {
    status: 400,
    message: 'The parameter Priority is invalid.',
  },
  'InvalidSourcePortRange.Malformed': {
    status: 400,
    message: 'The specified parameter "SourcePortRange" is not valid.',
  },
  OperationDenied: {
    status: 400,
    message: 'The specified IpProtocol does not exist or IpProtocol and PortRange do not match.',
  },
  'InvalidParam.ProtocolAndPortRangeMismatch': {
    status: 400,
    message: 'The specified Protocol and PortRange do not match.',
  },
  'InvalidParam.ProtocolAndAddressFamilyMismatch': {
    status: 400,
    message: 'The specified Protocol and address family do not match.',
  },
  'InvalidParam.ProtocolNotSupportPortRangeList': {
    status: 400,
    message: 'The specified protocol does not support the port range list.',
  },
  'InvalidPortRangeListId.NotFound': {
    status: 400,
    message: 'The specified port range list was not found.',
  },

  // Rules: addresses and peers.
  'InvalidSourceCidrIp.Malformed': {
    status: 400,
    message: 'The specified parameter SourceCidrIp is not valid.',
  },
  'InvalidDestCidrIp.Malformed': {
    status: 400,
    message: 'The specified parameter DestCidrIp is not valid.',
  },
  'InvalidParam.SourceCidrIp': { status: 400, message: 'The specified parameter %s is not valid.' },
  'InvalidParam.DestCidrIp': { status: 400, message: 'The specified parameter %s is not valid.' },
  'InvalidParam.Ipv6SourceCidrIp': {
    status: 400,
    message: 'The specified parameter %s is not valid.',
  },
  'InvalidParam.Ipv6DestCidrIp': {
    status: 400,
    message: 'The specified parameter %s is not valid.',
  },
  'InvalidParam.SourceIp': {
    status: 400,
    message:
      'The Parameters SourceCidrIp and Ipv6SourceCidrIp in %s cannot be set at the same time.',
  },
  'InvalidParam.DestIp': {
    status: 400,
    message: 'The Parameters DestCidrIp and Ipv6DestCidrIp in %s cannot be set at the same time.',
  },
  'InvalidParam.Ipv4ProtocolConflictWithIpv6Address': {
    status: 400,
    message: 'IPv6 address cannot be specified for IPv4-specific protocol.',
  },
  'InvalidParam.Ipv6ProtocolConflictWithIpv4Address': {
    status: 400,
    message: 'IPv4 address cannot be specified for IPv6-specific protocol.',
  },
  'InvalidParameter.Conflict': {
    status: 400,
    message: 'IPv6 and IPv4 addresses cannot exist at the same time.',
  },
  'InvalidParamter.Conflict': {
    status: 403,
    message: 'The specified %s.',
  },
  'InvalidSecurityGroup.IsSame': {
    status: 403,
    message: 'The authorized SecurityGroupId should be different from the %s.',
  },
  'MissingParameter.Source': {
    status: 400,
    message:
      'One of the parameters SourceCidrIp, Ipv6SourceCidrIp, SourceGroupId or SourcePrefixListId in %s must be specified.',
  },
  'MissingParameter.Dest': {
    status: 400,
    message:
      'One of the parameters DestCidrIp, Ipv6DestCidrIp, DestGroupId or DestPrefixListId in %s must be specified.',
  },
  'InvalidSourceGroupId.NotFound': {
    status: 404,
    message: 'The SourceGroupId provided does not exist in our records.',
  },
  'InvalidDestGroupId.NotFound': {
    status: 404,
    message: 'The DestGroupId provided does not exist in our records.',
  },
  'InvalidSourceGroupId.Mismatch': {
    status: 400,
    message: 'Specified security group and source group are not in the same VPC.',
  },
  'InvalidDestGroupId.Mismatch': {
    status: 400,
    message: 'Specified security group and destination group are not in the same VPC.',
  },
  'InvalidGroupParameter.OperationDenied': {
    status: 400,
    message:
      'The attributes Policy, SourceGroupId, DestGroupId of enterprise level security groups are not allowed to be set or modified.',
  },
  'InvalidGroupAuthParameter.OperationDenied': {
    status: 400,
    message: 'The security group can not authorize to enterprise level security group.',
  },
  'InvalidPrefixListId.NotFound': {
    status: 404,
    message: 'The specified prefix list was not found.',
  },

  // Rules: batches, limits, and rules that are there or not.
  'InvalidParam.Permissions': {
    status: 400,
    message: 'The specified parameter Permissions cannot coexist with other parameters.',
  },
  'InvalidParam.DuplicatePermissions': {
    status: 400,
    message: 'There are duplicate permissions in the specified parameter Permissions.',
  },
  AuthorizationLimitExceed: {
    status: 403,
    message: 'The limit of authorization records in the security group reaches.',
  },
  'AuthorizedGroupRule.LimitExceed': {
    status: 400,
    message:
      'You have reached the limit on the number of group authorization rules that you can add to a security group.When authorization object of rule is security group, the limit is %s.',
  },
  'InvalidSecurityGroupRule.RuleNotExist': {
    status: 400,
    message: 'The specified rule does not exist.',
  },
  'InvalidParam.SecurityGroupRuleId': {
    status: 400,
    message: 'The specified parameter SecurityGroupRuleId is not valid.',
  },
  'InvalidParam.SecurityGroupRuleIdRepeated': {
    status: 400,
    message: 'The specified parameter SecurityGroupRuleId is repeated.',
  },
  'InvalidSecurityGroupRuleId.NotFound': {
    status: 404,
    message: 'The specified SecurityGroupRuleId is not exists.',
  },
  'InvalidGroupAuthItem.NotFound': {
    status: 403,
    message: 'Specified group authorized item does not exist in our records.',
  },
  'InvalidOperation.ModifyNicType': { status: 400, message: 'NicType is not allowed to modify.' },
  'InvalidSourceOrDestGroupId.DirectionMissmatch': {
    status: 400,
    message: 'The specified SourceGroupId or DestGroupId does not match the direction of the rule.',
  },
  'SecurityGroupRule.NotFound': {
    status: 404,
    message: 'The target security group rule not exist.',
  },
  'InvalidOperation.ModifySgRuleEntityType': {
    status: 400,
    message: 'The source or destination type of the rules cannot be modified.',
  },
  'InvalidOperation.ModifyPortRangeType': {
    status: 400,
    message:
      'The PortRange type is not allowed to be modified. You cannot modify a rule from using the port list to not using it, and vice versa.',
  },
  'InvalidOperation.RuleDuplicate': {
    status: 400,
    message: 'The rule after the modification is a duplicate of an existing rule.',
  },
  'InvalidParam.InvalidModifyRuleRequest': {
    status: 400,
    message: 'The request parameters are illegal.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
