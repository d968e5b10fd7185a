// sluice drift: what is different from what was written. Exit 2 when anything is.
import { hasDrift, type Plan } from '../../model/plan.ts';
import { renderDrift } from '../../report/drift-text.ts';
import { targetHeading } from '../../report/targets-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { planWorkspace } from '../plan-workspace.ts';
import { planSetOf } from '../targets/plan-set.ts';
import { tellTargets } from '../targets/tell-targets.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { processSurroundings } from '../surroundings.ts';
import { worstExitCode } from '../worst-exit-code.ts';

export interface DriftCommandOptions extends WorkspaceOptions {
  readonly json?: boolean;
}

export async function driftCommand(options: DriftCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { colours, out, err } = surroundings;
  const planned = await planWorkspace(options, surroundings);
  if (typeof planned === 'number') return planned;
  if (planned.kind === 'one') {
    const { plan, calls } = planned.made;
    out(options.json ? jsonOf(plan) : renderDrift(plan, colours));
    err(calls);
    return exitCodeOf(plan);
  }
  tellTargets(
    planned,
    {
      json: options.json ? jsonOf(planSetOf(planned, new Date())) : undefined,
      render: ({ plan }) => {
        return `${targetHeading(plan.target.name, colours)}${renderDrift(plan, colours)}`;
      },
      outcomeOf: (plan) => (hasDrift(plan) ? 'drift' : 'no drift'),
    },
    surroundings,
  );
  return worstExitCode(
    planned.targets.map(({ made }) => (typeof made === 'number' ? made : exitCodeOf(made.plan))),
  );
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function exitCodeOf(plan: Plan): ExitCode {
  return hasDrift(plan) ? exitCodes.changes : exitCodes.success;
}
