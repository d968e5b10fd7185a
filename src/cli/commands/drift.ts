// sluice drift: what is different from what was written. Exit 2 when anything is.
import type { Drift, TargetDrift } from '../../model/drift.ts';
import { consentFlag } from '../../model/hazard.ts';
import { withContents } from '../../planner/contents.ts';
import { acceptDrift } from '../drift/accept-drift.ts';
import { driftDocument, foundTargets, type FoundTarget } from '../drift/read-drift.ts';
import { driftCommands } from '../drift/next-commands.ts';
import { tellDrift } from '../drift/tell-drift.ts';
import { tellWebhook, type WebhookFormat } from '../drift/tell-webhook.ts';
import { parseWebhook, wrongWebhookText } from '../drift/webhook-url.ts';
import { writeMetrics } from '../drift/write-metrics.ts';
import { sayUnfinished } from '../apply/unfinished.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace, type LoadedWorkspace } from '../load-workspace.ts';
import { planLoaded, type PlannedWorkspace, type UnplannedOne } from '../plan-workspace.ts';
import { jsonText } from '../../report/json-text.ts';
import { printable } from '../../report/printable.ts';
import type { FileReport, ReportFormat } from '../reports/formats.ts';
import { fileNamedTwice } from '../reports/report-files.ts';
import { reportPlaces } from '../reports/report-places.ts';
import { savePlan } from '../save-plan.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { alsoKept } from '../targets/record-output.ts';
import { planSetOf } from '../targets/plan-set.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { worstExitCode } from '../worst-exit-code.ts';

export interface DriftCommandOptions extends WorkspaceOptions {
  readonly format: ReportFormat;
  /** The same as `--format json`. */
  readonly json?: boolean;
  readonly report?: readonly FileReport[];
  /** Save the plan that takes drift back, in the file that `out` names. */
  readonly repair?: boolean;
  readonly out?: string;
  /** Write what is live into the files. */
  readonly accept?: boolean;
  readonly group?: readonly string[];
  readonly diff?: boolean;
  /** A file of metrics for Prometheus. */
  readonly metrics?: string;
  /** A secret, also in SLUICE_WEBHOOK. */
  readonly webhook?: string;
  readonly webhookFormat: WebhookFormat;
}

export async function driftCommand(options: DriftCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const fault = usageFault(options, surroundings);
  if (fault !== undefined) {
    surroundings.err(`error: ${fault}\n`);
    return exitCodes.invalid;
  }
  const webhook = webhookOf(options);
  if (webhook === 'faulty') {
    surroundings.err(wrongWebhookText);
    return exitCodes.invalid;
  }
  const startedAt = performance.now();
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded !== undefined) await sayUnfinished(loaded, options, surroundings);
  const kept = alsoKept(surroundings);
  const planned = loaded && (await planLoaded(loaded, options, kept.surroundings));
  const targets =
    loaded === undefined || planned === undefined ? [] : foundTargets(loaded, planned, kept.err());
  const document = driftDocument(
    targets.map(({ drift }) => drift),
    loaded?.allTargets,
    new Date(),
  );
  if (loaded !== undefined && options.accept) {
    for (const { made, said } of targets) surroundings.err(typeof made === 'number' ? said : '');
    return await acceptDrift(targets, loaded, options, surroundings);
  }
  const codes: ExitCode[] = targets.map(exitCodeOf);
  if (loaded === undefined) codes.push(exitCodes.invalid);
  else if (!(await tell(targets, document, loaded, options, surroundings))) {
    codes.push(exitCodes.error);
  }
  if (options.repair && planned !== undefined) {
    const isSaved = await saveRepair(planned, targets, options, surroundings);
    if (!isSaved) codes.push(exitCodes.error);
  }
  if (options.metrics !== undefined) {
    const took = { durationMs: performance.now() - startedAt };
    const isWritten = await writeMetrics(options.metrics, targets, took, surroundings);
    if (!isWritten) codes.push(exitCodes.error);
  }
  if (webhook !== undefined) {
    await tellWebhook(webhook, document, { format: options.webhookFormat }, surroundings);
  }
  return worstExitCode(codes);
}

/** An empty variable is one that is not set. */
function webhookOf({ webhook = '' }: DriftCommandOptions): URL | 'faulty' | undefined {
  return webhook === '' ? undefined : (parseWebhook(webhook) ?? 'faulty');
}

function usageFault(
  { repair, out, accept, group, diff, metrics, json, format, report = [] }: DriftCommandOptions,
  surroundings: Surroundings,
): string | undefined {
  if (repair && out === undefined) {
    return '--repair saves a plan; expected --out with its file, as in --out drift.plan.json';
  }
  if (!repair && out !== undefined) return '--out is of --repair; expected both, or neither';
  if (!accept && (group !== undefined || diff)) {
    return '--group and --diff are of --accept; expected them with it alone';
  }
  if (accept && (repair || metrics !== undefined)) {
    return '--accept stands alone; expected it without --repair and --metrics';
  }
  if (accept && (json || format !== 'text' || report.length > 0)) {
    return '--accept shows a diff of the files; expected it without --json, --format and --report';
  }
  const written = [out, metrics].flatMap((file) => (file === undefined ? [] : [file]));
  const twice = fileNamedTwice([...written, ...report.map(({ file }) => file)], surroundings);
  return twice === undefined
    ? undefined
    : `${printable(twice)} is named twice; expected a file for each of --report, --out and --metrics`;
}

function tell(
  targets: readonly FoundTarget[],
  document: Drift,
  { hasOneTarget, file }: LoadedWorkspace,
  options: DriftCommandOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  const rendering = {
    ...reportPlaces(file, surroundings.folder),
    toolVersion: document.toolVersion,
    nextOf: (target: TargetDrift) => driftCommands(target, options, { hasOneTarget }),
  };
  const format = options.json ? 'json' : options.format;
  const { report = [] } = options;
  return tellDrift(targets, { format, report, document, rendering }, surroundings);
}

/** False where there is no plan to save, or it cannot be saved; why has then been said. */
async function saveRepair(
  planned: PlannedWorkspace | UnplannedOne | ExitCode,
  targets: readonly FoundTarget[],
  options: DriftCommandOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  const { out = '' } = options;
  const isWhole = targets.every(({ made }) => typeof made !== 'number');
  if (typeof planned === 'number' || planned.kind === 'unplanned' || !isWhole) {
    surroundings.err('Nothing was saved: a target has no plan.\n');
    return false;
  }
  const plan =
    planned.kind === 'one'
      ? withContents(planned.made.plan, planned.made.states)
      : planSetOf(planned, new Date());
  const isSaved = await savePlan(out, jsonText(plan), options, surroundings);
  const hazards = targets.flatMap(({ made }) =>
    typeof made === 'number' ? [] : made.plan.hazards,
  );
  if (isSaved && hazards.length > 0) surroundings.err(`To consent: ${consentFlag(hazards)}\n`);
  return isSaved;
}

function exitCodeOf({ drift, made }: FoundTarget): ExitCode {
  if (typeof made === 'number') return made;
  return drift.complete && drift.drift ? exitCodes.changes : exitCodes.success;
}
