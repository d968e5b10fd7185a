// The live state of a target, as a program reads it.
import { readAccount } from '../cloud/read-account.ts';
import { readLive } from '../cloud/read-live.ts';
import type { FailedRead } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import type { LiveState } from '../model/live.ts';
import type { DesiredState } from '../model/target.ts';
import { concernedIds } from '../planner/claims/claims.ts';

export type ReadLiveState =
  | { readonly kind: 'read'; readonly live: LiveState }
  /** The credentials are of the account `found`; nothing else was read. */
  | { readonly kind: 'wrongAccount'; readonly expected: string; readonly found: string }
  /** A read that is not whole is none. */
  | ({ readonly kind: 'failed' } & Pick<FailedRead, 'failure' | 'during'>);

const readsAtOnce = 8;

/**
 * All that a plan is made from; writes nothing. The account is compared first (STS GetCallerIdentity).
 * What RAM denies beside the groups themselves is no failure, and the state says that it is not known.
 */
export async function readLiveState(
  desired: DesiredState,
  send: Transport,
): Promise<ReadLiveState> {
  const account = await readAccount(send);
  if (!account.ok) return failed(account);
  const { account: expected } = desired.target;
  if (account.value !== expected) return { kind: 'wrongAccount', expected, found: account.value };
  const live = await readLive(desired, send, { concernedIds, atOnce: readsAtOnce });
  return live.ok ? { kind: 'read', live: live.value } : failed(live);
}

function failed({ failure, during }: FailedRead): ReadLiveState {
  return { kind: 'failed', failure, during };
}
