// What changes, rule by rule, folded: a diff in which green comes, red goes, and orange changes.
import type { Plan } from '../../model/plan.ts';
import { closingLines } from '../closing-lines.ts';
import { plural } from '../counts.ts';
import { changedGroupsLines, type Mark, type MarkedLine } from '../group-lines.ts';
import { isObservedDrift, leftAloneLines, noteLines } from '../note-lines.ts';
import { details, fence } from './escape.ts';

export function stepsSection(plan: Plan): readonly string[] {
  const lines = changedGroupsLines(plan).flatMap((group) => ['', ...group.map(diffLine)]);
  const notes = plan.notes.filter((note) => !isObservedDrift(note));
  const more = [
    ...plan.notes.filter(isObservedDrift).flatMap((note) => leftAloneLines(note, plainLine)),
    ...noteLines(notes),
    ...closingLines(plan),
  ];
  const summary = `Changes, in ${plural(plan.steps.length, 'step')}`;
  return [
    ...(lines.length === 0 ? [] : [details(summary, fence('diff', lines.slice(1)))]),
    ...(more.length === 0 ? [] : [details('Notes and proof', fence('text', trimmed(more)))]),
  ];
}

/** What begins with an exclamation mark is orange. */
const diffMarks: Readonly<Record<Mark, string>> = { '+': '+', '-': '-', '~': '!', '±': '!' };

function diffLine({ mark, text }: MarkedLine): string {
  return `${diffMarks[mark]} ${text}`;
}

function plainLine({ mark, text }: MarkedLine): string {
  return `${mark} ${text}`;
}

function trimmed(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
