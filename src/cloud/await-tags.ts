// Reads the list until the tags of a group show what was written, or patience ends: lists lag.
import type { GroupId, Tags } from '../model/group-identity.ts';
import { listGroups } from './read-groups.ts';
import type { Read } from './read-pages.ts';
import type { Transport } from './transport.ts';

export interface TagPatience {
  /** With none the list is read once. */
  readonly patienceMs: number;
  readonly firstPauseMs: number;
  readonly pauseMaxMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

/** Whether they were seen. */
export async function awaitTags(
  send: Transport,
  { id, isSeen }: { readonly id: GroupId; readonly isSeen: (tags: Tags) => boolean },
  { patienceMs, firstPauseMs, pauseMaxMs, sleep, now }: TagPatience,
): Promise<Read<boolean>> {
  const deadline = now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMaxMs, pauseMs * 2)) {
    const listed = await listGroups(send);
    if (!listed.ok) return listed;
    const group = listed.value.find((one) => one.id === id);
    const value = group !== undefined && isSeen(group.tags);
    if (value || now() + pauseMs > deadline) return { ok: true, value };
    await sleep(pauseMs);
  }
}
