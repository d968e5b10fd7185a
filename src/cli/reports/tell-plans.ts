// What plan and show say in other formats than text: on standard output, to GitHub, and in files.
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { findWorkspace } from '../../desired/workspace/find-workspace.ts';
import { printable } from '../../report/printable.ts';
import type { TargetReport } from '../../report/plan/target-report.ts';
import { repositoryPaths } from '../repository-paths.ts';
import type { Surroundings } from '../surroundings.ts';
import { toolVersion } from '../../api/tool-version.ts';
import type { FileReport, PlanFormat } from './formats.ts';
import { renderPlans, type RenderOptions } from './render-plans.ts';
import { writeStepFiles } from './step-files.ts';

/** The flags of both. */
export interface ReportOptions {
  readonly workspace?: string;
  readonly format: PlanFormat;
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
  const { folder, err } = surroundings;
  const rendering = renderOptions(plans, options, folder);
  const isTold =
    options.format !== 'github' || (await writeStepFiles(plans.targets, rendering, surroundings));
  let isWritten = isTold;
  for (const { format, file } of options.report ?? []) {
    const text = renderPlans(format, plans.targets, rendering);
    // There is no plan to be told as JSON; an empty file would look like one that was cut off.
    if (text === '') continue;
    try {
      await writeFileAtomic(path.resolve(folder, file), text);
    } catch (error) {
      const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
      err(`error: --report: ${printable(file)} cannot be written (${code}).\n`);
      isWritten = false;
    }
  }
  return isWritten;
}

function renderOptions(
  { document, apply, show }: ReportedPlans,
  { workspace, commit, commentId }: ReportOptions,
  folder: string,
): RenderOptions {
  const file = workspace === undefined ? findWorkspace(folder) : path.resolve(folder, workspace);
  // Plans name files from where their workspace is; without one, that is taken to be here.
  const workspaceFile = file ?? path.join(folder, 'sluice.yaml');
  const fileOf = repositoryPaths(workspaceFile, folder);
  const shown = { document, apply, show, commit, commentId, toolVersion: toolVersion() };
  return { ...shown, fileOf, workspaceFile: fileOf(path.basename(workspaceFile)) };
}
