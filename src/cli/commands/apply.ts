// sluice apply: a saved plan exactly as it is, or plan and ask.
import { apply } from '../../applier/apply.ts';
import type { Plan } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import { renderPlan } from '../../report/plan-text.ts';
import { ApplyReport } from '../apply-report.ts';
import { approve } from '../approve.ts';
import { bugText } from '../bug-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { makePlan } from '../make-plan.ts';
import { openTarget, sleep, type OpenTarget } from '../open-target.ts';
import { readPlanFile } from '../read-plan-file.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface ApplyCommandOptions extends WorkspaceOptions {
  readonly autoApprove?: boolean;
  readonly allowHazards: readonly string[];
  /** Seconds. */
  readonly settle?: number;
}

export async function applyCommand(
  file: string | undefined,
  options: ApplyCommandOptions,
): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const saved = file === undefined ? undefined : await readPlanFile(file, surroundings);
  if (file !== undefined && saved === undefined) return exitCodes.invalid;
  const state = stateFor(saved, loaded.states, surroundings);
  if (state === undefined) return exitCodes.invalid;
  if (saved !== undefined && !isForWorkspace(saved, state, surroundings)) {
    return exitCodes.refused;
  }
  const open = await openTarget(state.target, options, surroundings);
  if (typeof open === 'number') return open;
  try {
    const { allowHazards } = options;
    const made = saved
      ? { ok: true as const, plan: saved }
      : await makePlan(state, open.send, { allowHazards, surroundings });
    if (!made.ok) return made.exitCode;
    surroundings.out(renderPlan(made.plan, surroundings.colours));
    const consent = await approve(
      made.plan,
      { ...options, isSaved: saved !== undefined },
      surroundings,
    );
    if (consent !== undefined) return consent;
    return await run(made.plan, open, options, surroundings);
  } finally {
    await open.close();
  }
}

async function run(
  plan: Plan,
  { send, callsSoFar, isCloud }: OpenTarget,
  { settle }: ApplyCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const settleMs = settle === undefined ? (isCloud ? 10_000 : 0) : settle * 1000;
  const patience = {
    patienceMs: isCloud ? 300_000 : 0,
    firstPauseMs: 1000,
    pauseMaxMs: 15_000,
    settleMs,
    sleep,
    now: Date.now,
  };
  const report = new ApplyReport(plan, surroundings);
  try {
    for await (const event of apply(plan, send, patience)) report.tell(event);
  } catch (error) {
    // A bug of ours is no less one for that, but writes have happened, and the exit code says so.
    if (!report.hasSent) throw error;
    surroundings.err(bugText(error));
    return exitCodes.incomplete;
  }
  surroundings.err(callsSoFar());
  return report.exitCode;
}

/** That of the plan, or the only one; undefined where there are several, which has then been said. */
function stateFor(
  saved: Plan | undefined,
  states: readonly DesiredState[],
  { err }: Surroundings,
): DesiredState | undefined {
  const planned = saved && states.find(({ target }) => target.name === saved.target.name);
  const [first, second] = states;
  if (planned !== undefined || second === undefined) return planned ?? first;
  err('error: this applies to one target at a time; choose one with --target.\n');
  err(`    right: --target ${first?.target.name ?? ''}\n`);
  return undefined;
}

/** A plan names its place; the workspace says how to get there, and must mean the same place. */
function isForWorkspace(
  { owner, target }: Plan,
  desired: DesiredState,
  { err }: Surroundings,
): boolean {
  const pairs = [
    ['owner', owner, desired.owner],
    ...(['name', 'account', 'region', 'vpc'] as const).map(
      (key) => [key, target[key], desired.target[key]] as const,
    ),
  ] as const;
  const differing = pairs.filter(([, planned, written]) => planned !== written);
  for (const [key, planned, written] of differing) {
    err(`refused: the plan was made for ${key} ${planned}, and the workspace says ${written}.\n`);
  }
  if (differing.length > 0) err('Nothing was read or written.\n');
  return differing.length === 0;
}
