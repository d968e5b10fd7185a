// Drift is a plan read the other way round. Of groups that are left alone it shows what differs, and
// does not count it as drift: that is what somebody asked for.
import type { Colors } from 'picocolors/types.js';
import type { GroupName } from '../model/group-identity.ts';
import type { Note, Plan } from '../model/plan.ts';
import { alignColumns } from './columns.ts';
import { plural, readCounts } from './counts.ts';
import { differencesOf, type Difference } from './differences.ts';
import { stepsByGroup, type MarkedLine } from './group-lines.ts';
import { leftAloneText, noteLine, noteLines, painterOf } from './plan-text.ts';
import { printable } from './printable.ts';

export function renderDrift(plan: Plan, colours: Colors): string {
  const byGroup = stepsByGroup(plan.steps);
  const differences = byGroup.map(([group, steps]) => ({
    group,
    rows: differencesOf(group, steps),
  }));
  const count = differences.reduce((sum, { rows }) => sum + rows.length, 0);
  const paint = painterOf(colours);
  const lines = differences.flatMap(({ group, rows }) => [
    colours.bold(heading(group, plan)),
    ...differenceLines(rows, paint),
    '',
  ]);
  const what =
    count === 0
      ? 'No drift.'
      : `Drift: ${plural(count, 'difference')} in ${plural(byGroup.length, 'group')}.`;
  const last = `${what}${leftAloneText(plan.notes)} ${readCounts(plan.read)}.`;
  const notes = plan.notes.filter(({ code, undone }) => !aboutSteps.has(code) && !undone);
  const leftAlone = plan.notes.flatMap((note) => leftAloneLines(note, paint));
  return `${[...lines, ...leftAlone, ...noteLines(notes), colours.bold(last)].join('\n')}\n`;
}

/** What is not known about making it so, while drift is about what is. */
const aboutSteps: ReadonlySet<Note['code']> = new Set([
  'interfaces-unknown',
  'lists-unknown',
  'deletion-unknown',
]);

function heading(group: GroupName, { groups }: Plan): string {
  const id = groups[group]?.id;
  return id === undefined ? `group ${printable(group)}` : `group ${printable(group)} (${id})`;
}

function differenceLines(
  rows: readonly Difference[],
  paint: (line: MarkedLine) => string,
): readonly string[] {
  const texts = alignColumns(rows.map(({ cells }) => cells));
  return rows.map(({ mark }, index) => `  ${paint({ mark, text: texts[index] ?? '' })}`);
}

/** The note of a group that is left alone, and below it what differs. */
function leftAloneLines(note: Note, paint: (line: MarkedLine) => string): readonly string[] {
  const { group, undone } = note;
  if (group === undefined || undone === undefined) return [];
  return [noteLine(note), ...differenceLines(differencesOf(group, undone), paint), ''];
}
