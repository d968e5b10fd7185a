// sluice apply: a saved plan exactly as it is, or plan and ask.
import type { Plan } from '../../model/plan.ts';
import { withContents } from '../../planner/contents.ts';
import { renderPlan } from '../../report/plan-text.ts';
import { againCommand } from '../apply/again.ts';
import { approve } from '../apply/approve.ts';
import { isForWorkspace } from '../apply/is-for-workspace.ts';
import { Interrupts } from '../apply/interrupts.ts';
import { runPlan } from '../apply/run-plan.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace, type LoadedWorkspace } from '../load-workspace.ts';
import { makePlan, type MadePlan } from '../make-plan.ts';
import { openTarget, type OpenTarget } from '../open-target.ts';
import { readPlanFile } from '../read-plan-file.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface ApplyCommandOptions extends WorkspaceOptions {
  readonly autoApprove?: boolean;
  readonly allowHazards: readonly string[];
  /** Seconds. */
  readonly settle?: number;
  readonly parallelism: number;
  readonly json?: boolean;
  readonly records: boolean;
  readonly journal?: string;
}

export async function applyCommand(
  file: string | undefined,
  options: ApplyCommandOptions,
): Promise<ExitCode> {
  const plain = processSurroundings({ wantsColour: options.color });
  const loaded = await loadWorkspace(options, plain);
  if (loaded === undefined) return exitCodes.invalid;
  const saved = file === undefined ? undefined : await readPlanFile(file, plain);
  if (file !== undefined && saved === undefined) return exitCodes.invalid;
  if (saved !== undefined && !isForWorkspace(saved, loaded.state, plain)) return exitCodes.refused;
  return await interruptible(plain, async (surroundings, interrupts) => {
    const open = await openTarget(loaded.state.target, options, surroundings);
    if (typeof open === 'number') return open;
    try {
      const source = saved && file !== undefined ? { plan: saved, file } : undefined;
      return await applyTo({ open, loaded, source, options, surroundings, interrupts });
    } finally {
      await open.close();
    }
  });
}

interface Applying {
  readonly open: OpenTarget;
  readonly loaded: LoadedWorkspace;
  /** A saved plan; undefined to make one. */
  readonly source: { readonly plan: Plan; readonly file: string } | undefined;
  readonly options: ApplyCommandOptions;
  readonly surroundings: Surroundings;
  readonly interrupts: Interrupts;
}

async function applyTo({
  open,
  loaded,
  source,
  options,
  surroundings,
  interrupts,
}: Applying): Promise<ExitCode> {
  const made = source
    ? { ok: true as const, plan: source.plan }
    : await planNow(loaded, open, options, surroundings);
  if (!made.ok) return made.exitCode;
  const { plan } = made;
  const say = options.json ? surroundings.err : surroundings.out;
  say(renderPlan(plan, surroundings.colours));
  const consent = await approve(plan, { ...options, isSaved: source !== undefined }, surroundings);
  if (consent !== undefined) return consent;
  if (interrupts.isStopped()) return interruptedCode(interrupts);
  return await runPlan(
    plan,
    open,
    {
      parallelism: options.parallelism,
      settle: options.settle,
      json: options.json === true,
      keepsRecords: options.records,
      journal: options.journal,
      workspaceFolder: loaded.folder,
      planFile: source?.file,
      commandFor: (command, planFile) => againCommand(command, planFile, options),
      signal: () => interrupts.signal,
    },
    surroundings,
  );
}

async function planNow(
  { state }: LoadedWorkspace,
  { send }: OpenTarget,
  { allowHazards }: ApplyCommandOptions,
  surroundings: Surroundings,
): Promise<MadePlan> {
  const made = await makePlan(state, send, { allowHazards, surroundings });
  return made.ok ? { ...made, plan: withContents(made.plan, made.states) } : made;
}

/** Signals are heard from here on, and not any more at the end. */
export async function interruptible(
  surroundings: Surroundings,
  work: (surroundings: Surroundings, interrupts: Interrupts) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupts = new Interrupts((signal) => {
    surroundings.err(`${signal}: finishing the calls in flight; once more stops at once.\n`);
  });
  try {
    return await work({ ...surroundings, pauses: interrupts }, interrupts);
  } finally {
    interrupts.close();
  }
}

function interruptedCode({ signal }: Interrupts): ExitCode {
  return signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
}
