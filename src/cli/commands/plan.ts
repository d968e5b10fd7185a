// sluice plan: what would change, for people, for machines, and in a file that apply executes.
import { hasDrift, type Plan } from '../../model/plan.ts';
import { withContents } from '../../planner/contents.ts';
import { countChanges } from '../../report/counts.ts';
import { jsonText } from '../../report/json-text.ts';
import { printable } from '../../report/printable.ts';
import { planBody, planHeading, renderPlan } from '../../report/plan-text.ts';
import { summedCauses } from '../../report/plan/summed-causes.ts';
import { plansOf, reportOf, type TargetReport } from '../../report/plan/target-report.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { GuardOptions } from '../load-guarded.ts';
import {
  planTargets,
  type ChangedOptions,
  type SeveralPlanned,
  type PlannedTarget,
  type TargetPlan,
  type UnplannedOne,
} from '../plan-workspace.ts';
import { fileNamedTwice } from '../reports/report-files.ts';
import { nextSteps } from '../reports/next-steps.ts';
import { renderReport, writeReports, type ReportOptions } from '../reports/tell-plans.ts';
import { savePlan } from '../save-plan.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { planSetOf } from '../targets/plan-set.ts';
import { exitCodeText, tellTargets } from '../targets/tell-targets.ts';
import type { WhereOptions } from '../where-from.ts';
import type { LimitOptions } from '../workspace-options.ts';
import { worstExitCode } from '../worst-exit-code.ts';
import { yamlDiffs } from '../yaml-diffs.ts';

export interface PlanCommandOptions
  extends
    GuardOptions,
    LimitOptions,
    WhereOptions,
    ChangedOptions,
    Omit<ReportOptions, 'workspace'> {
  readonly out?: string;
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
  readonly diff?: boolean;
}

export async function planCommand(given: PlanCommandOptions): Promise<ExitCode> {
  const options = given.json === true ? { ...given, format: 'json' as const } : given;
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { changed, prune, only, out } = options;
  if (changed !== undefined && (prune === true || only !== undefined || out !== undefined)) {
    surroundings.err(
      'error: --changed shows a part of a plan, to be looked at; leave out --out, --prune and --only.\n',
    );
    return exitCodes.invalid;
  }
  if (given.json === true && given.format !== 'text' && given.format !== 'json') {
    surroundings.err('error: --json is short for --format json; expected one of the two.\n');
    return exitCodes.invalid;
  }
  const files = [
    ...(out === undefined ? [] : [out]),
    ...(options.report ?? []).map((one) => one.file),
  ];
  const twice = fileNamedTwice(files, surroundings);
  if (twice !== undefined) {
    surroundings.err(
      `error: --report and --out name ${printable(twice)} twice; expected a file for each.\n`,
    );
    return exitCodes.invalid;
  }
  const planned = await planTargets(options, surroundings);
  if (typeof planned === 'number') return planned;
  switch (planned.kind) {
    case 'unplanned':
      return await showNone(planned, options, surroundings);
    case 'one':
      return await showOne(planned.made, options, surroundings);
    case 'several':
      return await showSeveral(planned, options, surroundings);
  }
}

/** Why there is no plan has been said; a report says it where a pipeline shows it. */
async function showNone(
  { name, exitCode, refusals }: UnplannedOne,
  options: PlanCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const target = { kind: 'unplanned', name, why: exitCodeText(exitCode), refusals } as const;
  const plans = { targets: [target], document: undefined, ...nextSteps(options.out, options) };
  if (options.format !== 'text') surroundings.out(renderReport(plans, options, surroundings));
  await writeReports(plans, options, surroundings);
  return exitCode;
}

async function showOne(
  { plan, states, calls }: TargetPlan,
  options: PlanCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { colours, out, err } = surroundings;
  const isText = options.format === 'text';
  const document = withContents(plan, states);
  const plans = { targets: [reportOf(plan)], document, ...nextSteps(options.out, options) };
  if (options.diff) (isText ? out : err)(yamlDiffs(states, colours));
  out(isText ? renderPlan(plan, colours) : renderReport(plans, options, surroundings));
  const isTold = await writeReports(plans, options, surroundings);
  const { out: file } = options;
  if (file !== undefined && !(await savePlan(file, jsonText(document), options, surroundings))) {
    return exitCodes.error;
  }
  err(calls);
  return isTold ? exitCodeOf(plan, options) : exitCodes.error;
}

async function showSeveral(
  planned: SeveralPlanned,
  options: PlanCommandOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { colours, err } = surroundings;
  const isText = options.format === 'text';
  const document = planSetOf(planned, new Date());
  const targets = planned.targets.map(reportOfTarget);
  const plans = { targets, document, ...nextSteps(options.out, options) };
  const diffs = ({ states }: TargetPlan) => (options.diff ? yamlDiffs(states, colours) : '');
  if (!isText) {
    for (const { made } of planned.targets) err(typeof made === 'number' ? '' : diffs(made));
  }
  tellTargets(
    planned,
    {
      json: isText ? undefined : renderReport(plans, options, surroundings),
      render: (made) => {
        const { plan } = made;
        return `${planHeading(plan, colours)}${diffs(made)}${planBody(plan, colours)}`;
      },
      outcomeOf: changesText,
      causes: summedCauses(plansOf(targets)),
    },
    surroundings,
  );
  const codes = planned.targets.map(({ made }) =>
    typeof made === 'number' ? made : exitCodeOf(made.plan, options),
  );
  if (!(await writeReports(plans, options, surroundings))) codes.push(exitCodes.error);
  const { out: file } = options;
  if (file === undefined) return worstExitCode(codes);
  // Applied without it, the set would pass over a target that its waves wait for.
  const isWhole = planned.targets.every(({ made }) => typeof made !== 'number');
  if (!isWhole) err('Nothing was saved: a target has no plan.\n');
  else if (!(await savePlan(file, jsonText(document), options, surroundings))) {
    codes.push(exitCodes.error);
  }
  return worstExitCode(codes);
}

function reportOfTarget({ name, made, refusals }: PlannedTarget): TargetReport {
  if (typeof made !== 'number') return reportOf(made.plan);
  return { kind: 'unplanned', name, why: exitCodeText(made), refusals };
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
