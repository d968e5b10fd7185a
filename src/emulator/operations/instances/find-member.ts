// The instance or the network interface that a call names, fit to change its groups.

import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import type { Instance, NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';
import type { Place } from '../../place.ts';

/** Calls that name an instance need not name its region. */
export function findInstance(call: Call, id: string): Instance {
  if (!id.startsWith('i-')) throw failure('InvalidInstanceId.Malformed');
  const instance = call.state.machines.instance(id);
  if (instance === undefined || !isHere(instance, call)) {
    throw failure('InvalidInstanceId.NotFound');
  }
  return instance;
}

export function checkInstanceReady({ status, lockReasons }: Instance): void {
  if (status === 'Pending') throw failure('Forbidden.InstanceIsBeingCreated');
  checkUnlocked({ lockReasons });
  if (status !== 'Running' && status !== 'Stopped') throw failure('IncorrectInstanceStatus');
}

export function checkUnlocked({ lockReasons }: Pick<Instance, 'lockReasons'>): void {
  if (lockReasons.includes('security')) throw failure('InstanceLockedForSecurity');
}

export function findInterface(call: Call, id: string): NetworkInterface {
  if (!id.startsWith('eni-'))
    throw failure('InvalidParam.Malformed', { subject: 'NetworkInterfaceId' });
  const found = call.state.machines.interface(id);
  if (found === undefined || !isHere(found, call)) {
    throw failure('InvalidEniId.NotFound', { subject: id });
  }
  return found;
}

/** The groups of a primary interface are those of its instance, and changed there. */
export function checkInterfaceReady({ id, status, serviceManaged }: NetworkInterface): void {
  if (serviceManaged) throw failure('InvalidOperation.EniServiceManaged', { subject: id });
  if (status === 'Creating') {
    throw failure('InvalidStatus.EniOrInstanceIsBeingCreated', { subject: id });
  }
  if (status !== 'Available' && status !== 'InUse') {
    throw failure('InvalidOperation.InvalidEniState', { subject: id });
  }
}

/** Join and Leave name either an instance or a network interface. */
export function findMember(call: Call): {
  readonly member: NetworkInterface;
  readonly instance: boolean;
} {
  const instanceId = optional(call.parameters, 'InstanceId');
  const interfaceId = optional(call.parameters, 'NetworkInterfaceId');
  if (instanceId !== undefined && interfaceId !== undefined) {
    throw failure('InvalidParam.EniIdAndInstanceId.Conflict');
  }
  if (interfaceId !== undefined)
    return { member: findSecondary(call, interfaceId), instance: false };
  const instance = findInstance(call, instanceId ?? '');
  checkInstanceReady(instance);
  return { member: call.state.machines.primaryOf(instance), instance: true };
}

function findSecondary(call: Call, id: string): NetworkInterface {
  if (call.region === '') throw failure('MissingParameter.RegionId');
  const member = findInterface(call, id);
  if (member.type === 'Primary') throw failure('InvalidOperation.InvalidEniType', { subject: id });
  checkInterfaceReady(member);
  return member;
}

function isHere(place: Place, { account, region }: Call): boolean {
  return place.account === account && (region === '' || place.region === region);
}
