// Groups in the API's words → ours.
import type { GroupId, Tags } from '../model/group-identity.ts';
import type { ListedGroup } from '../model/group.ts';
import type { Policy } from '../model/rule.ts';
import { wireList, type Wire } from './wire-list.ts';
import { wireText } from './wire-rule.ts';

/**
 * One element of DescribeSecurityGroups. A group without a VPC is of the classic network, one
 * without a type is a basic one. Undefined where something is missing that decides whose it is.
 */
export function fromWireGroup(wire: Wire): ListedGroup | undefined {
  const type = wireText(wire['SecurityGroupType']).toLowerCase() || 'normal';
  const tags = readTags(wire['Tags']);
  if (tags === undefined || wireText(wire['SecurityGroupId']) === '') return undefined;
  if (type !== 'normal' && type !== 'enterprise') return undefined;
  const inResourceGroup = wireText(wire['ResourceGroupId']);
  return {
    id: wireText(wire['SecurityGroupId']) as GroupId,
    vpc: wireText(wire['VpcId']),
    cloudName: wireText(wire['SecurityGroupName']),
    description: wireText(wire['Description']),
    type,
    tags,
    serviceManaged: wire['ServiceManaged'] === true || wire['ServiceManaged'] === 'true',
    ...(inResourceGroup !== '' && { inResourceGroup }),
  };
}

/** `Accept` or `Drop`; undefined where the reply does not say. */
export function readInnerAccessPolicy(wire: Wire): Policy | undefined {
  const policy = wireText(wire['InnerAccessPolicy']).toLowerCase();
  return policy === 'accept' || policy === 'drop' ? policy : undefined;
}

function readTags(wire: unknown): Tags | undefined {
  const list = wireList({ Tags: wire }, ['Tags', 'Tag']);
  const entries = list?.map((tag) => [wireText(tag['TagKey']), wireText(tag['TagValue'])] as const);
  return entries && Object.fromEntries(entries);
}
