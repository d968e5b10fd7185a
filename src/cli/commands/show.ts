// sluice show: a saved plan, or the journal of an apply, for people.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { renderJournal } from '../../report/journal-text.ts';
import { renderPlan } from '../../report/plan-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readPlanFile } from '../read-plan-file.ts';
import { processSurroundings } from '../surroundings.ts';

export interface ShowCommandOptions {
  readonly color: boolean;
}

export async function showCommand(file: string, options: ShowCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { folder, out, colours } = surroundings;
  const text = await readFile(path.resolve(folder, file), 'utf8').catch(() => undefined);
  const journal = text === undefined ? undefined : renderJournal(text, colours);
  if (journal !== undefined) {
    out(journal);
    return exitCodes.success;
  }
  const plan = await readPlanFile(file, surroundings);
  if (plan === undefined) return exitCodes.invalid;
  out(renderPlan(plan, colours));
  return exitCodes.success;
}
