// Groups in the API's words → ours.
import type { GroupId, Tags } from '../model/group-identity.ts';
import type { GroupType, ListedGroup } from '../model/group.ts';
import type { Policy } from '../model/rule.ts';
import { wireText } from './wire-rule.ts';

type Wire = Readonly<Record<string, unknown>>;

/** One element of DescribeSecurityGroups. A group without a VPC is of the classic network. */
export function fromWireGroup(wire: Wire): ListedGroup {
  const type = wireText(wire['SecurityGroupType']).toLowerCase();
  return {
    id: wireText(wire['SecurityGroupId']) as GroupId,
    vpc: wireText(wire['VpcId']),
    cloudName: wireText(wire['SecurityGroupName']),
    description: wireText(wire['Description']),
    type: (type === 'enterprise' ? 'enterprise' : 'normal') satisfies GroupType,
    tags: readTags(wire['Tags']),
    serviceManaged: wire['ServiceManaged'] === true || wire['ServiceManaged'] === 'true',
  };
}

/** `Accept` or `Drop`; undefined where the reply does not say. */
export function readInnerAccessPolicy(wire: Wire): Policy | undefined {
  const policy = wireText(wire['InnerAccessPolicy']).toLowerCase();
  return policy === 'accept' || policy === 'drop' ? policy : undefined;
}

/** The elements of a list such as `{"Permissions":{"Permission":[…]}}`. */
export function wireList(wire: Wire, outer: string, inner: string): readonly Wire[] | undefined {
  const list = (wire[outer] as Wire | undefined)?.[inner];
  return Array.isArray(list) ? (list as readonly Wire[]) : undefined;
}

function readTags(wire: unknown): Tags {
  const list = wireList({ Tags: wire }, 'Tags', 'Tag') ?? [];
  const entries = list.map((tag) => [wireText(tag['TagKey']), wireText(tag['TagValue'])] as const);
  return Object.fromEntries(entries);
}
