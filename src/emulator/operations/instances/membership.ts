// Who may be in which groups: every check of a network interface that is to be in other groups than
// it is in. The tables of the operations give some refusals different codes.

import { failure } from '../../failure.ts';
import { groupsWeight } from '../../weights.ts';
import { place, room } from './room.ts';
import type { FailureCode } from '../../failure.ts';
import type { Group } from '../../group.ts';
import type { NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';

export interface MembershipCodes {
  readonly otherVpc: FailureCode;
  readonly mixedTypes: { readonly code: FailureCode; readonly status: number };
  readonly groupFull: FailureCode;
  readonly enterpriseGroupFull: FailureCode;
}

/** `after` is the whole list: of the groups it is in, and of those it joins. */
export function checkMembership(
  member: NetworkInterface,
  after: readonly Group[],
  { call, codes }: { readonly call: Call; readonly codes: MembershipCodes },
): void {
  const joined = after.filter(({ id }) => !member.groupIds.includes(id));
  if (joined.some(({ attributes }) => attributes.vpcId !== member.vpcId)) {
    throw failure(codes.otherVpc, { subject: member.id });
  }
  if (new Set(after.map(({ attributes }) => attributes.type)).size > 1) {
    throw failure(codes.mixedTypes.code, { status: codes.mixedTypes.status });
  }
  if (after.length > call.limits.groupsPerInterfaceMax) {
    throw failure('InstanceSecurityGroupLimitExceeded', { subject: member.id });
  }
  for (const group of joined) checkRoom(member, group, { call, codes });
  const ids = after.map(({ id }) => id);
  if (joined.length > 0 && groupsWeight(ids, call) > call.limits.rulesPerInterfaceMax) {
    throw failure('AclLimitExceed', { subject: member.id });
  }
}

function checkRoom(
  member: NetworkInterface,
  group: Group,
  { call, codes }: { readonly call: Call; readonly codes: MembershipCodes },
): void {
  if (place(member, group) <= room(group, call)) return;
  const enterprise = group.attributes.type === 'enterprise';
  throw failure(enterprise ? codes.enterpriseGroupFull : codes.groupFull, { subject: group.id });
}

export const joinCodes: MembershipCodes = {
  otherVpc: 'InvalidInstanceId.Mismatch',
  mixedTypes: { code: 'InvalidOperation.MultiGroupType', status: 400 },
  groupFull: 'SecurityGroupInstanceLimitExceeded',
  enterpriseGroupFull: 'InvalidOperation.NetworkInterfaceCountExceeded',
};

export const modifyInterfaceCodes: MembershipCodes = {
  otherVpc: 'InvalidOperation.VpcMismatch',
  mixedTypes: { code: 'InvalidOperation.MultiGroupType', status: 403 },
  groupFull: 'SecurityGroupInstanceLimitExceed',
  enterpriseGroupFull: 'InvalidOperation.EniCountExceeded',
};
