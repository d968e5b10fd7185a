// The filters of DescribeSecurityGroups. A filter that matches nothing is an empty list, not a fault.

import { failure } from '../failure.ts';
import { isTrue, itemsOf, optional } from '../parameters.ts';
import type { Group } from '../group.ts';
import type { Call } from '../operation.ts';
import type { Parameters } from '../parameters.ts';

const idsMax = 100;
/** The cloud looks no further when it filters by tag. */
const tagMatchesMax = 1000;

/** Checks the filters now; the result lists the matches, newest first. */
export function groupFilter(call: Call): () => readonly Group[] {
  const { parameters } = call;
  const ids = idsOf(parameters);
  const tests = [typeTest, nameTest, vpcTest, managedTest, tagTest].map((make) => make(parameters));
  const filtersByTag = itemsOf(parameters, 'Tag').length > 0;
  return () => {
    const candidates = ids === undefined ? call.state.groupsAt(call) : groupsById(call, ids);
    const matches = candidates
      .filter((group) => tests.every((test) => test(group)))
      .toSorted((a, b) => b.attributes.sequence - a.attributes.sequence);
    return filtersByTag ? matches.slice(0, tagMatchesMax) : matches;
  };
}

type Test = (group: Group) => boolean;

/** Those of SecurityGroupId and of SecurityGroupIds, a JSON array; both together intersect. */
function idsOf(parameters: Parameters): ReadonlySet<string> | undefined {
  const one = optional(parameters, 'SecurityGroupId');
  const text = optional(parameters, 'SecurityGroupIds');
  if (text === undefined) return one === undefined ? undefined : new Set([one]);
  const many = parseIds(text);
  return one === undefined ? many : new Set([one].filter((id) => many.has(id)));
}

function groupsById(call: Call, ids: ReadonlySet<string>): readonly Group[] {
  return [...ids].map((id) => call.state.groupAt(id, call)).filter((group) => group !== undefined);
}

function parseIds(text: string): ReadonlySet<string> {
  const ids = /^\s*\[(\s*"[^"\\]*"\s*(,\s*"[^"\\]*"\s*)*)?\]\s*$/.test(text)
    ? (JSON.parse(text) as string[])
    : undefined;
  if (ids === undefined || ids.length > idsMax) throw failure('InvalidSecurityGroupId.Malformed');
  return new Set(ids);
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
  return ({ attributes }) => (fuzzy ? attributes.name.includes(name) : attributes.name === name);
}

/** All groups are in a VPC: the classic network is gone. */
function vpcTest(parameters: Parameters): Test {
  const vpcId = optional(parameters, 'VpcId');
  const resourceGroupId = optional(parameters, 'ResourceGroupId');
  const classic = optional(parameters, 'NetworkType')?.toLowerCase() === 'classic';
  return ({ attributes }) =>
    !classic &&
    (vpcId === undefined || attributes.vpcId === vpcId) &&
    (resourceGroupId === undefined || attributes.resourceGroupId === resourceGroupId);
}

function managedTest(parameters: Parameters): Test {
  const managed = optional(parameters, 'ServiceManaged')?.toLowerCase();
  return ({ attributes }) => managed === undefined || String(attributes.serviceManaged) === managed;
}

/** Every tag must match; one without value matches any value. */
function tagTest(parameters: Parameters): Test {
  const wanted = itemsOf(parameters, 'Tag').map(({ fields }) => ({
    key: fields['Key'] ?? '',
    value: fields['Value'],
  }));
  if (wanted.some(({ key }) => key === '')) throw failure('InvalidTagKey.Malformed');
  return ({ attributes: { tags } }) =>
    wanted.every(({ key, value }) => tags.has(key) && (value ?? tags.get(key)) === tags.get(key));
}
