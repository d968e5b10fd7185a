// The calls that change something, in the API's words.
import type { ClientToken } from '../model/client-token.ts';
import type { GroupId, Tags } from '../model/group-identity.ts';
import type { GroupType } from '../model/group.ts';
import { isInstance, type MemberId } from '../model/member.ts';
import type { Direction, Policy, Rule, RuleId } from '../model/rule.ts';
import type { ApiCall } from './transport.ts';
import { toWireRule, type IdOfGroup, type WireParameters } from './wire-rule.ts';

const securityGroups = 'securitygroup';
const suffix = { ingress: '', egress: 'Egress' } as const;

export interface NewGroup {
  readonly vpc: string;
  readonly cloudName: string;
  readonly description: string;
  readonly type: GroupType;
  readonly tags: Tags;
  /** Where it is missing the cloud chooses one. */
  readonly resourceGroup?: string;
}

export function createGroup(group: NewGroup, token: ClientToken): ApiCall {
  return ecs('CreateSecurityGroup', {
    VpcId: group.vpc,
    SecurityGroupName: group.cloudName,
    SecurityGroupType: group.type,
    ...(group.description === '' ? {} : { Description: group.description }),
    ...(group.resourceGroup === undefined ? {} : { ResourceGroupId: group.resourceGroup }),
    ...numbered('Tag', tagList(group.tags)),
    ClientToken: token,
  });
}

/** Takes no client token; a second time it finds nothing. */
export function deleteGroup(id: GroupId): ApiCall {
  return ecs('DeleteSecurityGroup', { SecurityGroupId: id });
}

/** Takes no client token; the second time it means the same. */
export function modifyGroup(
  id: GroupId,
  { cloudName, description }: { readonly cloudName?: string; readonly description?: string },
): ApiCall {
  return ecs('ModifySecurityGroupAttribute', {
    SecurityGroupId: id,
    ...(cloudName === undefined ? {} : { SecurityGroupName: cloudName }),
    ...(description === undefined ? {} : { Description: description }),
  });
}

/** Takes no client token; the second time it means the same. */
export function joinResourceGroup(id: GroupId, resourceGroup: string): ApiCall {
  return ecs('JoinResourceGroup', {
    ResourceType: securityGroups,
    ResourceId: id,
    ResourceGroupId: resourceGroup,
  });
}

export function modifyInnerAccessPolicy(id: GroupId, policy: Policy, token: ClientToken): ApiCall {
  return ecs('ModifySecurityGroupPolicy', {
    SecurityGroupId: id,
    InnerAccessPolicy: policy === 'accept' ? 'Accept' : 'Drop',
    ClientToken: token,
  });
}

/** Takes no client token; the second time the cloud refuses it, and nothing changes. */
export function joinGroup(id: GroupId, member: MemberId): ApiCall {
  return ecs('JoinSecurityGroup', { SecurityGroupId: id, ...memberParameter(member) });
}

/** Takes no client token; the second time the cloud refuses it, and nothing changes. */
export function leaveGroup(id: GroupId, member: MemberId): ApiCall {
  return ecs('LeaveSecurityGroup', { SecurityGroupId: id, ...memberParameter(member) });
}

/**
 * Takes no client token. The second time it means the same, unless somebody else has changed the groups in
 * between: so it is never sent again but after a read.
 */
export function replaceGroups(member: MemberId, ids: readonly GroupId[]): ApiCall {
  const list = (name: string) =>
    Object.fromEntries(ids.map((id, index) => [`${name}.${index + 1}`, id] as const));
  return isInstance(member)
    ? ecs('ModifyInstanceAttribute', { InstanceId: member, ...list('SecurityGroupIds') })
    : ecs('ModifyNetworkInterfaceAttribute', {
        NetworkInterfaceId: member,
        ...list('SecurityGroupId'),
      });
}

/** Takes no client token; the second time it means the same. */
export function tagGroup(id: GroupId, tags: Tags): ApiCall {
  return ecs('TagResources', { ...taggedResource(id), ...numbered('Tag', tagList(tags)) });
}

/** Takes no client token; the second time it means the same. */
export function untagGroup(id: GroupId, keys: readonly string[]): ApiCall {
  const tagKeys = keys.map((key, index) => [`TagKey.${index + 1}`, key] as const);
  return ecs('UntagResources', { ...taggedResource(id), ...Object.fromEntries(tagKeys) });
}

export function authorize(
  id: GroupId,
  { direction, rules }: { readonly direction: Direction; readonly rules: readonly Rule[] },
  { idOf, token }: { readonly idOf: IdOfGroup; readonly token: ClientToken },
): ApiCall {
  const permissions = rules.map((rule) => toWireRule(rule, idOf));
  return ecs(`AuthorizeSecurityGroup${suffix[direction]}`, {
    SecurityGroupId: id,
    ...numbered('Permissions', permissions),
    ClientToken: token,
  });
}

/** By rule id only: a tuple with a wrong default would hit another rule, or none. */
export function revoke(
  id: GroupId,
  { direction, ruleIds }: { readonly direction: Direction; readonly ruleIds: readonly RuleId[] },
  token: ClientToken,
): ApiCall {
  const ids = ruleIds.map((ruleId, index) => [`SecurityGroupRuleId.${index + 1}`, ruleId] as const);
  return ecs(`RevokeSecurityGroup${suffix[direction]}`, {
    SecurityGroupId: id,
    ...Object.fromEntries(ids),
    ClientToken: token,
  });
}

/** Sends the full rule: whether omitted fields are kept or reset is not documented. */
export function modifyRule(
  id: GroupId,
  { ruleId, after }: { readonly ruleId: RuleId; readonly after: Rule },
  { idOf, token }: { readonly idOf: IdOfGroup; readonly token: ClientToken },
): ApiCall {
  return ecs(`ModifySecurityGroup${suffix[after.direction]}Rule`, {
    SecurityGroupId: id,
    SecurityGroupRuleId: ruleId,
    ...toWireRule(after, idOf),
    ClientToken: token,
  });
}

function ecs(action: string, parameters: WireParameters): ApiCall {
  return { product: 'Ecs', action, parameters };
}

function memberParameter(member: MemberId): WireParameters {
  return isInstance(member) ? { InstanceId: member } : { NetworkInterfaceId: member };
}

function taggedResource(id: GroupId): WireParameters {
  return { ResourceType: securityGroups, 'ResourceId.1': id };
}

function tagList(tags: Tags): readonly WireParameters[] {
  return Object.entries(tags)
    .toSorted()
    .map(([key, value]) => ({ Key: key, Value: value }));
}

/** `Tag.1.Key`, `Tag.1.Value`, `Tag.2.Key` and so on. */
function numbered(name: string, items: readonly WireParameters[]): WireParameters {
  const entries = items.flatMap((item, index) =>
    Object.entries(item).map(([field, value]) => [`${name}.${index + 1}.${field}`, value] as const),
  );
  return Object.fromEntries(entries);
}
