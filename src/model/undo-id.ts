// The id of a way back says whether it was made together with the plan that it takes back.
import type { Plan, PlanId } from './plan.ts';

/** Of the way back that a plan carries; one that is planned from where an apply stopped has another. */
export function undoIdOf(undoes: PlanId): PlanId {
  return `${undoes}-undo` as PlanId;
}

/** Nothing was read to make it. */
export function isPreparedUndo({ id, undoes }: Pick<Plan, 'id' | 'undoes'>): boolean {
  return undoes !== undefined && id === undoIdOf(undoes);
}
