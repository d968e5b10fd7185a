// CreateSecurityGroup: a group without rules.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { optional } from '../../parameters.ts';
import { readResourceGroup, rememberResourceGroup } from '../around/find-resource-group.ts';
import { checkGroupDescription, checkGroupName, readTags } from '../../text-checks.ts';
import type { GroupAttributes } from '../../group.ts';
import type { Call } from '../../operation.ts';
import type { ReplyBody } from '../../tokens.ts';

export const createSecurityGroup = operation('CreateSecurityGroup', create, {
  takesClientToken: true,
});

function create(call: Call): ReplyBody {
  const asked = readAsked(call);
  const groups = call.state.groupsAt(call).length;
  if (groups >= call.limits.groupsPerRegionMax) throw failure('QuotaExceed.SecurityGroup');
  const vpcId = findVpc(call, asked.type);
  rememberResourceGroup(asked.resourceGroupId, call);
  const id = call.identifiers.resourceId('sg', call.region);
  call.state.addGroup({
    ...asked,
    id,
    account: call.account,
    region: call.region,
    vpcId,
    sequence: call.state.nextSequence(),
    creationTime: call.time,
    innerAccessPolicy: asked.type === 'normal' ? 'Accept' : 'Drop',
    serviceManaged: false,
    deletionProtection: false,
  });
  return { SecurityGroupId: id };
}

type Asked = Pick<
  GroupAttributes,
  'type' | 'name' | 'description' | 'resourceGroupId' | 'tags' | 'snapshotPolicyIds'
>;

function readAsked(call: Call): Asked {
  const { parameters, limits } = call;
  const name = optional(parameters, 'SecurityGroupName') ?? '';
  if (name !== '') checkGroupName(name);
  const description = optional(parameters, 'Description') ?? '';
  if (description !== '') checkGroupDescription(description, 'InvalidDescription.Malformed');
  const tags = readTags(parameters);
  if (tags.size > limits.tagsPerResourceMax) throw failure('QuotaExceed.Tags');
  return {
    type: readType(optional(parameters, 'SecurityGroupType')),
    name,
    description,
    resourceGroupId: readResourceGroup(call),
    tags: call.switches.tagsOfCreation === 'kept' ? tags : new Map(),
    snapshotPolicyIds: [],
  };
}

function readType(text: string | undefined): GroupAttributes['type'] {
  const type = text?.toLowerCase() ?? 'normal';
  if (type === 'normal' || type === 'enterprise') return type;
  throw failure('InvalidParams.GroupType');
}

/** A basic group may leave the VPC out and gets the default one of its region. */
function findVpc(call: Call, type: GroupAttributes['type']): string {
  const id = optional(call.parameters, 'VpcId');
  if (id === undefined) {
    if (type === 'enterprise') throw failure('InvalidParams.VpcIdGroupType');
    return call.state.defaultVpc(call);
  }
  const vpc = call.state.vpcs.get(id);
  const own = vpc?.region === call.region && (vpc.account ?? call.account) === call.account;
  if (own && vpc.status === 'Pending') throw failure('IncorrectVpcStatus');
  if (own) return id;
  if (vpc !== undefined || !call.anyVpc || !id.startsWith('vpc-')) {
    throw failure('InvalidVpcId.NotFound');
  }
  call.state.vpcs.set(id, { id, region: call.region });
  return id;
}
