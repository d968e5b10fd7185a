// sluice apply: saved plans exactly as they are, what was approved of them, or plan and ask.
import type { Risk } from '../../model/access.ts';
import { renderOutcomes } from '../../report/targets-text.ts';
import { planBody, planHeading, renderPlan } from '../../report/plan-text.ts';
import { againCommand } from '../apply/again.ts';
import { approve } from '../apply/approve.ts';
import { interruptible, sayInterrupted, type Interrupts } from '../apply/interrupts.ts';
import { prepare, type PlanSource, type Prepared } from '../apply/prepare.ts';
import type { ProgressDisplay } from '../apply/progress-display.ts';
import { runAgreed } from '../apply/run-agreed.ts';
import { openDisplay } from '../apply/open-display.ts';
import { placeOf } from '../apply/place-of.ts';
import { bugText } from '../bug-text.ts';
import { commandLine } from '../command-line.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadGuarded, type GuardOptions } from '../load-guarded.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import { readPlansFile } from '../read-plan-file.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { openTargets, type OpenTargets } from '../targets/open-targets.ts';
import { readPlannedPeers } from '../targets/read-peer-groups.ts';
import { namedOutput } from '../targets/record-output.ts';
import { notRunText, runInWaves, type TargetRun } from '../targets/run-in-waves.ts';
import { exitCodeText } from '../targets/tell-targets.ts';
import type { WhereOptions } from '../where-from.ts';
import type { LimitOptions } from '../workspace-options.ts';
import { worstExitCode } from '../worst-exit-code.ts';

export interface ApplyCommandOptions extends GuardOptions, LimitOptions, WhereOptions {
  /** The gravest risk that needs no asking. */
  readonly autoApprove?: Risk;
  readonly allowHazards: readonly string[];
  /** A file with plans of which only what is still so is executed. */
  readonly approved?: string;
  /** Seconds. */
  readonly settle?: number;
  /** Seconds. */
  readonly patience?: number;
  readonly parallelism: number;
  readonly json?: boolean;
  readonly records: boolean;
  readonly journal?: string;
  readonly lockTimeout: number;
}

export async function applyCommand(
  file: string | undefined,
  options: ApplyCommandOptions,
): Promise<ExitCode> {
  const plain = processSurroundings({ wantsColour: options.color });
  const loaded = await loadGuarded(options, ['protect'], plain);
  if (typeof loaded === 'number') return loaded;
  const source = await readSource(file, options, plain);
  if (source === undefined) return exitCodes.invalid;
  const chosen = chosenFor(source, loaded);
  return await interruptible(plain, async (surroundings, interrupts) => {
    const targets = chosen.states.map(({ target }) => target);
    const open = await openTargets(targets, { ...options, purpose: 'apply' }, surroundings);
    if (typeof open === 'number') return open;
    const applying = { loaded: chosen, open, source, file, options, surroundings, interrupts };
    try {
      return await applyAll(applying);
    } finally {
      await open.close();
    }
  });
}

/** Undefined where the files are not what they should be, which has then been said. */
async function readSource(
  file: string | undefined,
  options: ApplyCommandOptions,
  surroundings: Surroundings,
): Promise<PlanSource | undefined> {
  const { approved } = options;
  if (file !== undefined && approved !== undefined) {
    surroundings.err(
      `error: ${file} and --approved ${approved}: expected one plan, to be applied exactly or as far as it is approved\n`,
    );
    const right = commandLine(['apply', '--approved', approved], options);
    surroundings.err(`    right: ${right}\n`);
    return undefined;
  }
  if (file !== undefined && options.only !== undefined) {
    surroundings.err(
      `error: ${file} and --only ${options.only}: a saved plan is applied exactly; expected --only where it is made\n`,
    );
    const right = ['plan', '--only', options.only, '--out', file];
    surroundings.err(`    right: ${commandLine(right, options)}\n`);
    return undefined;
  }
  const named = file ?? approved;
  if (named === undefined) return { kind: 'fresh' };
  const saved = await readPlansFile(named, options, surroundings);
  return saved && { kind: file === undefined ? 'approved' : 'saved', plans: saved.plans };
}

/** The targets of the plans; the waves are those of the workspace, whatever the file says. */
function chosenFor(source: PlanSource, loaded: LoadedWorkspace): LoadedWorkspace {
  if (source.kind === 'fresh' || loaded.states.length === 1) return loaded;
  const names = new Set(source.plans.map(({ target }) => target.name));
  const states = loaded.states.filter(({ target }) => names.has(target.name));
  if (states.length === 0) return loaded;
  const waves = loaded.waves.map((wave) => wave.filter((name) => names.has(name)));
  return { ...loaded, states, waves: waves.filter((wave) => wave.length > 0) };
}

interface Applying {
  readonly loaded: LoadedWorkspace;
  readonly open: OpenTargets;
  readonly source: PlanSource;
  readonly file: string | undefined;
  readonly options: ApplyCommandOptions;
  readonly surroundings: Surroundings;
  readonly interrupts: Interrupts;
}

/** All plans are made and agreed to before the first of them is executed. */
async function applyAll(applying: Applying): Promise<ExitCode> {
  const { loaded, surroundings, interrupts } = applying;
  const prepared = await prepareAll(applying);
  const ready = [...prepared.values()].filter((one) => typeof one !== 'number');
  try {
    const consent = await agree(ready, applying);
    if (consent !== undefined) return worstExitCode([consent, ...codesOf(prepared)]);
    if (interrupts.isStopped()) return sayInterrupted(interrupts, surroundings);
    const runs = await runAll(prepared, applying);
    if (loaded.states.length > 1) tellOutcomes(runs, applying);
    if (runs.some(({ kind }) => kind === 'notRun')) {
      const again = againCommand('apply', applying.file, applying.options);
      surroundings.err(`To go on with all of them: ${again}\n`);
    }
    return worstExitCode(runs.flatMap((one) => codeOf(one, surroundings)));
  } finally {
    for (const { lease } of ready) await lease.release();
  }
}

/** The list is gone before anything is summed up. */
async function runAll(
  prepared: ReadonlyMap<string, Prepared | ExitCode>,
  applying: Applying,
): Promise<readonly TargetRun<ExitCode>[]> {
  const { loaded, surroundings } = applying;
  const plans = [...prepared.values()].flatMap((one) => (typeof one === 'number' ? [] : one.plan));
  const display = await openDisplay(plans, surroundings);
  const runOne = async (name: string): Promise<ExitCode> => {
    const one = prepared.get(name) ?? exitCodes.error;
    return typeof one === 'number' ? one : await run(one, display, applying);
  };
  try {
    const isFailure = (code: ExitCode) => code !== exitCodes.success;
    return await runInWaves(loaded.waves, runOne, { isFailure });
  } finally {
    display?.close();
  }
}

function codesOf(prepared: ReadonlyMap<string, Prepared | ExitCode>): readonly ExitCode[] {
  return [...prepared.values()].map((one) => (typeof one === 'number' ? one : one.exitCode));
}

/** In the order of the waves; a lock in a file is one for all, and asked for once. */
async function prepareAll({
  loaded,
  open,
  source,
  options,
  surroundings,
}: Applying): Promise<ReadonlyMap<string, Prepared | ExitCode>> {
  const prepared = new Map<string, Prepared | ExitCode>();
  const lockTimeoutMs = options.lockTimeout;
  const { allowHazards, myAddress } = options;
  const settings = {
    ...{ source, allowHazards, lockTimeoutMs, workspaceFolder: loaded.folder },
    ...(myAddress === undefined ? {} : { myAddress }),
  };
  let isFirst = true;
  for (const desired of loaded.states) {
    const { name } = desired.target;
    const way = open.byName.get(name);
    if (way === undefined) continue;
    const { lock, ...unlocked } = desired;
    const asked = lock?.kind === 'file' && !isFirst ? unlocked : desired;
    prepared.set(name, await prepare(asked, way, settings, named(name, loaded, surroundings)));
    isFirst = false;
  }
  return prepared;
}

/** Undefined where all of them may be executed. */
async function agree(
  ready: readonly Prepared[],
  { loaded, source, options, surroundings }: Applying,
): Promise<ExitCode | undefined> {
  const { out, err, colours } = surroundings;
  const say = options.json ? err : out;
  for (const { plan } of ready) {
    if (loaded.states.length === 1) say(renderPlan(plan, colours));
    else say(`${planHeading(plan, colours)}${planBody(plan, colours)}\n`);
  }
  const isSaved = source.kind !== 'fresh';
  const plans = ready.map(({ plan }) => plan);
  return await approve(plans, { ...options, isSaved }, surroundings);
}

async function run(
  prepared: Prepared,
  display: ProgressDisplay | undefined,
  applying: Applying,
): Promise<ExitCode> {
  const { plan, desired, open, lease, exitCode } = prepared;
  const { loaded, options, interrupts, file } = applying;
  if (plan.steps.length === 0) return exitCode;
  const { mayWrite } = lease;
  const surroundings = named(plan.target.name, loaded, applying.surroundings);
  const peerGroups = await readPlannedPeers(plan, desired, open, surroundings);
  if (typeof peerGroups === 'number') return worstExitCode([peerGroups, exitCode]);
  const agreed = {
    open,
    peerGroups,
    mayWrite,
    planFile: file,
    workspaceFolder: loaded.folder,
    place: placeOf(plan, loaded, options),
    display,
    options,
    interrupts,
  };
  return worstExitCode([await runAgreed(plan, agreed, surroundings), exitCode]);
}

/** With several targets each line says whose it is. */
function named(
  name: string,
  { states }: LoadedWorkspace,
  surroundings: Surroundings,
): Surroundings {
  return states.length === 1 ? surroundings : namedOutput(surroundings, name);
}

function tellOutcomes(runs: readonly TargetRun<ExitCode>[], applying: Applying): void {
  const { options, surroundings } = applying;
  const { out, err, colours } = surroundings;
  const outcomes = runs.map((one) => ({ name: one.target, outcome: outcomeText(one) }));
  const isFine = runs.every((one) => one.kind === 'ran' && one.result === exitCodes.success);
  (isFine && !options.json ? out : err)(renderOutcomes(outcomes, colours));
}

function outcomeText(one: TargetRun<ExitCode>): string {
  switch (one.kind) {
    case 'ran':
      return one.result === exitCodes.success ? 'as planned' : exitCodeText(one.result);
    case 'threw':
      return exitCodeText(exitCodes.error);
    case 'notRun':
      return notRunText(one.failedWave);
  }
}

function codeOf(one: TargetRun<ExitCode>, { err }: Surroundings): readonly ExitCode[] {
  if (one.kind === 'ran') return [one.result];
  if (one.kind === 'notRun') return [];
  err(bugText(one.error));
  return [exitCodes.error];
}
