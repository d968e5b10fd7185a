// An apply that left a record here and never wrote how it ended: it was killed, or still runs. It is told to
// whoever plans next, from the records alone; what is there, and what is left to do, the next read says.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { consentCodes, type Hazard } from '../../model/hazard.ts';
import type { Plan } from '../../model/plan.ts';
import { commandLine, type Place } from '../command-line.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';
import { readAppliedPlan } from '../read-plan-file.ts';
import type { Surroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';
import { placeOf } from './place-of.ts';
import { lastApplied } from './records.ts';

/** A line for each target whose last apply it is. */
export async function sayUnfinished(
  loaded: LoadedWorkspace,
  options: Place & Pick<WorkspaceOptions, 'live'>,
  surroundings: Surroundings,
): Promise<void> {
  // A snapshot is looked at for its own sake.
  if (options.live !== undefined) return;
  for (const { target } of loaded.states) {
    const file = await lastApplied(target.name, loaded.folder);
    if (file === undefined || !(await isUnfinished(file))) continue;
    const named = path.relative(surroundings.folder, file);
    const plan = await readAppliedPlan(named, '', { ...surroundings, err: () => undefined });
    if (plan === undefined) continue;
    surroundings.err(unfinishedText(plan, named, placeOf(plan, loaded, options)));
  }
}

function unfinishedText({ hazards, undo, undoes }: Plan, file: string, place: Place): string {
  const again = commandLine(['apply', file, ...consentTo(hazards)], place);
  const back = commandLine(['rollback', file, ...consentTo(undo?.hazards ?? [])], place);
  const what = undoes === undefined ? 'an apply' : 'a rollback';
  const otherwise = undoes === undefined ? `; to take it back: ${back}` : '';
  return `note: ${what} was killed, or is still running. To go on: ${again}${otherwise}\n`;
}

function consentTo(hazards: readonly Hazard[]): readonly string[] {
  const codes = consentCodes(hazards);
  return codes.length === 0 ? [] : ['--allow-hazards', codes.join(',')];
}

/** Whether it sent something, and its journal has no last word. */
async function isUnfinished(planFile: string): Promise<boolean> {
  const journal = path.join(path.dirname(planFile), 'journal.ndjson');
  const text = await readFile(journal, 'utf8').catch(() => '');
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  // Quotes within values are escaped, so that this is a key.
  return text.includes('"event":"sending"') && !endings.test(last);
}

const endings = /"event":"(verified|failed|unverified|held|interrupted|refused)"/;
