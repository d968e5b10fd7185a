// A plan from a file against the flows that the workspace protects now: a guard that came later holds too.
import type { Plan } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import { guardPlan } from '../../planner/guard/guard-plan.ts';
import type { ExitCode } from '../exit-codes.ts';
import { readForPlan } from '../make-plan.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';

/** Reads nothing where nothing is protected. An exit code where it cannot be read, which is then said. */
export async function guarded(
  plan: Plan,
  { desired, open }: { readonly desired: DesiredState; readonly open: OpenTarget },
  surroundings: Surroundings,
): Promise<Plan | ExitCode> {
  if (desired.protect === undefined || plan.steps.length === 0) return plan;
  const also = new Set(Object.keys(plan.groups));
  const live = await readForPlan(desired, open, { allowHazards: [], surroundings, also });
  return typeof live === 'number' ? live : guardPlan(plan, desired, live);
}
