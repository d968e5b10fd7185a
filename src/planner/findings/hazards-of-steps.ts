// The hazards that the steps of a plan show by themselves, whatever a file says of them.
import type { Hazard } from '../../model/hazard.ts';
import { readWrittenLists, unknownLists } from '../../model/lists.ts';
import type { Plan } from '../../model/plan.ts';
import { planAccess } from '../access/plan-access.ts';
import { plannedStates } from '../order/planned-states.ts';
import { accessHazards } from './access-hazards.ts';
import { deletions } from './deletions.ts';

export function hazardsOfSteps(plan: Plan): readonly Hazard[] {
  const access = planAccess(plannedStates(plan), plan.steps, {
    // Each group alone: what else is on its interfaces is not in the file.
    profiles: { kind: 'read', profiles: [] },
    blastRadius: () => undefined,
    groupOf: () => undefined,
    lists: plan.lists === undefined ? unknownLists : readWrittenLists(plan.lists),
  });
  return [...accessHazards(access), ...deletions(plan.steps)];
}
