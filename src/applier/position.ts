// Where on the plan's path each group stands, so that the same plan can be applied again.
import { absent, type Digest } from '../model/digest.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Plan, PlannedGroup } from '../model/plan.ts';
import type { StaleGroup } from './events.ts';
import { liveDigest, type TouchedGroups } from './live-groups.ts';

export interface Positions {
  /** How many of its steps each group has behind it. */
  readonly done: ReadonlyMap<GroupName, number>;
  readonly stale: readonly StaleGroup[];
}

/** A group that is neither as it was planned from nor as one of its steps leaves it is stale. */
export function locateGroups(plan: Plan, live: TouchedGroups): Positions {
  const done = new Map<GroupName, number>();
  const stale: StaleGroup[] = [];
  for (const [key, planned] of Object.entries(plan.groups)) {
    const group = key as GroupName;
    const digest = liveDigest(live, group);
    const position = positionOf(planned, digest);
    if (position === undefined) {
      stale.push({ group, id: live.ids.get(group), why: whyStale(planned, digest) });
    } else {
      done.set(group, position);
    }
  }
  return { done, stale };
}

/** The latest state that looks like this one; undefined where none does. */
function positionOf({ before, path }: PlannedGroup, digest: Digest): number | undefined {
  const position = [before, ...path].lastIndexOf(digest);
  return position === -1 ? undefined : position;
}

function whyStale({ before }: PlannedGroup, digest: Digest): StaleGroup['why'] {
  if (digest === absent) return 'gone';
  return before === absent ? 'appeared' : 'changed';
}
