// sluice show: saved plans, or the journal of an apply, for people.
import { renderJournal } from '../../report/journal-text.ts';
import { planBody, planHeading, renderPlan } from '../../report/plan-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readNamedFile } from '../read-named-file.ts';
import { parsePlans } from '../read-plan-file.ts';
import { processSurroundings } from '../surroundings.ts';

export interface ShowCommandOptions {
  readonly color: boolean;
}

export async function showCommand(file: string, options: ShowCommandOptions): Promise<ExitCode> {
  const { folder, out, err, colours } = processSurroundings({ wantsColour: options.color });
  const text = await readNamedFile(file, folder);
  const journal = text.ok ? renderJournal(text.value, colours) : undefined;
  if (journal !== undefined) {
    out(journal);
    return exitCodes.success;
  }
  const read = text.ok ? await parsePlans(text.value) : text.why;
  if (typeof read === 'string') {
    err(`error: ${file} is neither a plan nor a journal: ${read}\n`);
    err('    right: sluice show change.plan.json\n');
    return exitCodes.invalid;
  }
  const texts = read.plans.map((plan) => {
    if (read.plans.length === 1) return renderPlan(plan, colours);
    return `${planHeading(plan, colours)}${planBody(plan, colours)}`;
  });
  out(texts.join('\n'));
  return exitCodes.success;
}
