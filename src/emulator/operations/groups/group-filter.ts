// The filters of DescribeSecurityGroups. A filter that matches nothing is an empty list, not a fault.

import { failure } from '../../failure.ts';
import { isTrue, itemsOf, optional } from '../../parameters.ts';
import { filteredResourceGroup } from '../around/find-resource-group.ts';
import { tagTest } from '../match-tags.ts';
import { parseTexts } from '../texts.ts';
import type { Group } from '../../group.ts';
import type { Call } from '../../operation.ts';
import type { Parameters } from '../../parameters.ts';

/** The cloud looks no further when it filters by tag. */
const tagMatchesMax = 1000;

/** Checks the filters now; the result lists the matches, newest first. */
export function groupFilter(call: Call): () => readonly Group[] {
  const { parameters } = call;
  const ids = idsOf(parameters);
  const tests = [typeTest, nameTest, vpcTest, managedTest].map((make) => make(parameters));
  const resourceGroup = filteredResourceGroup(call);
  const tagged = tagTest(parameters);
  const filtersByTag = itemsOf(parameters, 'Tag').length > 0;
  return () => {
    const candidates = ids === undefined ? call.state.groupsAt(call) : groupsById(call, ids);
    const matches = candidates
      .filter((group) => tests.every((test) => test(group)) && tagged(group.attributes.tags))
      .filter(({ attributes: { resourceGroupId: id } }) => id === (resourceGroup ?? id))
      .toSorted((a, b) => b.attributes.sequence - a.attributes.sequence);
    return filtersByTag ? matches.slice(0, tagMatchesMax) : matches;
  };
}

type Test = (group: Group) => boolean;

/** Those of SecurityGroupId and of SecurityGroupIds, a JSON array; both together intersect. */
function idsOf(parameters: Parameters): ReadonlySet<string> | undefined {
  const one = optional(parameters, 'SecurityGroupId');
  const many = parseTexts(parameters, 'SecurityGroupIds', 'InvalidSecurityGroupId.Malformed');
  if (many === undefined) return one === undefined ? undefined : new Set([one]);
  return one === undefined ? many : new Set([one].filter((id) => many.has(id)));
}

function groupsById(call: Call, ids: ReadonlySet<string>): readonly Group[] {
  return [...ids].map((id) => call.state.groupAt(id, call)).filter((group) => group !== undefined);
}

function typeTest(parameters: Parameters): Test {
  const type = optional(parameters, 'SecurityGroupType')?.toLowerCase();
  if (type !== undefined && type !== 'normal' && type !== 'enterprise') {
    throw failure('InvalidParameter.SecurityGroupType');
  }
  return ({ attributes }) => type === undefined || attributes.type === type;
}

function nameTest(parameters: Parameters): Test {
  const name = optional(parameters, 'SecurityGroupName');
  if (name === undefined) return () => true;
  const fuzzy = isTrue(parameters, 'FuzzyQuery');
  if (name.length > 128 || /^https?:\/\//i.test(name)) {
    throw failure('InvalidSecurityGroupName.Malformed');
  }
  return ({ attributes }) => (fuzzy ? attributes.name.includes(name) : attributes.name === name);
}

/** All groups are in a VPC: the classic network is gone. */
function vpcTest(parameters: Parameters): Test {
  const vpcId = optional(parameters, 'VpcId');
  const classic = optional(parameters, 'NetworkType')?.toLowerCase() === 'classic';
  return ({ attributes }) => !classic && (vpcId === undefined || attributes.vpcId === vpcId);
}

function managedTest(parameters: Parameters): Test {
  const managed = optional(parameters, 'ServiceManaged')?.toLowerCase();
  return ({ attributes }) => managed === undefined || String(attributes.serviceManaged) === managed;
}
