// How calls about instances and network interfaces, and about who is in which group, are refused.

import type { Refusal } from './refusal.ts';

export const instanceRefusals = {
  AclLimitExceed: {
    status: 403,
    message: 'The number of security group rules of %s exceeds the limit.',
  },
  'Forbidden.InstanceIsBeingCreated': {
    status: 403,
    message: 'The specified instance is being created.',
  },
  IncorrectInstanceStatus: {
    status: 403,
    message: 'The current status of the resource does not support this operation.',
  },
  InstanceLastSecurityGroup: {
    status: 403,
    message: 'The specified security group is the last security group for the instance.',
  },
  InstanceLockedForSecurity: {
    status: 403,
    message: 'The specified operation is denied as your instance is locked for security reasons.',
  },
  InstanceNotInSecurityGroup: { status: 403, message: 'The instance not in the group.' },
  InstanceSecurityGroupLimitExceeded: {
    status: 403,
    message: 'Exceeding the allowed amount of security groups that %s can be in.',
  },
  'InvalidEcsId.NotFound': { status: 404, message: 'The specified instance %s does not exist.' },
  'InvalidEniId.NotFound': {
    status: 404,
    message: 'The specified network interface %s does not exist.',
  },
  'InvalidInstanceId.AlreadyExists': {
    status: 403,
    message: 'The specified instance already exists in the specified security group.',
  },
  'InvalidInstanceId.Malformed': {
    status: 400,
    message: 'The specified parameter "InstanceId" is not valid.',
  },
  'InvalidInstanceId.Mismatch': {
    status: 400,
    message: 'Specified instance and security group are not in the same VPC.',
  },
  'InvalidInstanceId.NotFound': {
    status: 404,
    message: 'The specified InstanceId does not exist.',
  },
  'InvalidInstanceIds.Malformed': {
    status: 400,
    message:
      'The amount of specified instance Ids exceeds the limit, or they are not a JSON array.',
  },
  'InvalidInstanceName.Malformed': {
    status: 400,
    message: 'The specified parameter "InstanceName" is not valid.',
  },
  'InvalidOperation.AtLeastInOneGroup': {
    status: 403,
    message: 'The network interface %s must be in at least one security group.',
  },
  'InvalidOperation.Conflict': {
    status: 409,
    message: 'Request was denied due to conflict with a previous request, please try again later.',
  },
  'InvalidOperation.EniCountExceeded': {
    status: 403,
    message: 'The maximum number of eni in a enterprise level security group is exceeded.',
  },
  'InvalidOperation.EniServiceManaged': {
    status: 403,
    message: 'The network interface %s is managed by a cloud service.',
  },
  'InvalidOperation.InvalidEniState': {
    status: 400,
    message: 'The current status of the network interface %s does not support this operation.',
  },
  'InvalidOperation.InvalidEniType': {
    status: 403,
    message: 'The type of the network interface %s does not support this operation.',
  },
  'InvalidOperation.MultiGroupType': {
    status: 403,
    message: "The specified instance can't join different types of security group.",
  },
  'InvalidOperation.NetworkInterfaceCountExceeded': {
    status: 403,
    message:
      'The maximum number of NetworkInterface in a enterprise level security group is exceeded.',
  },
  'InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc': {
    status: 404,
    message: 'Primary NetworkInterface is only allowed to modify name and description.',
  },
  'InvalidOperation.VpcMismatch': {
    status: 403,
    message: 'The network interface %s and the security group are not in the same VPC.',
  },
  'InvalidParam.EniIdAndInstanceId.Conflict': {
    status: 403,
    message: 'InstanceId and NetworkInterfaceId cannot be specified at the same time.',
  },
  'InvalidParam.Malformed': { status: 403, message: 'The specified parameter %s is not valid.' },
  'InvalidParameter.SecurityGroupIdRepeated': {
    status: 404,
    message: 'The specified security group ids has repeated.',
  },
  'InvalidParams.NetworkInterfaceName': {
    status: 403,
    message: 'The specified parameter NetworkInterfaceName is not valid.',
  },
  'InvalidSecurityGroupAssociation.NotFound': {
    status: 400,
    message: '%s is not in the specified security group.',
  },
  'InvalidStatus.EniOrInstanceIsBeingCreated': {
    status: 400,
    message: 'The specified instance or network interface %s is being created.',
  },
  RequestTimeout: {
    status: 504,
    message: 'The request encounters an upstream server timeout.',
  },
  SecurityGroupInstanceLimitExceed: {
    status: 403,
    message: 'The maximum number of instances in the security group %s is exceeded.',
  },
  SecurityGroupInstanceLimitExceeded: {
    status: 403,
    message: 'The maximum number of instances in a security group is exceeded.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
