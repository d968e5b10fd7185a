// JoinResourceGroup: a resource goes to another resource group.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { readKind, resourceOf } from '../tags/resources.ts';
import { readResourceGroup, rememberResourceGroup } from './find-resource-group.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const joinResourceGroup = operation('JoinResourceGroup', join);

function join(call: Call): ReplyBody {
  const kind = readKind(call.parameters);
  const id = optional(call.parameters, 'ResourceId') ?? '';
  if (optional(call.parameters, 'ResourceGroupId') === undefined) {
    throw failure('InvalidResourceGroup.NotFound');
  }
  const resourceGroupId = readResourceGroup(call);
  const resource = resourceOf(kind, id, call);
  if (resource === undefined) throw failure('InvalidResourceId.NotFound');
  if (resource.serviceManaged) {
    throw failure('InvalidOperation.ResourceManagedByCloudProduct', { subject: id });
  }
  rememberResourceGroup(resourceGroupId, call);
  resource.change({ resourceGroupId });
  return {};
}
