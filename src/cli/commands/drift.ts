// sluice drift: what is different from what was written. Exit 2 when anything is.
import { renderDrift } from '../../report/drift-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { makePlan } from '../make-plan.ts';
import { openTarget } from '../open-target.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { processSurroundings } from '../surroundings.ts';

export interface DriftCommandOptions extends WorkspaceOptions {
  readonly json?: boolean;
}

export async function driftCommand(options: DriftCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { colours, out } = surroundings;
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const open = await openTarget(loaded.state.target, options, surroundings);
  if (typeof open === 'number') return open;
  const made = await makePlan(loaded.state, open.send, { allowHazards: [], surroundings });
  await open.close();
  if (!made.ok) return made.exitCode;
  const { plan } = made;
  out(options.json ? `${JSON.stringify(plan, undefined, 2)}\n` : renderDrift(plan, colours));
  surroundings.err(open.callsSoFar());
  return plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
