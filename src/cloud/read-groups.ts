// Reading groups: the whole list, unfiltered, and the rules of those that matter.
import type { GroupId } from '../model/group-identity.ts';
import type { ListedGroup, LiveGroup } from '../model/group.ts';
import type { LiveRule } from '../model/rule.ts';
import { readMany } from './read-many.ts';
import { incomplete, readPages, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { fromWireGroup, readInnerAccessPolicy } from './wire-group.ts';
import { fromWireRule, wireText } from './wire-rule.ts';

const groupsPerPage = 100;
const rulesPerPage = 1000;

/**
 * Every group of the region: tag filters stop at 1,000 matches, and a filtered list could pass for
 * an empty estate. ⌈groups/100⌉ calls.
 */
export async function listGroups(send: Transport): Promise<Read<readonly ListedGroup[]>> {
  const pages = await readPages(send, {
    action: 'DescribeSecurityGroups',
    parameters: { MaxResults: String(groupsPerPage) },
    list: ['SecurityGroups', 'SecurityGroup'],
  });
  if (!pages.ok) return pages;
  // Where groups come and go between two pages, one may be on both.
  const groups = new Map<GroupId, ListedGroup>();
  for (const item of pages.value.items) {
    const group = fromWireGroup(item);
    if (group === undefined) {
      return incomplete('DescribeSecurityGroups', `unknown group ${JSON.stringify(item)}`);
    }
    groups.set(group.id, group);
  }
  return { ok: true, value: [...groups.values()] };
}

/** A listed group with its rules, all pages: one call for up to 1,000 rules. */
export async function readGroup(
  send: Transport,
  listed: ListedGroup,
  account: string,
): Promise<Read<LiveGroup>> {
  const during = `DescribeSecurityGroupAttribute of ${listed.id}`;
  const pages = await readPages(send, {
    action: 'DescribeSecurityGroupAttribute',
    parameters: { SecurityGroupId: listed.id, Direction: 'all', MaxResults: String(rulesPerPage) },
    list: ['Permissions', 'Permission'],
  });
  if (!pages.ok) return { ...pages, during };
  const { items, first } = pages.value;
  const innerAccessPolicy = readInnerAccessPolicy(first);
  if (innerAccessPolicy === undefined) return incomplete(during, 'no InnerAccessPolicy');
  const rules: LiveRule[] = [];
  for (const item of items) {
    const rule = fromWireRule(item, account);
    if (rule === undefined) return incomplete(during, `unknown rule ${JSON.stringify(item)}`);
    rules.push(rule);
  }
  // The list may be older than this reply; both carry the name and the description.
  const cloudName = wireText(first['SecurityGroupName']);
  const description = wireText(first['Description']);
  return { ok: true, value: { ...listed, cloudName, description, innerAccessPolicy, rules } };
}

/** Several groups, `atOnce` of them in flight; the first failure is the answer. */
export function readGroups(
  send: Transport,
  wanted: readonly ListedGroup[],
  { account, atOnce }: { readonly account: string; readonly atOnce: number },
): Promise<Read<readonly LiveGroup[]>> {
  return readMany(wanted, atOnce, (group) => readGroup(send, group, account));
}
