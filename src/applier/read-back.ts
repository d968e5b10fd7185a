// Reads until what was written can be seen, or patience ends.
import type { GroupName } from '../model/group-identity.ts';
import type { Read } from '../cloud/read-pages.ts';
import type { TouchedGroups } from './live-groups.ts';
import { meaningOf } from './reply-codes.ts';

export interface Patience {
  /** How long reads may lag behind writes before we say that they do not agree. */
  readonly patienceMs: number;
  /** How long to look for the effect of a call whose reply leaves it open. */
  readonly effectMs: number;
  /** How long a group must read as one that the plan does not know before we believe it. */
  readonly staleMs: number;
  readonly firstPauseMs: number;
  readonly pauseMaxMs: number;
  /** How long to wait, after all of a wave can be read, for the hosts to follow. */
  readonly settleMs: number;
  /** Ends early where somebody wants to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

export interface ReadBack {
  /** As they were read last, each group that was asked for among them. */
  readonly live: TouchedGroups;
  /** The groups that are still not as expected. */
  readonly differing: readonly GroupName[];
}

export interface ReadUntil {
  readonly names: ReadonlySet<GroupName>;
  readonly isThere: (name: GroupName, live: TouchedGroups) => boolean;
  readonly forMs: number;
  readonly isStopped: () => boolean;
  /** Told before each pause. */
  readonly onWait: (differing: readonly GroupName[], waitedMs: number) => Promise<void>;
}

/** Groups that are as expected are not read again. */
export async function readUntil(
  { names, isThere, forMs, isStopped, onWait }: ReadUntil,
  read: (names: ReadonlySet<GroupName>) => Promise<Read<TouchedGroups>>,
  { firstPauseMs, pauseMaxMs, sleep, now }: Patience,
): Promise<Read<ReadBack>> {
  const startMs = now();
  let seen: TouchedGroups | undefined;
  let wanted = names;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMaxMs, pauseMs * 2)) {
    const found = await read(wanted);
    const waitedMs = now() - startMs;
    const isOver = waitedMs + pauseMs > forMs || isStopped();
    if (found.ok) {
      seen = seen === undefined ? found.value : brought(seen, found.value, wanted);
      wanted = new Set([...wanted].filter((name) => !isThere(name, found.value)));
      if (wanted.size === 0 || isOver)
        return { ok: true, value: { live: seen, differing: [...wanted] } };
    } else if (isOver || meaningOf(found.failure.code) !== 'groupNotThere') {
      // A group that is listed and is not there is only coming, or has just gone; all else is a failure.
      return found;
    }
    await onWait([...wanted], waitedMs);
    await sleep(pauseMs);
  }
}

/** What was seen, with what is new of some groups: of the others an older read may know more. */
function brought(
  seen: TouchedGroups,
  found: TouchedGroups,
  names: ReadonlySet<GroupName>,
): TouchedGroups {
  const isKept = (name: GroupName) => !names.has(name);
  const kept = [...seen.groups].filter(([name]) => isKept(name));
  const others = [...seen.ids].filter(([name]) => isKept(name));
  return {
    ids: new Map([...found.ids, ...others]),
    groups: new Map([...found.groups, ...kept]),
    contested: new Set([...found.contested, ...[...seen.contested].filter(isKept)]),
  };
}
