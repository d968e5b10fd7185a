// How joining and leaving groups is refused.

import type { Nested } from '../flavours.ts';
import type { ErrorCase } from './error-case.ts';

function of(operation: 'JoinSecurityGroup' | 'LeaveSecurityGroup') {
  return (
    answer: string,
    ask: Nested,
    limits: NonNullable<ErrorCase['options']>['limits'] = {},
  ): ErrorCase => ({ operation, answer, ask, options: { limits } });
}

const join = of('JoinSecurityGroup');
const leave = of('LeaveSecurityGroup');

const managed = '403 InvalidOperation.ResourceManagedByCloudProduct';
const app = { SecurityGroupId: 'sg-app' };
const web = { SecurityGroupId: 'sg-web' };

export const memberCases: readonly ErrorCase[] = [
  join(managed, { SecurityGroupId: 'sg-managed', InstanceId: 'i-web' }),
  join('403 InvalidInstanceId.AlreadyExists', { ...web, InstanceId: 'i-web' }),
  join('403 AclLimitExceed', { ...app, InstanceId: 'i-web' }, { rulesPerInterfaceMax: 10 }),
  join(
    '403 InstanceSecurityGroupLimitExceeded',
    { SecurityGroupId: 'sg-db', InstanceId: 'i-both' },
    { groupsPerInterfaceMax: 2 },
  ),
  join(
    '403 SecurityGroupInstanceLimitExceeded',
    { ...app, InstanceId: 'i-web' },
    { addressesPerGroupMax: 2 },
  ),
  join(
    '403 InvalidOperation.NetworkInterfaceCountExceeded',
    { SecurityGroupId: 'sg-advanced-2', InstanceId: 'i-advanced' },
    { interfacesPerEnterpriseGroupMax: 0 },
  ),
  join('403 IncorrectInstanceStatus', { ...app, InstanceId: 'i-starting' }),
  join('403 InstanceLockedForSecurity', { ...app, InstanceId: 'i-locked' }),
  join('403 InvalidOperation.VpcMismatch', {
    SecurityGroupId: 'sg-far',
    NetworkInterfaceId: 'eni-free',
  }),
  join('403 InvalidOperation.InvalidEniType', { ...app, NetworkInterfaceId: 'eni-web' }),
  join('403 InvalidOperation.EniServiceManaged', { ...app, NetworkInterfaceId: 'eni-managed' }),
  join('403 InvalidParam.EniIdAndInstanceId.Conflict', {
    ...app,
    InstanceId: 'i-web',
    NetworkInterfaceId: 'eni-free',
  }),
  join('403 Forbidden.InstanceIsBeingCreated', { ...app, InstanceId: 'i-pending' }),
  join('400 InvalidStatus.EniOrInstanceIsBeingCreated', {
    ...app,
    NetworkInterfaceId: 'eni-creating',
  }),
  join('404 InvalidInstanceId.NotFound', { ...app, InstanceId: 'i-none' }),
  join('404 InvalidEniId.NotFound', { ...app, NetworkInterfaceId: 'eni-none' }),
  join('404 InvalidSecurityGroupId.NotFound', {
    SecurityGroupId: 'sg-none',
    InstanceId: 'i-web',
  }),

  leave(managed, { SecurityGroupId: 'sg-managed', InstanceId: 'i-web' }),
  leave('403 InstanceLastSecurityGroup', { ...web, InstanceId: 'i-web' }),
  leave('403 InvalidOperation.AtLeastInOneGroup', { ...web, NetworkInterfaceId: 'eni-free' }),
  leave('403 IncorrectInstanceStatus', { ...web, InstanceId: 'i-starting' }),
  leave('400 InvalidSecurityGroupAssociation.NotFound', { ...app, InstanceId: 'i-web' }),
];
