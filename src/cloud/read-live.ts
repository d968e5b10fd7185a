// Reading the live state: the account first, then everything, unfiltered, page by page.
import type { GroupId } from '../model/group-identity.ts';
import type { ListedGroup, LiveGroup } from '../model/group.ts';
import type { LiveRule } from '../model/rule.ts';
import type { ApiFailure, Transport } from './transport.ts';
import { fromWireGroup, readInnerAccessPolicy, wireList } from './wire-group.ts';
import { fromWireRule, wireText } from './wire-rule.ts';

/** A read is whole or it is a failure; half an estate never looks like one. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ApiFailure; readonly during: string };

const groupsPerPage = 100;
const rulesPerPage = 1000;

/** The account that the credentials belong to (STS GetCallerIdentity). */
export async function readAccount(send: Transport): Promise<Read<string>> {
  const during = 'GetCallerIdentity';
  const reply = await send({ product: 'Sts', action: during, parameters: {} });
  if (!reply.ok) return { ok: false, failure: reply.failure, during };
  const account = wireText(reply.body['AccountId']);
  return account === '' ? incomplete(during, 'no AccountId') : { ok: true, value: account };
}

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
export async function readGroups(
  send: Transport,
  wanted: readonly ListedGroup[],
  { account, atOnce }: { readonly account: string; readonly atOnce: number },
): Promise<Read<readonly LiveGroup[]>> {
  const groups = new Map<GroupId, LiveGroup>();
  const waiting = [...wanted];
  let failed: Extract<Read<never>, { ok: false }> | undefined;
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next && !failed; next = waiting.shift()) {
      const read = await readGroup(send, next, account);
      if (read.ok) groups.set(next.id, read.value);
      else failed ??= read;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failed !== undefined) return failed;
  return { ok: true, value: wanted.flatMap(({ id }) => groups.get(id) ?? []) };
}

interface PagedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly list: readonly [string, string];
}

type Wire = Readonly<Record<string, unknown>>;

async function readPages(
  send: Transport,
  { action, parameters, list: [outer, inner] }: PagedCall,
): Promise<Read<{ readonly items: readonly Wire[]; readonly first: Wire }>> {
  const items: Wire[] = [];
  const seen = new Set<string>();
  let first: Wire | undefined;
  for (let next = ''; ;) {
    const page = next === '' ? {} : { NextToken: next };
    const call = { product: 'Ecs', action, parameters: { ...parameters, ...page } } as const;
    const reply = await send(call);
    if (!reply.ok) return { ok: false, failure: reply.failure, during: action };
    const found = wireList(reply.body, outer, inner);
    if (found === undefined) return incomplete(action, `no list ${outer}.${inner} in the reply`);
    items.push(...found);
    first ??= reply.body;
    next = wireText(reply.body['NextToken']);
    if (next === '') return { ok: true, value: { items, first } };
    if (seen.has(next)) return incomplete(action, 'the same page token twice');
    seen.add(next);
  }
}

function incomplete(during: string, what: string): Extract<Read<never>, { ok: false }> {
  const message = `the reply is not what the API documents: ${what}`;
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return {
    ok: false,
    failure: { kind: 'refused', code: 'UnexpectedReply', message, ...unknown },
    during,
  };
}
