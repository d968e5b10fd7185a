// A plan that was made before against the limits of now: one that came later guards too.
import type { ChangeLimits } from '../../model/change-limits.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { Plan } from '../../model/plan.ts';
import { undoWithContents } from '../contents.ts';
import { changeCounts, type Ours } from '../findings/change-counts.ts';
import { massChange } from '../findings/mass-change.ts';
import { quotaHeadroom } from '../findings/quota-headroom.ts';
import { plannedStates } from '../order/planned-states.ts';

/**
 * Counts from where the plan begins, wherever its groups are by now: one that goes on after it was
 * interrupted changes no more than it did. Hazards that it has already stay, as they were reviewed.
 */
export function limitPlan(plan: Plan, limits: ChangeLimits): Plan {
  const counts = changeCounts(plannedStates(plan), plan.read);
  const found = [...massChange(counts, limits), ...quotaHeadroom(plan.quota, limits.headroom)];
  const limited = withMore(plan, found);
  const back = undoWithContents(plan);
  if (plan.undo === undefined || back === undefined) return limited;
  const foundBack = massChangeBack(back, counts.after, limits);
  return { ...limited, undo: withMore(plan.undo, foundBack) };
}

/** The way back that a plan carries, with contents; it begins where the plan ends. */
export function limitWayBack(plan: Plan, back: Plan, limits: ChangeLimits): Plan {
  const { after } = changeCounts(plannedStates(plan), plan.read);
  return withMore(back, massChangeBack(back, after, limits));
}

function massChangeBack(back: Plan, before: Ours, limits: ChangeLimits): readonly Hazard[] {
  return massChange(changeCounts(plannedStates(back), before), limits);
}

function withMore<One extends Plan>(plan: One, found: readonly Hazard[]): One {
  const known = new Set(plan.hazards.map(({ message }) => message));
  const more = found.filter(({ message }) => !known.has(message));
  if (more.length === 0) return plan;
  return { ...plan, applyable: false, hazards: [...plan.hazards, ...more] };
}
