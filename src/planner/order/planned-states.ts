// The groups of a plan that was made before, as they were and after each of its steps.
import type { GroupContent } from '../../model/group.ts';
import { groupBy } from '../../model/group-by.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Plan, PlannedGroup } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { statesAlong, type Begin, type GroupStates } from './states.ts';

/** Where the plan does not say what a group has that no step touches, it is left out. */
export function plannedStates({ steps, groups }: Plan): readonly GroupStates[] {
  const byGroup = groupBy(steps, ({ group }) => group);
  const begins = [...byGroup].map(([name, own]) => beginOf(name, own, groups[name]));
  return statesAlong(begins, steps);
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
