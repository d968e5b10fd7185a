// Notes of a plan for people, and what differs in groups that no step touches.
import { groupBy } from '../model/group-by.ts';
import type { Note } from '../model/plan.ts';
import { alignColumns } from './columns.ts';
import { plural } from './counts.ts';
import { differencesOf, type Difference } from './differences.ts';
import type { MarkedLine } from './group-lines.ts';
import { printable } from './printable.ts';

/** Notes of one kind that say the same of many groups would drown the rest; each hold has its own. */
export function noteLines(notes: readonly Note[]): readonly string[] {
  if (notes.length === 0) return [];
  const shown = [...groupBy(notes, ({ code }) => code)].flatMap(([code, ofCode]) => {
    const lines = ofCode.slice(0, code === 'held' ? undefined : notesShownMax).map(noteLine);
    const more = ofCode.length - lines.length;
    return more > 0 ? [...lines, `note: and ${more} more like this (${code})`] : lines;
  });
  return [...shown, ''];
}

const notesShownMax = 3;

export function noteLine({ message }: Note): string {
  return `note: ${printable(message)}`;
}

/** ` Left alone: 2 differences in 1 group.`, and nothing where there are none. */
export function leftAloneText(notes: readonly Note[]): string {
  const counts = notes.flatMap((note) =>
    isObservedDrift(note) || note.undone === undefined ? [] : [countDifferences(note)],
  );
  if (counts.length === 0) return '';
  const all = counts.reduce((sum, count) => sum + count, 0);
  return ` Left alone: ${plural(all, 'difference')} in ${plural(counts.length, 'group')}.`;
}

/** The note of a group that is left alone, and below it what differs. */
export function leftAloneLines(note: Note, paint: (line: MarkedLine) => string): readonly string[] {
  const { group, undone } = note;
  const differing = group === undefined || undone === undefined ? [] : differencesOf(group, undone);
  return [noteLine(note), ...differenceLines(differing, paint), ''];
}

export function differenceLines(
  rows: readonly Difference[],
  paint: (line: MarkedLine) => string,
): readonly string[] {
  const texts = alignColumns(rows.map(({ cells }) => cells));
  return rows.map(({ mark }, index) => `  ${paint({ mark, text: texts[index] ?? '' })}`);
}

/** What differs in groups that are only observed. */
export interface ObservedDrift {
  readonly differences: number;
  readonly groups: number;
}

export function observedDrift(notes: readonly Note[]): ObservedDrift {
  const counts = notes.filter(isObservedDrift).map(countDifferences);
  return { differences: counts.reduce((sum, count) => sum + count, 0), groups: counts.length };
}

/** Observed, and not as it was written. */
export function isObservedDrift({ isDrift }: Note): boolean {
  return isDrift === true;
}

/** Where it cannot be told what differs, that is one difference. */
function countDifferences({ group, undone }: Note): number {
  return group === undefined || undone === undefined ? 1 : differencesOf(group, undone).length;
}
