// sluice rollback: takes back what an apply did, if nothing else has changed it since.
//
// Where the whole plan was applied, its way back is at hand, proved when the plan was made. Where the
// apply stopped on its way, the way back from there is planned and proved now.
import path from 'node:path';
import { locate, type Located } from '../../applier/locate.ts';
import type { StaleGroup } from '../../applier/events.ts';
import type { Read } from '../../cloud/read-pages.ts';
import type { Plan, PlanId } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import { undoWithContents } from '../../planner/contents.ts';
import { limitWayBack } from '../../planner/guard/limit-plan.ts';
import { planBack } from '../../planner/plan-back.ts';
import { staleText } from '../../report/apply-text.ts';
import { renderPlan } from '../../report/plan-text.ts';
import { printable } from '../../report/printable.ts';
import { againCommand } from '../apply/again.ts';
import { guarded } from '../apply/guarded.ts';
import { approve } from '../apply/approve.ts';
import { interruptible, sayInterrupted, type Interrupts } from '../apply/interrupts.ts';
import { isForWorkspace } from '../apply/is-for-workspace.ts';
import { withDeletions } from '../apply/stuck-deletions.ts';
import { takeLease } from '../apply/leases.ts';
import { openDisplay } from '../apply/open-display.ts';
import { placeOf } from '../apply/place-of.ts';
import { lastApplied, recordOf, recordsFolder } from '../apply/records.ts';
import { runAgreed } from '../apply/run-agreed.ts';
import { applyTimes } from '../apply/run-plan.ts';
import { commandLine } from '../command-line.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadGuarded } from '../load-guarded.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import { freshPlan, readForPlan } from '../make-plan.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import { openTarget, type OpenTarget } from '../open-target.ts';
import { readAppliedPlan } from '../read-plan-file.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import type { ApplyCommandOptions } from './apply.ts';

export type RollbackCommandOptions = Omit<ApplyCommandOptions, 'approved'>;

export async function rollbackCommand(
  named: string | undefined,
  options: RollbackCommandOptions,
): Promise<ExitCode> {
  const plain = processSurroundings({ wantsColour: options.color });
  const loaded = await loadGuarded(options, ['protect'], plain);
  if (typeof loaded === 'number') return loaded;
  const file = named ?? (await lastFile(loaded, options, plain));
  if (file === undefined) return exitCodes.invalid;
  const plan = await readAppliedPlan(file, await recordAdvice(loaded, plain), plain);
  if (plan === undefined) return exitCodes.invalid;
  const fault = await whyNoWayBack(plan, { file, folder: loaded.folder, options }, plain);
  if (fault !== undefined) {
    plain.err(fault);
    return exitCodes.invalid;
  }
  const desired = loaded.states.find(({ target }) => target.name === plan.target.name);
  if (desired === undefined) {
    plain.err(`error: the workspace has no target ${plan.target.name}, which the plan is for.\n`);
    plain.err('Name the workspace that it was made from with --workspace.\n');
    return exitCodes.invalid;
  }
  if (!isForWorkspace(plan, desired, plain)) return exitCodes.refused;
  return await interruptible(plain, async (surroundings, interrupts) => {
    const open = await openTarget(desired.target, { ...options, purpose: 'apply' }, surroundings);
    if (typeof open === 'number') return open;
    try {
      return await goBack({ plan, file, desired, open, loaded, options, surroundings, interrupts });
    } finally {
      await open.close();
    }
  });
}

async function lastFile(
  { states, folder }: LoadedWorkspace,
  options: RollbackCommandOptions,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const [only, ...others] = states;
  if (only === undefined || others.length > 0) {
    const one = { ...options, target: states.slice(0, 1).map(({ target }) => target.name) };
    surroundings.err(
      'error: there are several targets; choose one with --target, or name a plan\n' +
        `    right: ${commandLine(['rollback'], one)}\n`,
    );
    return undefined;
  }
  const file = await lastApplied(only.target.name, folder);
  if (file === undefined) {
    surroundings.err(
      `error: there is no record of an apply in ${recordsFolder}/; name the plan that was applied\n`,
    );
    const right = commandLine(['rollback', 'change.plan.json'], options);
    surroundings.err(`    right: ${right}\n`);
  }
  return file && path.relative(surroundings.folder, file);
}

/** Each apply keeps what it executed. */
async function recordAdvice(
  { states, folder }: LoadedWorkspace,
  surroundings: Surroundings,
): Promise<string> {
  const named = await Promise.all(states.map(({ target }) => lastApplied(target.name, folder)));
  const files = named.flatMap((file) => file ?? []);
  if (files.length === 0) {
    return `Name the plan of an apply; ${recordsFolder}/ has none, which is where an apply keeps its own.\n`;
  }
  const last = files.map((file) => path.relative(surroundings.folder, file)).join(', ');
  return `Name the plan of an apply. Those that were applied last: ${printable(last)}\n`;
}

interface NamedPlan {
  readonly file: string;
  /** That of the workspace. */
  readonly folder: string;
  readonly options: RollbackCommandOptions;
}

async function whyNoWayBack(
  plan: Plan,
  named: NamedPlan,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const { file } = named;
  const { undoes, groups } = plan;
  if (undoes !== undefined) {
    const forward = await wayForward(plan, undoes, named, surroundings);
    return (
      `error: ${file} is itself the way back of the plan ${undoes}; ` +
      `expected a plan that was applied\n    to go forward again: ${forward}\n`
    );
  }
  const isWhole = Object.values(groups).every(
    ({ before, content }) => content !== undefined || before === 'absent',
  );
  if (isWhole) return undefined;
  return (
    `error: ${file} does not say what its groups were; ` +
    'expected a plan that `sluice plan --out` saved\n' +
    `    right: ${commandLine(['rollback', 'change.plan.json'], named.options)}\n`
  );
}

/** What comes back has a new id, so that the plan which deleted it fits no more. */
async function wayForward(
  { steps }: Plan,
  undoes: PlanId,
  { folder, options }: NamedPlan,
  surroundings: Surroundings,
): Promise<string> {
  const record = await recordOf(undoes, folder);
  const isSame = steps.every(({ kind }) => kind !== 'createGroup');
  const file = record && isSame ? path.relative(surroundings.folder, record) : undefined;
  return againCommand('apply', file, options);
}

interface GoingBack {
  readonly plan: Plan;
  readonly file: string;
  readonly desired: DesiredState;
  readonly open: OpenTarget;
  readonly loaded: LoadedWorkspace;
  readonly options: RollbackCommandOptions;
  readonly surroundings: Surroundings;
  readonly interrupts: Interrupts;
}

async function goBack(going: GoingBack): Promise<ExitCode> {
  const { desired, open, loaded, options, surroundings } = going;
  const lease = await takeLease(
    desired,
    open,
    { workspaceFolder: loaded.folder, lockTimeoutMs: options.lockTimeout },
    surroundings,
  );
  if (typeof lease === 'number') return lease;
  try {
    const found = await wayBack(going);
    if (typeof found === 'number') return found;
    const possible = await withDeletions(found, open, surroundings);
    if (typeof possible === 'number') return possible;
    const back = await guarded(possible, going, surroundings);
    if (typeof back === 'number') return back;
    return await run(back, going, lease.mayWrite);
  } finally {
    await lease.release();
  }
}

async function run(back: Plan, going: GoingBack, mayWrite: () => boolean): Promise<ExitCode> {
  const { file, open, loaded, options, surroundings, interrupts } = going;
  const { out, err, colours } = surroundings;
  (options.json ? err : out)(renderPlan(back, colours));
  const consent = await approve([back], { ...options, isSaved: false }, surroundings);
  if (consent !== undefined) return consent;
  if (interrupts.isStopped()) return sayInterrupted(interrupts, surroundings);
  const display = await openDisplay([back], surroundings);
  const agreed = {
    open,
    mayWrite,
    planFile: undefined,
    takesBack: file,
    workspaceFolder: loaded.folder,
    place: placeOf(back, loaded, options),
    display,
    options,
    interrupts,
  };
  try {
    return await runAgreed(back, agreed, surroundings);
  } finally {
    display?.close();
  }
}

/** An exit code where there is none, or nothing to take back; which has then been said. */
async function wayBack(going: GoingBack): Promise<Plan | ExitCode> {
  const { plan, desired, options, surroundings } = going;
  const sayDone = () => sayNothingToDo(options, surroundings);
  const undo = undoWithContents(plan);
  const onUndo = undo && (await whereOn(undo, going));
  if (onUndo !== undefined && !onUndo.ok) return sayUnreadable(onUndo, surroundings);
  if (undo !== undefined && onUndo?.value.stale.length === 0) {
    if (onUndo.value.isThrough) return sayDone();
    return limitWayBack(plan, undo, desired.limits ?? {});
  }
  const onPlan = await whereOn(plan, going);
  if (!onPlan.ok) return sayUnreadable(onPlan, surroundings);
  if (onPlan.value.stale.length > 0) {
    surroundings.err(staleText(nearerOf(onPlan.value.stale, onUndo?.value.stale ?? []), 'applied'));
    return exitCodes.stale;
  }
  if (!onPlan.value.isBegun) return sayDone();
  surroundings.err(
    'The plan was not applied to its end; this is the way back from where it stopped.\n',
  );
  return await planFromHere(going);
}

/** Those on neither path, against that end of the plan from which they differ less. */
function nearerOf(
  fromStart: readonly StaleGroup[],
  fromEnd: readonly StaleGroup[],
): readonly StaleGroup[] {
  const byGroup = new Map(fromEnd.map((one) => [one.group, one]));
  return fromStart.map((start) => {
    const end = byGroup.get(start.group);
    const isNearer = end !== undefined && end.differences.length <= start.differences.length;
    return isNearer ? end : start;
  });
}

function sayNothingToDo({ json }: RollbackCommandOptions, { out, err }: Surroundings): ExitCode {
  (json ? err : out)(
    'Nothing of this plan is in force: it was not applied, or was taken back already.\n',
  );
  return exitCodes.success;
}

async function planFromHere({
  plan,
  desired,
  open,
  options: { allowHazards, myAddress },
  surroundings,
}: GoingBack): Promise<Plan | ExitCode> {
  const ids = Object.values(plan.groups).flatMap(({ id }) => id ?? []);
  const also = new Set([...Object.keys(plan.groups), ...ids]);
  const asked = { allowHazards, ...(myAddress === undefined ? {} : { myAddress }), surroundings };
  const live = await readForPlan(desired, open, { ...asked, also });
  if (typeof live === 'number') return live;
  return planBack(plan, desired, live, freshPlan(asked));
}

async function whereOn(
  plan: Plan,
  { open, options, surroundings: { pauses } }: GoingBack,
): Promise<Read<Located>> {
  const { parallelism } = options;
  const applyOptions = { ...applyTimes(open, options), ...pauses, parallelism, now: Date.now };
  // Either path will do, so that patience with this one would be for nothing.
  const quick = { ...applyOptions, staleMs: Math.min(applyOptions.staleMs, 10_000) };
  return await locate(plan, { send: open.send, options: quick, tell: () => Promise.resolve() });
}
