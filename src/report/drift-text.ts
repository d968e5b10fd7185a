// Drift is a plan read the other way round. Of groups that are left alone it shows what differs, and
// does not count it as drift: that is what somebody asked for. Of groups that are only observed it does.
import type { Colors } from 'picocolors/types.js';
import type { GroupName } from '../model/group-identity.ts';
import type { Note, Plan } from '../model/plan.ts';
import { plural, readCounts } from './counts.ts';
import { differencesOf } from './differences.ts';
import { stepsByGroup } from './group-lines.ts';
import {
  differenceLines,
  isObservedDrift,
  leftAloneLines,
  leftAloneText,
  noteLines,
  observedDrift,
  type ObservedDrift,
} from './note-lines.ts';
import { painterOf } from './plan-text.ts';
import { printable } from './printable.ts';

export function renderDrift(plan: Plan, colours: Colors): string {
  const byGroup = stepsByGroup(plan.steps);
  const differences = byGroup.map(([group, steps]) => ({
    group,
    rows: differencesOf(group, steps),
  }));
  const observed = observedDrift(plan.notes);
  const planned = differences.reduce((sum, { rows }) => sum + rows.length, 0);
  const count = planned + observed.differences;
  const paint = painterOf(colours);
  const lines = differences.flatMap(({ group, rows }) => [
    colours.bold(heading(group, plan)),
    ...differenceLines(rows, paint),
    '',
  ]);
  const what =
    count === 0
      ? 'No drift.'
      : `Drift: ${plural(count, 'difference')} in ${plural(byGroup.length + observed.groups, 'group')}${observedText(observed)}.`;
  const last = `${what}${leftAloneText(plan.notes)} ${readCounts(plan.read)}.`;
  const isListed = (note: Note) => note.undone !== undefined || isObservedDrift(note);
  const notes = plan.notes.filter((note) => !aboutSteps.has(note.code) && !isListed(note));
  const leftAlone = plan.notes.filter(isListed).flatMap((note) => leftAloneLines(note, paint));
  return `${[...lines, ...leftAlone, ...noteLines(notes), colours.bold(last)].join('\n')}\n`;
}

function observedText({ differences, groups }: ObservedDrift): string {
  if (groups === 0) return '';
  return `, ${differences} of them in ${plural(groups, 'group')} only observed`;
}

/** What is not known about making it so, while drift is about what is. */
const aboutSteps: ReadonlySet<Note['code']> = new Set([
  'cause',
  'interfaces-unknown',
  'lists-unknown',
  'deletion-unknown',
]);

function heading(group: GroupName, { groups }: Plan): string {
  const id = groups[group]?.id;
  return id === undefined ? `group ${printable(group)}` : `group ${printable(group)} (${id})`;
}
