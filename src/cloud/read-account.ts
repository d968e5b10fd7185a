// Whose credentials these are: read before anything else.
import { incomplete, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { wireText } from './wire-rule.ts';

/** The account that the credentials belong to (STS GetCallerIdentity). */
export async function readAccount(send: Transport): Promise<Read<string>> {
  const during = 'GetCallerIdentity';
  const reply = await send({ product: 'Sts', action: during, parameters: {} });
  if (!reply.ok) return { ok: false, failure: reply.failure, during };
  const account = wireText(reply.body['AccountId']);
  return account === '' ? incomplete(during, 'no AccountId') : { ok: true, value: account };
}
