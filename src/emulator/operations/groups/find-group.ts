// The group that a call names.

import { failure } from '../../failure.ts';
import { optional } from '../../parameters.ts';
import type { FailureCode } from '../../failure.ts';
import type { Group } from '../../group.ts';
import type { Call } from '../../operation.ts';

/** `missing` is the code for a group that is not there; operations disagree on it. */
export function findGroup(
  call: Call,
  missing: FailureCode = 'InvalidSecurityGroupId.NotFound',
): Group {
  const id = checkGroupId(optional(call.parameters, 'SecurityGroupId'));
  const group = call.state.groupAt(id, call);
  if (group === undefined) throw failure(missing);
  return group;
}

/** Groups of cloud services can be read, and nothing else. */
export function findOwnGroup(
  call: Call,
  missing: FailureCode = 'InvalidSecurityGroupId.NotFound',
): Group {
  const group = findGroup(call, missing);
  checkOwn(group);
  return group;
}

export function checkOwn({ attributes }: Group): void {
  if (!attributes.serviceManaged) return;
  throw failure('InvalidOperation.ResourceManagedByCloudProduct', { subject: attributes.id });
}

export function checkGroupId(id: string | undefined): string {
  if (id?.startsWith('sg-') === true) return id;
  throw failure('InvalidSecurityGroupId.Malformed');
}
