// The hazards that the steps of a plan show by themselves, whatever a file says of them.
import type { Hazard } from '../../model/hazard.ts';
import { readWrittenLists, unknownLists } from '../../model/lists.ts';
import { isMemberStep } from '../../model/moves.ts';
import type { Plan } from '../../model/plan.ts';
import { planAccess } from '../access/plan-access.ts';
import { plannedStates } from '../order/planned-states.ts';
import { accessHazards } from './access-hazards.ts';
import { deletions } from './deletions.ts';

export function hazardsOfSteps(plan: Plan): readonly Hazard[] {
  // Nor what is on the interfaces that move.
  const steps = plan.steps.filter((step) => !isMemberStep(step));
  const access = planAccess(plannedStates(plan), steps, {
    // Each group alone: what else is on its interfaces is not in the file.
    interfaces: { kind: 'read', all: [] },
    names: new Map(),
    profiles: { kind: 'read', profiles: [] },
    blastRadius: () => undefined,
    groupOf: () => undefined,
    lists: plan.lists === undefined ? unknownLists : readWrittenLists(plan.lists),
  });
  return [...accessHazards(access), ...deletions(plan.steps)];
}
