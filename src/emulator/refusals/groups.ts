// How calls about groups, VPCs and regions are refused.

import type { Refusal } from './refusal.ts';

export const groupRefusals = {
  // Regions, VPCs and groups.
  DependencyViolation: {
    status: 403,
    message: '%s.',
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
  'EntityExists.AssociatedTransferTasks': {
    status: 400,
    message: 'An associated transfer task is in progress. Try again later.',
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
    message:
      'The input parameter RegionId that is mandatory for processing this request is not supplied.',
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
    message: 'The parameter NextToken is invalid.',
  },
  'NotSupported.PageNumberAndPageSize': {
    status: 400,
    message:
      'The parameters PageNumber and PageSize are currently not supported, please use NextToken and MaxResults instead.',
  },
  InvalidParameter: { status: 400, message: 'The specified parameter %s is not valid.' },
  'InvalidParameter.AttributeNotSupported': {
    status: 400,
    message: 'The specified Attribute is not supported.',
  },
  'InvalidParameter.SecurityGroupType': {
    status: 400,
    message: 'The specified SecurityGroupType is not valid.',
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
} as const satisfies Readonly<Record<string, Refusal>>;
