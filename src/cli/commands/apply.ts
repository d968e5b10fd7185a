// sluice apply: a saved plan exactly as it is, or plan and ask.
import { apply } from '../../applier/apply.ts';
import type { OpenTarget } from '../open-target.ts';
import { openTarget, sleep } from '../open-target.ts';
import type { ExitCode } from '../exit-codes.ts';
import { exitCodes } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { makePlan } from '../make-plan.ts';
import type { Plan } from '../../model/plan.ts';
import type { Target } from '../../model/target.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { readPlanFile } from '../read-plan-file.ts';
import { renderPlan } from '../../report/plan-text.ts';
import { approve } from '../approve.ts';
import { ApplyReport } from '../apply-report.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';

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
  const { state } = loaded;
  const saved = file === undefined ? undefined : await readPlanFile(file, surroundings);
  if (file !== undefined && saved === undefined) return exitCodes.invalid;
  if (saved !== undefined && !isForTarget(saved, state.target, surroundings)) {
    return exitCodes.refused;
  }
  const open = await openTarget(state.target, options, surroundings);
  if (open === undefined) return exitCodes.error;
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
  for await (const event of apply(plan, send, patience)) report.tell(event);
  surroundings.err(callsSoFar());
  return report.exitCode;
}

/** A plan names its place; the workspace says how to get there, and must mean the same place. */
function isForTarget(plan: Plan, target: Target, { err }: Surroundings): boolean {
  const differing = (['name', 'account', 'region', 'vpc'] as const).filter(
    (key) => plan.target[key] !== target[key],
  );
  for (const key of differing) {
    err(
      `refused: the plan was made for ${key} ${plan.target[key]}, and the workspace says ${target[key]}.\n`,
    );
  }
  if (differing.length > 0) err('Nothing was read or written.\n');
  return differing.length === 0;
}
