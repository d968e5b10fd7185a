// Which lines of the files change many groups, summed over plans: a network that four targets share is one cause.
import { formatCauseInTargets, sumCauses, type Cause } from '../../model/cause.ts';
import type { Plan } from '../../model/plan.ts';

/** A sentence each, the largest first. */
export function summedCauses(plans: readonly Pick<Plan, 'notes'>[]): readonly string[] {
  return sumCauses(plans.map(causesOf)).map(formatCauseInTargets);
}

function causesOf({ notes }: Pick<Plan, 'notes'>): readonly Cause[] {
  return notes.flatMap(({ cause, source }) =>
    cause === undefined || source === undefined ? [] : [{ ...cause, source }],
  );
}
