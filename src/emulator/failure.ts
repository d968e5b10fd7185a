// The API's refusals: each code with its HTTP status and its message, in one table.
//
// `%s` stands for what the caller names. Codes are spelled as the cloud spells them, mistakes
// included. The vendor's tables disagree on a few of them; where a code has two statuses, the
// operation that needs the second one says so where it fails.

interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** What an operation throws to refuse; `Emulator.call` makes the reply of it, and nobody else may. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  readonly status: number;

  constructor(code: FailureCode, { status, message }: Refusal) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.status = status;
  }
}

/** `subject` fills the `%s` of the message; `status` overrides the usual one. */
export function failure(
  code: FailureCode,
  { subject = '', status }: { readonly subject?: string; readonly status?: number } = {},
): ApiFailure {
  const refusal: Refusal = refusals[code];
  return new ApiFailure(code, {
    status: status ?? refusal.status,
    message: refusal.message.replace('%s', () => subject),
  });
}

export type FailureCode = keyof typeof refusals;

const refusals = {
  // The gateway's own.
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to Aliyun standards. %s',
  },
  InternalError: {
    status: 500,
    message: 'The request processing has failed due to some unknown error.',
  },
  'InvalidAccessKeyId.NotFound': { status: 404, message: 'Specified access key is not found.' },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
  InvalidVersion: { status: 400, message: 'Specified parameter Version is not valid.' },
  MethodNotAllowed: { status: 405, message: 'Only GET and POST are supported.' },
  MissingParameter: {
    status: 400,
    message:
      'The input parameter "%s" that is mandatory for processing this request is not supplied.',
  },
  RequestBodyTooLarge: { status: 413, message: 'The request body is larger than %s bytes.' },
  InvalidRequest: { status: 400, message: 'The request is not valid HTTP.' },
  SignatureDoesNotMatch: {
    status: 400,
    message: 'Specified signature is not matched with our calculation. server string to sign is:%s',
  },

  // Client tokens.
  IdempotentParameterMismatch: {
    status: 400,
    message:
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
  },
  'InvalidClientToken.ValueNotSupported': {
    status: 400,
    message: 'The ClientToken provided is invalid. It must be at most 64 ASCII characters.',
  },

  // Regions, VPCs and groups.
  DependencyViolation: {
    status: 403,
    message: 'The specified security group has been authorized in another one.',
  },
  'InvalidOperation.DeletionProtection': {
    status: 403,
    message: 'The operation is not allowed because the security group is protected from deletion.',
  },
  'InvalidOperation.ResourceManagedByCloudProduct': {
    status: 403,
    message: 'The security group %s is managed by a cloud product and cannot be changed.',
  },
  'InvalidParams.GroupType': {
    status: 400,
    message: 'The specified SecurityGroupType is not valid. It must be normal or enterprise.',
  },
  'InvalidParams.VpcIdGroupType': {
    status: 400,
    message: 'An enterprise level security group needs a VpcId.',
  },
  'InvalidRegionId.NotFound': {
    status: 404,
    message: 'The specified RegionId does not exist.',
  },
  'InvalidResourceGroup.NotFound': {
    status: 404,
    message: 'The ResourceGroup provided does not exist in our records.',
  },
  'InvalidSecurityGroup.NotFound': {
    status: 404,
    message: 'The specified security group does not exist.',
  },
  'InvalidSecurityGroupId.Malformed': {
    status: 400,
    message: 'The specified parameter "SecurityGroupId" is not valid.',
  },
  'InvalidSecurityGroupId.NotFound': {
    status: 404,
    message: 'The specified SecurityGroupId does not exist.',
  },
  'InvalidSecurityGroupName.Malformed': {
    status: 400,
    message: 'The specified parameter "SecurityGroupName" is not valid.',
  },
  'InvalidDescription.Malformed': {
    status: 400,
    message: 'The specified parameter "Description" is not valid.',
  },
  'InvalidSecurityGroupDiscription.Malformed': {
    status: 400,
    message: 'The specified security group rule description is not valid.',
  },
  'InvalidVpcId.NotFound': { status: 404, message: 'The specified VpcId does not exist.' },
  'MissingParameter.RegionId': {
    status: 400,
    message: 'The input parameter "RegionId" that is mandatory is not supplied.',
  },
  'MissingParamter.RegionId': {
    status: 400,
    message: 'The input parameter "RegionId" that is mandatory is not supplied.',
  },
  'QuotaExceed.SecurityGroup': {
    status: 403,
    message: 'The maximum number of security groups is exceeded.',
  },
  'QuotaExceed.Tags': { status: 403, message: 'The quota of tags of the resource is exceeded.' },

  // Reading.
  DryRunOperation: {
    status: 400,
    message: 'Request validation has been passed with DryRun flag set.',
  },
  'InValidParameter.NextToken': {
    status: 400,
    message: 'The specified parameter NextToken is not valid.',
  },
  InvalidParameter: { status: 400, message: 'The specified parameter %s is not valid.' },
  'InvalidParameter.AttributeNotSupported': {
    status: 400,
    message: 'The specified Attribute is not supported.',
  },
  'InvalidParameter.SecurityGroupType': {
    status: 400,
    message: 'The specified parameter SecurityGroupType is not valid.',
  },
  InvalidParamter: { status: 400, message: 'The specified parameter %s is not valid.' },

  // Changing a group.
  'InvalidParameter.InnerAccessPolicy': {
    status: 404,
    message:
      "The InnerAccessPolicy attribute of enterprise level security group can't be modified.",
  },
  'InvalidPolicy.Malformed': {
    status: 400,
    message: "The Policy is invalid. Only 'Accept' and 'Drop' are supported. Ignore case.",
  },

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
    message: 'The specified IpProtocol and PortRange do not match.',
  },
  'InvalidParam.ProtocolAndAddressFamilyMismatch': {
    status: 400,
    message: 'The specified IpProtocol and the address family do not match.',
  },
  'InvalidParam.ProtocolNotSupportPortRangeList': {
    status: 400,
    message: 'The specified IpProtocol does not support port lists.',
  },
  'InvalidPortRangeListId.NotFound': {
    status: 400,
    message: 'The specified port list was not found.',
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
    message: 'The parameters SourceCidrIp and Ipv6SourceCidrIp of %s cannot both be set.',
  },
  'InvalidParam.DestIp': {
    status: 400,
    message: 'The parameters DestCidrIp and Ipv6DestCidrIp of %s cannot both be set.',
  },
  'InvalidParam.Ipv4ProtocolConflictWithIpv6Address': {
    status: 400,
    message: 'The IPv4 protocol of %s conflicts with its IPv6 address.',
  },
  'InvalidParam.Ipv6ProtocolConflictWithIpv4Address': {
    status: 400,
    message: 'The IPv6 protocol of %s conflicts with its IPv4 address.',
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
      'The attributes SourceGroupId, DestGroupId of enterprise level security groups are not allowed to be specified.',
  },
  'InvalidGroupAuthParameter.OperationDenied': {
    status: 400,
    message: 'An enterprise level security group cannot be authorized in another security group.',
  },
  'InvalidPrefixListId.NotFound': {
    status: 404,
    message: 'The specified prefix list was not found.',
  },

  // Rules: batches, limits, and rules that are there or not.
  'InvalidParam.Permissions': {
    status: 400,
    message:
      'The parameter Permissions must hold 1 to 100 rules and cannot be combined with other rule parameters.',
  },
  'InvalidParam.DuplicatePermissions': {
    status: 400,
    message: 'The specified %s is a duplicate of another rule in the request.',
  },
  AuthorizationLimitExceed: {
    status: 403,
    message: 'The limit of authorization records in the security group reaches.',
  },
  'AuthorizedGroupRule.LimitExceed': {
    status: 400,
    message:
      'The security group rules exceed the limit. When authorization object of rule is security group, the limit is %s.',
  },
  'InvalidSecurityGroupRule.RuleNotExist': {
    status: 400,
    message: 'The specified rule does not exist.',
  },
  'InvalidParam.SecurityGroupRuleId': {
    status: 400,
    message: 'The specified parameter %s is not valid.',
  },
  'InvalidParam.SecurityGroupRuleIdRepeated': {
    status: 400,
    message: 'The specified parameter SecurityGroupRuleId %s is repeated.',
  },
  'InvalidSecurityGroupRuleId.NotFound': {
    status: 404,
    message: 'The specified SecurityGroupRuleId is not exists.',
  },
  'SecurityGroupRule.NotFound': {
    status: 404,
    message: 'The specified security group rule is not found.',
  },
  'InvalidOperation.ModifySgRuleEntityType': {
    status: 400,
    message: 'The source or destination type of the rules cannot be modified.',
  },
  'InvalidOperation.ModifyPortRangeType': {
    status: 400,
    message: 'The port range type of the rule cannot be modified.',
  },
  'InvalidOperation.RuleDuplicate': {
    status: 400,
    message: 'The rule after the modification is a duplicate of an existing rule.',
  },
  'InvalidParam.InvalidModifyRuleRequest': {
    status: 400,
    message: 'The parameter %s of the rule cannot be changed to an empty value.',
  },

  // Tags.
  'Duplicate.TagKey': { status: 400, message: 'The Tag.N.Key contain duplicate key.' },
  'InvalidTagKey.Malformed': {
    status: 400,
    message: 'The specified Tag.n.Key is not valid.',
  },
  'InvalidTagValue.Malformed': {
    status: 400,
    message: 'The specified Tag.n.Value is not valid.',
  },
  'InvalidResourceId.NotFound': {
    status: 404,
    message: 'The specified ResourceIds are not found in our records.',
  },
  'InvalidResourceType.NotFound': {
    status: 404,
    message: 'The ResourceType provided does not exist in our records.',
  },
  'MissingParameter.ResourceIds': {
    status: 400,
    message: 'The parameter - ResourceIds should not be null.',
  },
  'MissingParameter.TagKeys': {
    status: 400,
    message: 'The parameter - TagKeys should not be null.',
  },
  'NumberExceed.ResourceIds': {
    status: 400,
    message: "The ResourceIds parameter's number is exceed.",
  },
  'NumberExceed.Tags': { status: 400, message: "The Tags parameter's number is exceed." },
} as const satisfies Readonly<Record<string, Refusal>>;
