// sluice show: saved plans in any format, or the journal of an apply, for people and for machines.
import { jsonLine } from '../../report/json-text.ts';
import { isJournal, journalLines, renderJournal } from '../../report/journal-text.ts';
import { planBody, planHeading, renderPlan } from '../../report/plan-text.ts';
import { reportOf } from '../../report/plan/target-report.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readNamedFile } from '../read-named-file.ts';
import { parsePlans } from '../read-plan-file.ts';
import { nextSteps } from '../reports/next-steps.ts';
import { renderReport, writeReports, type ReportOptions } from '../reports/tell-plans.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';

export interface ShowCommandOptions extends Omit<ReportOptions, 'report'> {
  readonly color: boolean;
}

export async function showCommand(file: string, options: ShowCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const text = await readNamedFile(file, surroundings.folder);
  if (text.ok && isJournal(text.value)) return showJournal(text.value, options, surroundings);
  const read = text.ok ? await parsePlans(text.value) : text.why;
  const { out, err, colours } = surroundings;
  if (typeof read === 'string') {
    err(`error: ${file} is neither a plan nor a journal: ${read}\n`);
    err('    right: sluice show change.plan.json\n');
    return exitCodes.invalid;
  }
  const { plans, document } = read;
  if (options.format === 'text') {
    const texts = plans.map((plan) => {
      if (plans.length === 1) return renderPlan(plan, colours);
      return `${planHeading(plan, colours)}${planBody(plan, colours)}`;
    });
    out(texts.join('\n'));
    return exitCodes.success;
  }
  const { workspace } = options;
  const place = workspace === undefined ? {} : { workspace };
  const shown = {
    targets: plans.map(reportOf),
    document,
    ...nextSteps(file, place),
  };
  out(renderReport(shown, options, surroundings));
  const isTold = await writeReports(shown, options, surroundings);
  return isTold ? exitCodes.success : exitCodes.error;
}

function showJournal(
  text: string,
  { format }: ShowCommandOptions,
  { out, err, colours }: Surroundings,
): ExitCode {
  if (format === 'text') out(renderJournal(text, colours) ?? '');
  else if (format === 'json') out(journalLines(text).map(jsonLine).join(''));
  else {
    err('error: a journal is shown as text or as lines of JSON; expected --format text or json.\n');
    return exitCodes.invalid;
  }
  return exitCodes.success;
}
