// Reading a list of the cloud to its end, page by page.
import type { ApiFailure, Transport } from './transport.ts';
import { wireList, type Wire } from './wire-list.ts';
import { wireText } from './wire-rule.ts';

/** A read is whole or it is a failure; half an estate never looks like one. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | FailedRead;

export interface FailedRead {
  readonly ok: false;
  readonly failure: ApiFailure;
  /** What was being read, such as `DescribeSecurityGroups`. */
  readonly during: string;
}

export interface PagedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Where the list is in the reply, such as `['SecurityGroups', 'SecurityGroup']`. */
  readonly list: readonly string[];
}

export interface Pages {
  /** Of all pages, in the order in which they came. */
  readonly items: readonly Wire[];
  /** The whole first reply. */
  readonly first: Wire;
}

export async function readPages(
  send: Transport,
  { action, parameters, list }: PagedCall,
): Promise<Read<Pages>> {
  const items: Wire[] = [];
  const seen = new Set<string>();
  let first: Wire | undefined;
  for (let next = ''; ;) {
    const page = next === '' ? {} : { NextToken: next };
    const call = { product: 'Ecs', action, parameters: { ...parameters, ...page } } as const;
    const reply = await send(call);
    if (!reply.ok) return { ok: false, failure: reply.failure, during: action };
    const found = wireList(reply.body, list);
    if (found === undefined) return incomplete(action, `no list ${list.join('.')} in the reply`);
    items.push(...found);
    first ??= reply.body;
    next = wireText(reply.body['NextToken']);
    if (next === '') return { ok: true, value: { items, first } };
    if (seen.has(next)) return incomplete(action, 'the same page token twice');
    seen.add(next);
  }
}

/** A reply that is not what the API documents, and from which nothing may be concluded. */
export function incomplete(during: string, what: string): FailedRead {
  const message = `the reply is not what the API documents: ${what}`;
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return {
    ok: false,
    failure: { kind: 'refused', code: 'UnexpectedReply', message, ...unknown },
    during,
  };
}
