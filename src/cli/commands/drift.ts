// sluice drift: what is different from what was written. Exit 2 when anything is.
import { renderDrift } from '../../report/drift-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { planWorkspace } from '../plan-workspace.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { processSurroundings } from '../surroundings.ts';

export interface DriftCommandOptions extends WorkspaceOptions {
  readonly json?: boolean;
}

export async function driftCommand(options: DriftCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { colours, out, err } = surroundings;
  const planned = await planWorkspace(options, surroundings);
  if (typeof planned === 'number') return planned;
  const { plan, calls } = planned;
  out(options.json ? `${JSON.stringify(plan, undefined, 2)}\n` : renderDrift(plan, colours));
  err(calls);
  return plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
