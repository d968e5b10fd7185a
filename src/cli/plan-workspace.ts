// The workspace and its target → a plan: everything that plan and drift have in common.
import type { Plan } from '../model/plan.ts';
import type { GroupStates } from '../planner/order/states.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { loadWorkspace } from './load-workspace.ts';
import { makePlan } from './make-plan.ts';
import { openTarget } from './open-target.ts';
import type { Surroundings } from './surroundings.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface PlannedWorkspace {
  readonly plan: Plan;
  readonly states: readonly GroupStates[];
  /** What it took, in a line. */
  readonly calls: string;
}

/** An exit code where there is no plan; why has then been said. */
export async function planWorkspace(
  options: WorkspaceOptions,
  surroundings: Surroundings,
): Promise<PlannedWorkspace | ExitCode> {
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const open = await openTarget(loaded.state.target, options, surroundings);
  if (typeof open === 'number') return open;
  try {
    const made = await makePlan(loaded.state, open.send, { allowHazards: [], surroundings });
    if (!made.ok) return made.exitCode;
    return { plan: made.plan, states: made.states, calls: open.callsSoFar() };
  } finally {
    await open.close();
  }
}
