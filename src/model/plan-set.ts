// The plans of several targets in one document. schemas/plan-set.schema.json publishes its shape.
import type { Plan } from './plan.ts';

export interface PlanSet {
  readonly formatVersion: 1;
  readonly kind: 'planSet';
  readonly toolVersion: string;
  /** UTC, as in `2026-11-22T08:00:00Z`. */
  readonly createdAt: string;
  /** The targets that were chosen, in the order in which they are applied. */
  readonly waves: readonly (readonly string[])[];
  /** In the order of the waves; a target that could not be planned has none. */
  readonly plans: readonly Plan[];
}

/** What contradicts itself in a set that is to be applied; undefined where nothing does. */
export function planSetFault({ waves, plans }: PlanSet): string | undefined {
  const names = waves.flat();
  const planned = plans.map(({ target }) => target.name);
  const twice = repeated(names) ?? repeated(planned);
  if (twice !== undefined) return `the target ${twice} stands in it twice`;
  const unplanned = names.find((name) => !planned.includes(name));
  if (unplanned !== undefined) return `there is no plan for the target ${unplanned}`;
  const stray = planned.find((name) => !names.includes(name));
  if (stray !== undefined) return `the target ${stray} is in no wave`;
  // Client tokens come from it: of two plans with one id, the second would get the replies of the first.
  const id = repeated(plans.map((plan) => plan.id));
  return id === undefined ? undefined : `two of its plans have the id ${id}`;
}

function repeated(texts: readonly string[]): string | undefined {
  return texts.find((text, index) => texts.indexOf(text) !== index);
}
