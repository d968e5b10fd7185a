// What drift says on standard output, in the format that was asked for, and beside it on standard error.
import { isRead, type Drift } from '../../model/drift.ts';
import { driftOutputs } from '../../report/github/drift-github.ts';
import { renderDrift } from '../../report/drift/drift-text.ts';
import { renderOutcomes, targetHeading } from '../../report/targets-text.ts';
import type { FileReport, ReportFormat } from '../reports/formats.ts';
import { writeReportFiles } from '../reports/report-files.ts';
import { writeStepFiles } from '../reports/step-files.ts';
import type { Surroundings } from '../surroundings.ts';
import { withTargetName } from '../targets/record-output.ts';
import { exitCodeText } from '../targets/tell-targets.ts';
import type { FoundTarget } from './read-drift.ts';
import { renderDriftReport, type RenderDriftOptions } from './render-drift.ts';

export interface TellDriftOptions {
  readonly format: ReportFormat;
  readonly report: readonly FileReport[];
  readonly document: Drift;
  readonly rendering: RenderDriftOptions;
}

/** False where a file of a report could not be written, which is said. */
export async function tellDrift(
  targets: readonly FoundTarget[],
  { format, report, document, rendering }: TellDriftOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  const render = (one: ReportFormat) => renderDriftReport(one, document, rendering);
  if (format === 'text') {
    tellText(targets, rendering.nextOf, surroundings);
  } else {
    surroundings.out(render(format));
    for (const target of targets) surroundings.err(beside(target, targets.length));
  }
  const texts = { summary: () => render('markdown'), outputs: driftOutputs(document) };
  const isTold = format !== 'github' || (await writeStepFiles(texts, surroundings));
  const isWritten = await writeReportFiles(report, render, surroundings);
  return isTold && isWritten;
}

function tellText(
  targets: readonly FoundTarget[],
  nextOf: RenderDriftOptions['nextOf'],
  { out, err, colours }: Surroundings,
): void {
  const isOne = targets.length === 1;
  for (const target of targets) {
    const { name, drift } = target;
    if (!isOne) out(targetHeading(name, colours));
    if (isRead(drift)) out(renderDrift(drift, colours, { next: nextOf(drift) }));
    err(beside(target, targets.length));
    if (!isOne) out('\n');
  }
  if (isOne) return;
  const outcomes = targets.map((target) => ({ name: target.name, outcome: outcomeOf(target) }));
  out(renderOutcomes(outcomes, colours));
}

function outcomeOf({ made, drift }: FoundTarget): string {
  if (typeof made === 'number') return `no plan: ${exitCodeText(made)}`;
  return isRead(drift) && drift.drift ? 'drift' : 'no drift';
}

/** What was said meanwhile, and how many calls it took. */
function beside({ name, made, said }: FoundTarget, count: number): string {
  const text = typeof made === 'number' ? said : `${said}${made.calls}`;
  return count === 1 ? text : withTargetName(text, name);
}
