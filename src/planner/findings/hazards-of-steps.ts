// The hazards that the steps of a plan show by themselves, whatever a file says of them.
import type { GroupContent } from '../../model/group.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { Plan, PlannedGroup } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { planAccess } from '../access/plan-access.ts';
import { statesAlong, type Begin } from '../order/states.ts';
import { accessHazards } from './access-hazards.ts';
import { deletions } from './deletions.ts';

export function hazardsOfSteps({ steps, groups }: Plan): readonly Hazard[] {
  const byGroup = groupBy(steps, ({ group }) => group);
  const begins = [...byGroup].map(([name, own]) => beginOf(name, own, groups[name]));
  const access = planAccess(statesAlong(begins, steps), steps, {
    // Each group alone: what else is on its interfaces is not in the file.
    profiles: { kind: 'read', profiles: [] },
    blastRadius: () => undefined,
    groupOf: () => undefined,
  });
  return [...accessHazards(access), ...deletions(steps)];
}

/** Where a plan does not say how a group was, it had at least what the plan takes away. */
function beginOf(
  name: GroupName,
  steps: readonly Step[],
  planned: PlannedGroup | undefined,
): Begin {
  if (steps[0]?.kind === 'createGroup') return { name, id: undefined, before: undefined };
  const rules = steps.flatMap((step) => {
    if (step.kind === 'revoke') return step.rules;
    return step.kind === 'modifyRule' ? [step.before] : [];
  });
  const policy = steps.find((step) => step.kind === 'modifyInnerAccessPolicy')?.before;
  const least: GroupContent = {
    cloudName: '',
    description: '',
    type: 'normal',
    innerAccessPolicy: policy ?? 'accept',
    tags: {},
    rules,
  };
  return { name, id: planned?.id, before: planned?.content ?? least };
}
