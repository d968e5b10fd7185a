// Reads until what was answered with success can be seen, or patience ends.
import type { Digest } from '../model/digest.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Read } from '../cloud/read-pages.ts';
import { liveDigest, type TouchedGroups } from './live-groups.ts';

export interface Patience {
  /** How long reads may lag behind writes before we say that they do not agree. */
  readonly patienceMs: number;
  readonly firstPauseMs: number;
  readonly pauseMaxMs: number;
  /** How long to wait, after all of a wave can be read, for the hosts to follow. */
  readonly settleMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

export interface ReadBack {
  readonly live: TouchedGroups;
  /** The groups that are still not as expected. */
  readonly differing: readonly GroupName[];
}

export async function readBack(
  expected: ReadonlyMap<GroupName, Digest>,
  read: () => Promise<Read<TouchedGroups>>,
  { patienceMs, firstPauseMs, pauseMaxMs, sleep, now }: Patience,
): Promise<Read<ReadBack>> {
  const deadline = now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMaxMs, pauseMs * 2)) {
    const live = await read();
    if (!live.ok) return live;
    const differing = [...expected.keys()].filter(
      (group) => liveDigest(live.value, group) !== expected.get(group),
    );
    const isOver = differing.length === 0 || now() + pauseMs > deadline;
    if (isOver) return { ok: true, value: { live: live.value, differing } };
    await sleep(pauseMs);
  }
}
