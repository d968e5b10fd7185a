// A plan that was made before, or the way back of one, against the flows that are protected now.
import type { GroupName } from '../../model/group-identity.ts';
import { withPeerNames, type LiveState } from '../../model/live.ts';
import type { Plan, PlannedGroup } from '../../model/plan.ts';
import { absent } from '../../model/digest.ts';
import type { DesiredState } from '../../model/target.ts';
import { claimGroups } from '../claims/claims.ts';
import { statesAlong } from '../order/states.ts';
import { sortLive } from '../sort-live.ts';
import { plannedAccess } from './planned-access.ts';
import { protectedFlowFaults } from './protected-flows.ts';

/**
 * It is looked at from where it begins, wherever its groups are by now: one that goes on after it was
 * interrupted is no other plan. Groups that it does not touch are as they are.
 */
export function guardPlan(plan: Plan, desired: DesiredState, asRead: LiveState): Plan {
  const { protect = [] } = desired;
  const live = sortLive(asRead);
  const { names } = claimGroups(desired, live);
  const now = new Map(live.groups.map((group) => [names.get(group.id), group] as const));
  const entries = Object.entries(plan.groups) as [GroupName, PlannedGroup][];
  const begins = entries.map(([name, { id, before, content }]) => {
    const found = now.get(name);
    const known = content ?? (found && withPeerNames(found, names));
    return { name, id, before: before === absent ? undefined : known };
  });
  const states = statesAlong(begins, plan.steps);
  const options = { desired, live, names };
  const breaches = protectedFlowFaults(
    protect,
    plannedAccess({ states, steps: plan.steps }, options),
  );
  return breaches.length === 0 ? plan : { ...plan, applyable: false, breaches };
}
