// The groups of other targets that rules name as their peers, as they are now: each list is read by the way to
// its own target.
import { readAccount } from '../cloud/read-account.ts';
import { listGroups } from '../cloud/read-groups.ts';
import type { FailedRead } from '../cloud/read-pages.ts';
import type { Transport } from '../cloud/transport.ts';
import type { ListedGroup } from '../model/group.ts';
import type { Target } from '../model/target.ts';

/** Another target of the workspace, and the way to it; reading is all that is done there. */
export interface OtherTarget {
  readonly target: Target;
  readonly send: Transport;
}

export type ReadOtherTargets =
  | { readonly kind: 'read'; readonly peerGroups: ReadonlyMap<string, readonly ListedGroup[]> }
  | { readonly kind: 'wrongAccount'; readonly expected: string; readonly found: string }
  | ({ readonly kind: 'failed' } & Pick<FailedRead, 'failure' | 'during'>);

/** Of the wanted targets those to which a way is given, by name; the account of each is compared first. */
export async function readOtherTargets(
  wanted: ReadonlySet<string>,
  others: readonly OtherTarget[],
): Promise<ReadOtherTargets> {
  const peerGroups = new Map<string, readonly ListedGroup[]>();
  for (const { target, send } of others.filter((one) => wanted.has(one.target.name))) {
    const account = await readAccount(send);
    if (!account.ok) return { kind: 'failed', ...account };
    const { account: expected } = target;
    if (account.value !== expected) {
      return { kind: 'wrongAccount', expected, found: account.value };
    }
    const listed = await listGroups(send);
    if (!listed.ok) return { kind: 'failed', ...listed };
    peerGroups.set(target.name, listed.value);
  }
  return { kind: 'read', peerGroups };
}
