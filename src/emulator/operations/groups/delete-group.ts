// DeleteSecurityGroup: refused while a network interface is in the group, or while another group has
// a rule whose peer is this one.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { findOwnGroup } from './find-group.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const deleteSecurityGroup = operation('DeleteSecurityGroup', remove);

function remove(call: Call): ReplyBody {
  const group = findOwnGroup(call, 'InvalidSecurityGroup.NotFound');
  if (group.attributes.deletionProtection) throw failure('InvalidOperation.DeletionProtection');
  if (call.state.machines.members(group.id).length > 0) {
    const subject = 'There is still instance(s) in the specified security group';
    throw failure('DependencyViolation', { subject });
  }
  const referrers = call.state.referrersOf(group.id).filter(({ id }) => id !== group.id);
  if (referrers.length > 0) {
    const subject = 'The specified security group has been authorized in another one';
    throw failure('DependencyViolation', { subject });
  }
  call.state.removeGroup(group);
  return {};
}
