// sluice plan: what would change, for people, for machines, and in a file that apply executes.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { withContents } from '../../planner/contents.ts';
import { renderPlan } from '../../report/plan-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { planWorkspace } from '../plan-workspace.ts';
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
  const planned = await planWorkspace(options, surroundings);
  if (typeof planned === 'number') return planned;
  const { plan, states, calls } = planned;
  const json = `${JSON.stringify(withContents(plan, states), undefined, 2)}\n`;
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
  err(calls);
  return options.detailedExitcode && plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
