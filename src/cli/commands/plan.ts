// sluice plan: what would change, for people, for machines, and in a file that apply executes.
import { hasDrift, type Plan } from '../../model/plan.ts';
import { withContents } from '../../planner/contents.ts';
import { countChanges } from '../../report/counts.ts';
import { planBody, planHeading, renderPlan } from '../../report/plan-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { GuardOptions } from '../load-guarded.ts';
import {
  planWorkspace,
  type ChangedOptions,
  type SeveralPlanned,
  type TargetPlan,
} from '../plan-workspace.ts';
import { savePlan } from '../save-plan.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { planSetOf } from '../targets/plan-set.ts';
import { tellTargets } from '../targets/tell-targets.ts';
import type { WhereOptions } from '../where-from.ts';
import type { LimitOptions } from '../workspace-options.ts';
import { worstExitCode } from '../worst-exit-code.ts';
import { yamlDiffs } from '../yaml-diffs.ts';

export interface PlanCommandOptions
  extends GuardOptions, LimitOptions, WhereOptions, ChangedOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
  readonly diff?: boolean;
}

export async function planCommand(options: PlanCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { changed, prune, only, out } = options;
  if (changed !== undefined && (prune === true || only !== undefined || out !== undefined)) {
    surroundings.err(
      'error: --changed shows a part of a plan, to be looked at; leave out --out, --prune and --only.\n',
    );
    return exitCodes.invalid;
  }
  const planned = await planWorkspace(options, surroundings);
  if (typeof planned === 'number') return planned;
  return planned.kind === 'one'
    ? await showOne(planned.made, options, surroundings)
    : await showSeveral(planned, options, surroundings);
}

async function showOne(
  { plan, states, calls }: TargetPlan,
  options: PlanCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { colours, out, err } = surroundings;
  const json = jsonOf(withContents(plan, states));
  if (options.diff) (options.json ? err : out)(yamlDiffs(states, colours));
  out(options.json ? json : renderPlan(plan, colours));
  if (options.out !== undefined && !(await savePlan(options.out, json, options, surroundings))) {
    return exitCodes.error;
  }
  err(calls);
  return exitCodeOf(plan, options);
}

async function showSeveral(
  planned: SeveralPlanned,
  options: PlanCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { colours, err } = surroundings;
  const json = jsonOf(planSetOf(planned, new Date()));
  const diffs = ({ states }: TargetPlan) => (options.diff ? yamlDiffs(states, colours) : '');
  if (options.json) {
    for (const { made } of planned.targets) err(typeof made === 'number' ? '' : diffs(made));
  }
  tellTargets(
    planned,
    {
      json: options.json ? json : undefined,
      render: (made) => {
        const { plan } = made;
        return `${planHeading(plan, colours)}${diffs(made)}${planBody(plan, colours)}`;
      },
      outcomeOf: changesText,
    },
    surroundings,
  );
  const codes = planned.targets.map(({ made }) =>
    typeof made === 'number' ? made : exitCodeOf(made.plan, options),
  );
  const isWhole = planned.targets.every(({ made }) => typeof made !== 'number');
  if (options.out === undefined) return worstExitCode(codes);
  // Applied without it, the set would pass over a target that its waves wait for.
  if (!isWhole) err('Nothing was saved: a target has no plan.\n');
  else if (!(await savePlan(options.out, json, options, surroundings))) codes.push(exitCodes.error);
  return worstExitCode(codes);
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function exitCodeOf(plan: Plan, { detailedExitcode }: PlanCommandOptions): ExitCode {
  if (plan.breaches !== undefined) return exitCodes.refused;
  return detailedExitcode && hasDrift(plan) ? exitCodes.changes : exitCodes.success;
}

function changesText(plan: Plan): string {
  if (plan.steps.length === 0) return 'no changes';
  const { add, change, remove } = countChanges(plan);
  return `${add} to add, ${change} to change, ${remove} to remove`;
}
