// ModifyInstanceAttribute and ModifyNetworkInterfaceAttribute: names, descriptions, and the whole
// list of groups at once.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { listOf, optional } from '../../parameters.ts';
import { checkGroupId, checkOwn } from '../groups/find-group.ts';
import {
  checkInstanceReady,
  checkInterfaceReady,
  checkUnlocked,
  findInstance,
  findInterface,
} from './find-member.ts';
import { checkMembership, joinCodes, modifyInterfaceCodes } from './membership.ts';
import type { FailureCode } from '../../failure.ts';
import type { Group } from '../../group.ts';
import type { NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';
import type { MembershipCodes } from './membership.ts';

export const modifyInstanceAttribute = operation('ModifyInstanceAttribute', modifyInstance, {
  regionOptional: true,
});
export const modifyNetworkInterfaceAttribute = operation(
  'ModifyNetworkInterfaceAttribute',
  modifyInterface,
);

function modifyInstance(call: Call): ReplyBody {
  const instance = findInstance(call, optional(call.parameters, 'InstanceId') ?? '');
  checkUnlocked(instance);
  const texts = readTexts(call, {
    name: 'InstanceName',
    badName: 'InvalidInstanceName.Malformed',
  });
  const ids = listOf(call.parameters, 'SecurityGroupIds');
  const { machines } = call.state;
  if (ids.length > 0) {
    checkInstanceReady(instance);
    const primary = machines.primaryOf(instance);
    machines.putInterface(inGroups(primary, ids, { call, codes: joinCodes }));
  }
  machines.putInstance({ ...instance, ...texts });
  return {};
}

function modifyInterface(call: Call): ReplyBody {
  const id = optional(call.parameters, 'NetworkInterfaceId');
  if (id === undefined) throw failure('MissingParameter', { subject: 'NetworkInterfaceId' });
  const before = findInterface(call, id);
  checkInterfaceReady(before);
  const texts = readTexts(call, {
    name: 'NetworkInterfaceName',
    badName: 'InvalidParams.NetworkInterfaceName',
  });
  const ids = listOf(call.parameters, 'SecurityGroupId');
  if (ids.length > 0 && before.type === 'Primary') {
    throw failure('InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc');
  }
  if (call.switches.interfaceTypeChange === 'fails') checkType(before, ids, call);
  const after =
    ids.length === 0 ? before : inGroups(before, ids, { call, codes: modifyInterfaceCodes });
  call.state.machines.putInterface({ ...after, ...texts });
  return {};
}

/** None of the groups is of another type than those before. */
function checkType({ groupIds }: NetworkInterface, ids: readonly string[], call: Call): void {
  const types = [...groupIds, ...ids].map((id) => call.state.group(id)?.attributes.type);
  if (new Set(types.filter((type) => type !== undefined)).size <= 1) return;
  const { code, status } = modifyInterfaceCodes.mixedTypes;
  throw failure(code, { status });
}

/** Nothing is between the groups before and the groups after. */
function inGroups(
  member: NetworkInterface,
  ids: readonly string[],
  { call, codes }: { readonly call: Call; readonly codes: MembershipCodes },
): NetworkInterface {
  if (new Set(ids).size < ids.length) throw failure('InvalidParameter.SecurityGroupIdRepeated');
  const groups = ids.map((id): Group => {
    const group = call.state.groupAt(checkGroupId(id), member);
    if (group === undefined) throw failure('InvalidSecurityGroupId.NotFound');
    return group;
  });
  const changed = groups.filter(({ id }) => !member.groupIds.includes(id));
  for (const group of changed) checkOwn(group);
  for (const id of member.groupIds.filter((before) => !ids.includes(before))) {
    const left = call.state.group(id);
    if (left !== undefined) checkOwn(left);
  }
  checkMembership(member, groups, { call, codes });
  return { ...member, groupIds: [...ids] };
}

interface Texts {
  readonly name?: string;
  readonly description?: string;
}

function readTexts(
  { parameters }: Call,
  names: { readonly name: string; readonly badName: FailureCode },
): Texts {
  const name = optional(parameters, names.name);
  const description = optional(parameters, 'Description');
  if (name !== undefined && (name.length < 2 || name.length > 128 || isLink(name))) {
    throw failure(names.badName);
  }
  if (description !== undefined && (description.length < 2 || isLink(description))) {
    throw failure('InvalidDescription.Malformed');
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
}

function isLink(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
