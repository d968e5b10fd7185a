// Groups that somebody has asked everybody to leave alone, since the plan was made.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { holdOf } from '../model/hold.ts';
import type { TouchedGroups } from './live-groups.ts';

export interface HeldGroup {
  readonly group: GroupName;
  readonly id: GroupId;
  /** What stands there, where it is no time. */
  readonly until: string;
  readonly reason: string;
}

/** Those of `names` that are held, as far as they were read. */
export function heldGroups(
  names: Iterable<GroupName>,
  { groups }: Pick<TouchedGroups, 'groups'>,
  nowMs: number,
): readonly HeldGroup[] {
  return [...names].flatMap((group): HeldGroup[] => {
    const live = groups.get(group);
    if (live === undefined) return [];
    const hold = holdOf(live.tags, nowMs);
    if (hold.kind === 'none' || hold.kind === 'expired') return [];
    return [{ group, id: live.id, until: hold.until, reason: hold.reason }];
  });
}
