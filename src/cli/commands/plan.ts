// sluice plan: what would change, for people, for machines, and in a file that apply executes.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { renderPlan } from '../../report/plan-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { makePlan } from '../make-plan.ts';
import { openTarget } from '../open-target.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { processSurroundings } from '../surroundings.ts';
import { yamlDiffs } from '../yaml-diffs.ts';

export interface PlanCommandOptions extends WorkspaceOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
  readonly diff?: boolean;
}

export async function planCommand(options: PlanCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { colours, out, err, folder } = surroundings;
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const open = await openTarget(loaded.state.target, options, surroundings);
  if (typeof open === 'number') return open;
  const made = await makePlan(loaded.state, open.send, { allowHazards: [], surroundings });
  await open.close();
  if (!made.ok) return made.exitCode;

  const { plan, states } = made;
  const json = `${JSON.stringify(plan, undefined, 2)}\n`;
  if (options.diff) (options.json ? err : out)(yamlDiffs(states, colours));
  out(options.json ? json : renderPlan(plan, colours));
  if (options.out !== undefined) {
    const fault = await writeFileAtomic(path.resolve(folder, options.out), json).catch(
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (fault !== undefined) {
      err(`error: the plan could not be saved: ${fault}\n`);
      return exitCodes.error;
    }
    err(`Saved. To apply exactly this: sluice apply ${options.out}\n`);
  }
  err(open.callsSoFar());
  return options.detailedExitcode && plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
