// The workspace and its targets → plans: everything that plan and drift have in common.
import { assert } from '../model/assert.ts';
import type { DesiredState } from '../model/target.ts';
import type { LiveState } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import type { Refusal } from '../model/refusal.ts';
import type { GroupStates } from '../planner/order/states.ts';
import { sayUnfinished } from './apply/unfinished.ts';
import { bugText } from './bug-text.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { withChanges } from './load-changed.ts';
import { loadGuarded, type GuardOptions } from './load-guarded.ts';
import type { LoadedWorkspace } from './load-workspace.ts';
import { makePlan, type MadePlan } from './make-plan.ts';
import { openTarget, type OpenTarget } from './open-target.ts';
import type { Surroundings } from './surroundings.ts';
import { openTargets } from './targets/open-targets.ts';
import { recordOutput } from './targets/record-output.ts';
import { runInWaves } from './targets/run-in-waves.ts';
import type { WhereOptions } from './where-from.ts';
import type { LimitOptions, WorkspaceOptions } from './workspace-options.ts';

export interface ChangedOptions {
  /** A commit: only what changed since is planned. */
  readonly changed?: string;
}

export interface TargetPlan {
  readonly plan: Plan;
  readonly states: readonly GroupStates[];
  /** What it was made from. */
  readonly desired: DesiredState;
  readonly live: LiveState;
  /** When the snapshot was taken that it was read from, in milliseconds since 1970. */
  readonly takenMs?: number;
  /** How many calls it took. */
  readonly callCount: number;
  /** What it took, in a line. */
  readonly calls: string;
}

/** What became of one target among several. */
export interface PlannedTarget {
  readonly name: string;
  /** An exit code where there is no plan. */
  readonly made: TargetPlan | ExitCode;
  /** Those of the planner, where it made none. */
  readonly refusals: readonly Refusal[];
  /** Why there is none, and what else was said meanwhile; not printed yet. */
  readonly said: string;
}

export interface SeveralPlanned {
  readonly kind: 'several';
  readonly waves: readonly (readonly string[])[];
  /** In the order of the waves. */
  readonly targets: readonly PlannedTarget[];
}

export type PlannedWorkspace = { readonly kind: 'one'; readonly made: TargetPlan } | SeveralPlanned;

/** The only target, which has no plan; why has been said. */
export interface UnplannedOne {
  readonly kind: 'unplanned';
  readonly name: string;
  readonly exitCode: ExitCode;
  readonly refusals: readonly Refusal[];
}

type PlanOptions = GuardOptions & LimitOptions & WhereOptions & ChangedOptions;

/** An exit code where nothing could be planned at all; why has then been said. */
export async function planTargets(
  options: PlanOptions,
  surroundings: Surroundings,
): Promise<PlannedWorkspace | UnplannedOne | ExitCode> {
  const { changed } = options;
  const guarded = await loadGuarded(options, ['protect'], surroundings);
  if (typeof guarded === 'number') return guarded;
  const loaded =
    changed === undefined ? guarded : await withChanges(guarded, changed, surroundings);
  if (typeof loaded === 'number') return loaded;
  await sayUnfinished(loaded, options, surroundings);
  return await planLoaded(loaded, options, surroundings);
}

/** The same of a workspace that has been read. */
export async function planLoaded(
  { states, waves }: Pick<LoadedWorkspace, 'states' | 'waves'>,
  options: WorkspaceOptions & WhereOptions,
  surroundings: Surroundings,
): Promise<PlannedWorkspace | UnplannedOne | ExitCode> {
  const [only, ...others] = states;
  if (only !== undefined && others.length === 0) return await planOne(only, options, surroundings);
  const targets = await planAll(states, options, surroundings);
  return typeof targets === 'number' ? targets : { kind: 'several', waves, targets };
}

async function planOne(
  desired: DesiredState,
  options: WorkspaceOptions & WhereOptions,
  surroundings: Surroundings,
): Promise<PlannedWorkspace | UnplannedOne | ExitCode> {
  const open = await openTarget(desired.target, { ...options, purpose: 'plan' }, surroundings);
  if (typeof open === 'number') return open;
  try {
    const made = await planTarget(desired, open, options, surroundings);
    if (!('ok' in made)) return { kind: 'one', made };
    const { exitCode, refusals } = made;
    return { kind: 'unplanned', name: desired.target.name, exitCode, refusals };
  } finally {
    await open.close();
  }
}

/** All at once: planning writes nothing, so that no wave has to wait for another. */
async function planAll(
  states: readonly DesiredState[],
  options: WorkspaceOptions & WhereOptions,
  surroundings: Surroundings,
): Promise<readonly PlannedTarget[] | ExitCode> {
  const open = await openTargets(
    states.map(({ target }) => target),
    { ...options, purpose: 'plan' },
    surroundings,
  );
  if (typeof open === 'number') return open;
  const byName = new Map(states.map((state) => [state.target.name, state]));
  const plan = async (name: string): Promise<PlannedTarget> => {
    const [desired, way] = [byName.get(name), open.byName.get(name)];
    assert(desired !== undefined && way !== undefined, `there is no target ${name}`);
    const recording = recordOutput(surroundings);
    const made = await planTarget(desired, way, options, recording.surroundings);
    const said = recording.err();
    return 'ok' in made
      ? { name, made: made.exitCode, refusals: made.refusals, said }
      : { name, made, refusals: [], said };
  };
  try {
    const runs = await runInWaves([[...byName.keys()]], plan, { isFailure: () => false });
    return runs.map((run) => {
      if (run.kind === 'ran') return run.result;
      const said = run.kind === 'threw' ? bugText(run.error) : '';
      return { name: run.target, made: exitCodes.error, refusals: [], said };
    });
  } finally {
    await open.close();
  }
}

async function planTarget(
  desired: DesiredState,
  open: OpenTarget,
  { myAddress }: WhereOptions,
  surroundings: Surroundings,
): Promise<TargetPlan | Extract<MadePlan, { ok: false }>> {
  const where = myAddress === undefined ? {} : { myAddress };
  const made = await makePlan(desired, open, { allowHazards: [], ...where, surroundings });
  if (!made.ok) return made;
  const { plan, states, live } = made;
  const callCount = open.speedometer().calls;
  const taken = open.snapshot && { takenMs: open.snapshot.takenMs };
  return { plan, states, desired, live, ...taken, callCount, calls: open.callsSoFar() };
}
