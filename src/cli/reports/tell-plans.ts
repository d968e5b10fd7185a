// What plan and show say in other formats than text: on standard output, to GitHub, and in files.
import type { TargetReport } from '../../report/plan/target-report.ts';
import type { Surroundings } from '../surroundings.ts';
import { toolVersion } from '../../api/tool-version.ts';
import type { FileReport, ReportFormat } from './formats.ts';
import { writeReportFiles } from './report-files.ts';
import { reportPlaces } from './report-places.ts';
import { renderPlans, type RenderOptions } from './render-plans.ts';
import { planStepTexts, writeStepFiles } from './step-files.ts';

/** The flags of both. */
export interface ReportOptions {
  readonly workspace?: string;
  readonly format: ReportFormat;
  readonly commit?: string;
  readonly commentId?: string;
  readonly report?: readonly FileReport[];
}

export interface ReportedPlans extends Pick<RenderOptions, 'document' | 'apply' | 'show'> {
  readonly targets: readonly TargetReport[];
}

/** As `--format` says; nothing where that is JSON, and there is no plan. */
export function renderReport(
  plans: ReportedPlans,
  options: ReportOptions,
  { folder }: Pick<Surroundings, 'folder'>,
): string {
  return renderPlans(options.format, plans.targets, renderOptions(plans, options, folder));
}

/**
 * What goes elsewhere: to GitHub what later steps decide by, where it is asked to tell that, and to each
 * file of `--report` what it should hold. False where one could not be written, which is said.
 */
export async function writeReports(
  plans: ReportedPlans,
  options: ReportOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  const rendering = renderOptions(plans, options, surroundings.folder);
  const isTold =
    options.format !== 'github' ||
    (await writeStepFiles(planStepTexts(plans.targets, rendering), surroundings));
  const render = (format: ReportFormat) => renderPlans(format, plans.targets, rendering);
  const isWritten = await writeReportFiles(options.report ?? [], render, surroundings);
  return isTold && isWritten;
}

function renderOptions(
  { document, apply, show }: ReportedPlans,
  { workspace, commit, commentId }: ReportOptions,
  folder: string,
): RenderOptions {
  const shown = { document, apply, show, commit, commentId, toolVersion: toolVersion() };
  return { ...shown, ...reportPlaces(workspace, folder) };
}
