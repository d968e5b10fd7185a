// JoinSecurityGroup and LeaveSecurityGroup: one instance or network interface, one group.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { checkGroupId, checkOwn } from '../groups/find-group.ts';
import { findMember } from './find-member.ts';
import { checkMembership, joinCodes } from './membership.ts';
import type { Group } from '../../group.ts';
import type { NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const joinSecurityGroup = operation('JoinSecurityGroup', join, { regionOptional: true });
export const leaveSecurityGroup = operation('LeaveSecurityGroup', leave, { regionOptional: true });

function join(call: Call): ReplyBody {
  const { member, instance } = findMember(call);
  const group = findGroupOf(member, call);
  if (member.groupIds.includes(group.id)) throw failure('InvalidInstanceId.AlreadyExists');
  const codes = instance
    ? joinCodes
    : ({ ...joinCodes, otherVpc: 'InvalidOperation.VpcMismatch' } as const);
  const present = member.groupIds
    .map((id) => call.state.group(id))
    .filter((found) => found !== undefined);
  checkMembership(member, [...present, group], { call, codes });
  call.state.machines.putInterface({ ...member, groupIds: [...member.groupIds, group.id] });
  return {};
}

function leave(call: Call): ReplyBody {
  const { member, instance } = findMember(call);
  const group = findGroupOf(member, call);
  const groupIds = member.groupIds.filter((id) => id !== group.id);
  if (groupIds.length === member.groupIds.length) {
    if (call.switches.leaveOtherGroup === 'succeeds') return {};
    throw failure('InvalidSecurityGroupAssociation.NotFound', { subject: member.id });
  }
  if (groupIds.length === 0) {
    throw instance
      ? failure('InstanceLastSecurityGroup')
      : failure('InvalidOperation.AtLeastInOneGroup', { subject: member.id });
  }
  call.state.machines.putInterface({ ...member, groupIds });
  return {};
}

/** The group is looked for where the instance is: the call need not say its region. */
function findGroupOf({ region }: NetworkInterface, call: Call): Group {
  const id = checkGroupId(optional(call.parameters, 'SecurityGroupId'));
  const group = call.state.groupAt(id, { account: call.account, region });
  if (group === undefined) throw failure('InvalidSecurityGroupId.NotFound');
  checkOwn(group);
  return group;
}
