// A plan for people: what changes group by group, what to consent to, and a last line that says all.
import type { Colors } from 'picocolors/types.js';
import { groupBy } from '../model/group-by.ts';
import { consentFlag, type Hazard } from '../model/hazard.ts';
import type { Note, Plan } from '../model/plan.ts';
import { formatSource } from '../model/source.ts';
import { countChanges, plural, readCounts } from './counts.ts';
import { groupLines, stepsByGroup, type Mark, type MarkedLine } from './group-lines.ts';
import { printable } from './printable.ts';

export function renderPlan(plan: Plan, colours: Colors): string {
  const { target, steps, hazards, notes } = plan;
  const where = `${target.vpc} in ${target.region}, account ${target.account}`;
  const changes = stepsByGroup(steps).flatMap(([group, own]) => [
    ...groupLines(group, own, plan),
    blank,
  ]);
  const paint = painterOf(colours);
  const sections = [
    steps.length === 0 ? [] : [colours.bold(`Target ${target.name}: ${where}`), ''],
    changes.map((line) => (line === blank ? '' : paint(line))),
    hazardLines(hazards, colours),
    noteLines(notes),
    [colours.bold(lastLine(plan))],
  ];
  return `${sections.flat().join('\n')}\n`;
}

const blank: MarkedLine = { mark: '~', text: '' };

export function painterOf(colours: Colors): (line: MarkedLine) => string {
  const paints: Record<Mark, (text: string) => string> = {
    '+': colours.green,
    '~': colours.yellow,
    '-': colours.red,
  };
  return ({ mark, text }) => paints[mark](`${mark} ${text}`);
}

export function hazardLines(hazards: readonly Hazard[], colours: Colors): readonly string[] {
  if (hazards.length === 0) return [];
  const lines = hazards.map(({ code, message, source }) => {
    const place = source === undefined ? '' : ` (${formatSource(source)})`;
    return colours.red(`! ${code}: ${printable(message)}${place}`);
  });
  return [...lines, `  To consent: ${consentFlag(hazards)}`, ''];
}

/** Notes of one kind that say the same of many groups would drown the rest. */
export function noteLines(notes: readonly Note[]): readonly string[] {
  if (notes.length === 0) return [];
  const shown = [...groupBy(notes, ({ code }) => code)].flatMap(([code, ofCode]) => {
    const lines = ofCode.slice(0, 3).map(({ message }) => `note: ${printable(message)}`);
    const more = ofCode.length - lines.length;
    return more > 0 ? [...lines, `note: and ${more} more like this (${code})`] : lines;
  });
  return [...shown, ''];
}

function lastLine(plan: Plan): string {
  const { add, change, remove } = countChanges(plan);
  if (plan.steps.length === 0) return `No changes. ${readCounts(plan.read)}.`;
  const what = `${add} to add, ${change} to change, ${remove} to remove`;
  const hazards = plan.hazards.length === 0 ? '' : ` Hazards: ${plan.hazards.length}.`;
  const waves = new Set(plan.steps.map(({ wave }) => wave)).size;
  const calls = `${plural(plan.steps.length, 'call')} in ${plural(waves, 'wave')}`;
  return `Plan: ${what}.${hazards} ${calls}; ${readCounts(plan.read)}.`;
}
