// The live state of a target, as a program reads it.
import { readAccount } from '../cloud/read-account.ts';
import { readLive } from '../cloud/read-live.ts';
import type { FailedRead } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import type { LiveState } from '../model/live.ts';
import type { DesiredState } from '../model/target.ts';
import { concernedIds } from '../planner/claims/claims.ts';
import { readOtherTargets, type OtherTarget } from './other-targets.ts';

export type ReadLiveState =
  | { readonly kind: 'read'; readonly live: LiveState }
  /** The credentials of the target, or of another one, are of the account `found`; no group there was read. */
  | { readonly kind: 'wrongAccount'; readonly expected: string; readonly found: string }
  /** A read that is not whole is none. */
  | ({ readonly kind: 'failed' } & Pick<FailedRead, 'failure' | 'during'>);

export interface ReadLiveStateOptions {
  /** Where rules name groups of other targets: those, each with the way to it. Others are not asked. */
  readonly otherTargets?: readonly OtherTarget[];
}

const readsAtOnce = 8;

/**
 * All that a plan is made from; writes nothing. The account is compared first (STS GetCallerIdentity).
 * What RAM denies beside the groups themselves is no failure, and the state says that it is not known.
 */
export async function readLiveState(
  desired: DesiredState,
  send: Transport,
  { otherTargets = [] }: ReadLiveStateOptions = {},
): Promise<ReadLiveState> {
  const account = await readAccount(send);
  if (!account.ok) return failed(account);
  const { account: expected } = desired.target;
  if (account.value !== expected) return { kind: 'wrongAccount', expected, found: account.value };
  const { peerTargets = [] } = desired;
  const wanted = new Set(peerTargets.map(({ target }) => target.name));
  const others = await readOtherTargets(wanted, otherTargets);
  if (others.kind !== 'read') return others;
  const { peerGroups } = others;
  const live = await readLive(desired, send, { concernedIds, peerGroups, atOnce: readsAtOnce });
  return live.ok ? { kind: 'read', live: live.value } : failed(live);
}

function failed({ failure, during }: FailedRead): ReadLiveState {
  return { kind: 'failed', failure, during };
}
