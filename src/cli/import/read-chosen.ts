// Reads the groups that were chosen, each whole or not at all.
import { readGroup } from '../../cloud/read-groups.ts';
import { readMany } from '../../cloud/read-many.ts';
import type { Read } from '../../cloud/read-pages.ts';
import type { Transport } from '../../cloud/transport.ts';
import type { ListedGroup, LiveGroup } from '../../model/group.ts';

export type ReadGroup =
  | { readonly kind: 'read'; readonly group: LiveGroup }
  /** Something in it is unknown to us, so that no plan could be made from it either. */
  | { readonly kind: 'unknown'; readonly listed: ListedGroup; readonly why: string };

const readsAtOnce = 8;

/** Any other failure than a reply that we do not understand is the answer. */
export function readChosen(
  chosen: readonly ListedGroup[],
  send: Transport,
  account: string,
): Promise<Read<readonly ReadGroup[]>> {
  return readMany(chosen, readsAtOnce, async (listed): Promise<Read<ReadGroup>> => {
    const read = await readGroup(send, listed, account);
    if (read.ok) return { ok: true, value: { kind: 'read', group: read.value } };
    if (read.failure.code !== 'UnexpectedReply') return read;
    return { ok: true, value: { kind: 'unknown', listed, why: read.failure.message } };
  });
}
