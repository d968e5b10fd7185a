// How one target differs from what was written, for people at a terminal. Without drift it is one line
// that says how much was read, and what somebody asked to be left alone.
import type { Colors } from 'picocolors/types.js';
import type { ReadTarget } from '../../model/drift.ts';
import { noteLines } from '../note-lines.ts';
import { painterOf } from '../plan-text.ts';
import { printable } from '../printable.ts';
import {
  basis,
  differenceMarks,
  driftAccessLines,
  groupHeading,
  shownNotes,
  unmanagedLines,
  unmanagedTitle,
  verdict,
} from './drift-sections.ts';

/** `next` are commands that a reader may want to run. */
export function renderDrift(
  target: ReadTarget,
  colours: Colors,
  { next }: { readonly next: readonly string[] },
): string {
  const last = colours.bold(`${verdict(target)} ${basis(target)}`);
  const lines = [
    ...groupLines(target, colours),
    ...leftAloneLines(target, colours),
    ...(target.drift ? [...accessSection(target, colours), ...unmanagedSection(target)] : []),
    ...noteLines(shownNotes(target)),
    ...(target.drift && next.length > 0 ? ['Next:', ...next.map((line) => `  ${line}`), ''] : []),
    last,
  ];
  return `${lines.join('\n')}\n`;
}

function groupLines({ groups }: ReadTarget, colours: Colors): readonly string[] {
  const paint = painterOf(colours);
  return groups.flatMap((group) => [
    colours.bold(groupHeading(group)),
    ...(group.message === undefined ? [] : [`  ${printable(group.message)}`]),
    ...differenceMarks(group).map((line) => `  ${paint(line)}`),
    '',
  ]);
}

function leftAloneLines({ held, leftOut }: ReadTarget, colours: Colors): readonly string[] {
  const paint = painterOf(colours);
  return [...held, ...leftOut].flatMap((group) => [
    `note: ${printable(group.message)}`,
    ...differenceMarks(group).map((line) => `  ${paint(line)}`),
    '',
  ]);
}

function accessSection(target: ReadTarget, colours: Colors): readonly string[] {
  const access = driftAccessLines(target);
  if (access === undefined) return [];
  const paint = painterOf(colours);
  return [colours.bold(access.title), ...access.lines.map(paint), ...access.rest, ''];
}

const groupsMax = 20;

function unmanagedSection(target: ReadTarget): readonly string[] {
  const { unmanaged } = target;
  if (unmanaged.length === 0) return [];
  const lines = unmanagedLines(unmanaged.slice(0, groupsMax)).map((line) => `  ${line}`);
  const more = unmanaged.length - lines.length;
  return [
    `${unmanagedTitle(target)}:`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more, in the JSON`] : []),
    '',
  ];
}
