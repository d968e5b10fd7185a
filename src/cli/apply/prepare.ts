// What one target is to be given: a saved plan, what is left of an approved one, or a fresh plan.
import type { Plan } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import { withContents } from '../../planner/contents.ts';
import { limitPlan } from '../../planner/guard/limit-plan.ts';
import { leftOutText } from '../../report/left-out-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { makePlan } from '../make-plan.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';
import type { WhereOptions } from '../where-from.ts';
import { guarded } from './guarded.ts';
import { isForWorkspace } from './is-for-workspace.ts';
import { takeLease, type HeldLease, type LeaseOptions } from './leases.ts';
import { planApproved } from './plan-approved.ts';

/** Where the plans of an apply come from. */
export type PlanSource =
  | { readonly kind: 'fresh' }
  /** Of these, each target takes its own. */
  | { readonly kind: 'saved' | 'approved'; readonly plans: readonly Plan[] };

export interface Prepared {
  readonly desired: DesiredState;
  readonly open: OpenTarget;
  readonly lease: HeldLease;
  readonly plan: Plan;
  /** 5 where groups were left out because they are not as approved, else 0. */
  readonly exitCode: ExitCode;
}

export interface PrepareOptions extends LeaseOptions, WhereOptions {
  readonly source: PlanSource;
  readonly allowHazards: readonly string[];
}

/** The lease first, so that nobody applies between the plan and its execution. */
export async function prepare(
  desired: DesiredState,
  open: OpenTarget,
  options: PrepareOptions,
  surroundings: Surroundings,
): Promise<Prepared | ExitCode> {
  const lease = await takeLease(desired, open, options, surroundings);
  if (typeof lease === 'number') return lease;
  const made = await planOf(desired, open, options, surroundings);
  if (typeof made !== 'number') return { desired, open, lease, ...made };
  await lease.release();
  return made;
}

type MadePlan = Pick<Prepared, 'plan' | 'exitCode'>;

async function planOf(
  desired: DesiredState,
  open: OpenTarget,
  { source, allowHazards, myAddress }: PrepareOptions,
  surroundings: Surroundings,
): Promise<MadePlan | ExitCode> {
  const options = {
    allowHazards,
    ...(myAddress === undefined ? {} : { myAddress }),
    surroundings,
  };
  if (source.kind === 'fresh') {
    const made = await makePlan(desired, open, options);
    if (!made.ok) return made.exitCode;
    return { plan: withContents(made.plan, made.states), exitCode: exitCodes.success };
  }
  const known = source.plans.find(({ target }) => target.name === desired.target.name);
  if (known === undefined) {
    const planned = source.plans.map(({ target }) => target.name).join(', ');
    surroundings.err(`error: the file has no plan for target ${desired.target.name}.\n`);
    surroundings.err(`Choose what it has with --target (${planned}), or plan that target too.\n`);
    return exitCodes.invalid;
  }
  if (!isForWorkspace(known, desired, surroundings)) return exitCodes.refused;
  if (source.kind === 'saved') {
    const limited = limitPlan(known, desired.limits ?? {});
    const plan = await guarded(limited, { desired, open }, surroundings);
    return typeof plan === 'number' ? plan : { plan, exitCode: exitCodes.success };
  }
  const made = await planApproved(desired, known, open, options);
  if (!made.ok) return made.exitCode;
  const { plan, leftOut } = made;
  surroundings.err(leftOutText(leftOut));
  return { plan, exitCode: leftOut.length > 0 ? exitCodes.stale : exitCodes.success };
}
