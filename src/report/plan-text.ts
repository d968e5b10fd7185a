// A plan for people: what changes group by group, what to consent to, and a last line that says all.
import type { Colors } from 'picocolors/types.js';
import { isCertain, type ProtectedFlowFault } from '../model/assertion-result.ts';
import { consentFlag, type Hazard } from '../model/hazard.ts';
import type { Note, Plan } from '../model/plan.ts';
import { isPreparedUndo } from '../model/undo-id.ts';
import { accessLines } from './access-lines.ts';
import { closingLines } from './closing-lines.ts';
import { countChanges, plural, readCounts } from './counts.ts';
import { changedGroupsLines, type Mark, type MarkedLine } from './group-lines.ts';
import {
  isObservedDrift,
  leftAloneLines,
  leftAloneText,
  noteLines,
  observedDrift,
} from './note-lines.ts';
import { printable } from './printable.ts';
import { sourceText } from './source-text.ts';

/** Of one plan alone: where nothing changes, it is enough to say that. */
export function renderPlan(plan: Plan, colours: Colors): string {
  return `${plan.steps.length === 0 ? '' : planHeading(plan, colours)}${planBody(plan, colours)}`;
}

/** Which place a plan is for, above its body. */
export function planHeading({ target, undoes }: Plan, colours: Colors): string {
  const where = `${target.vpc} in ${target.region}, account ${target.account}`;
  const why = undoes === undefined ? '' : `, taking back the plan ${undoes}`;
  return `${colours.bold(printable(`Target ${target.name}: ${where}${why}`))}\n\n`;
}

export function planBody(plan: Plan, colours: Colors): string {
  const { hazards, notes } = plan;
  const changes = changedGroupsLines(plan).flatMap((lines) => [...lines, blank]);
  const paint = painterOf(colours);
  const access = accessLines(plan);
  const sections = [
    access === undefined
      ? []
      : [colours.bold(access.title), ...access.lines.map(paint), ...access.rest, ''],
    noteLines(notes.filter(isCause)),
    changes.map((line) => (line === blank ? '' : paint(line))),
    hazardLines(hazards, colours),
    breachLines(plan, colours),
    observedLines(notes, paint),
    noteLines(notes.filter((note) => !isObservedDrift(note) && !isCause(note))),
    closingLines(plan),
    [colours.bold(planLine(plan))],
  ];
  return `${sections.flat().join('\n')}\n`;
}

/** What changes many groups is read before the groups. */
function isCause({ code }: Note): boolean {
  return code === 'cause';
}

const blank: MarkedLine = { mark: '~', text: '' };

export function painterOf(colours: Colors): (line: MarkedLine) => string {
  const paints: Record<Mark, (text: string) => string> = {
    '+': colours.green,
    '~': colours.yellow,
    '-': colours.red,
    '±': colours.cyan,
  };
  return ({ mark, text }) => paints[mark](`${mark} ${text}`);
}

export function hazardLines(hazards: readonly Hazard[], colours: Colors): readonly string[] {
  if (hazards.length === 0) return [];
  const windows = hazards.filter(({ window }) => window !== undefined);
  const hidden = new Set(windows.slice(windowsShownMax));
  const lines = hazards
    .filter((hazard) => !hidden.has(hazard))
    .map(({ code, message, source, otherSources = [] }) => {
      const others = otherSources.length === 0 ? '' : ` and ${otherSources.length} more`;
      const place = source === undefined ? '' : ` (${sourceText(source)}${others})`;
      return colours.red(`! ${code}: ${printable(message)}${place}`);
    });
  const more =
    hidden.size === 0
      ? []
      : [`  and ${plural(hidden.size, 'more window')}, in the JSON of the plan`];
  return [...lines, ...more, `  To consent: ${consentFlag(hazards)}`, ''];
}

/** Protected flows that the plan breaks, or may break. */
function breachLines({ breaches = [] }: Plan, colours: Colors): readonly string[] {
  if (breaches.length === 0) return [];
  const lines = breaches.map(({ message, source }) =>
    colours.red(`! protected: ${printable(message)} (${sourceText(source)})`),
  );
  return [...lines, '  No flag consents to it: change the rules, or what is protected.', ''];
}

function whatBreaks(breaches: readonly ProtectedFlowFault[]): string {
  return breaches.some(isCertain)
    ? 'it breaks a protected flow'
    : 'nobody can tell whether it breaks a protected flow';
}

/** One cause may open many windows; those that are not shown here are in the plan all the same. */
const windowsShownMax = 3;

/** How groups that are only observed differ from what was written. */
function observedLines(
  notes: readonly Note[],
  paint: (line: MarkedLine) => string,
): readonly string[] {
  return notes.filter(isObservedDrift).flatMap((note) => leftAloneLines(note, paint));
}

/** ` Observed: 2 differences in 1 group.`, and nothing where there are none. */
function observedText(notes: readonly Note[]): string {
  const { differences, groups } = observedDrift(notes);
  if (groups === 0) return '';
  return ` Observed: ${plural(differences, 'difference')} in ${plural(groups, 'group')}.`;
}

/** A plan in one line: what it changes, and what was read to make it. */
export function planLine(plan: Plan): string {
  const leftAlone = `${leftAloneText(plan.notes)}${observedText(plan.notes)}`;
  const basis = isPreparedUndo(plan)
    ? 'Prepared with the plan that it takes back.'
    : `${readCounts(plan.read)}.`;
  if (plan.steps.length === 0) return `No changes.${leftAlone} ${basis}`;
  const { add, change, remove, temporary } = countChanges(plan);
  const onTheWay = temporary === 0 ? '' : `, ${temporary} temporary`;
  const what = `${add} to add, ${change} to change, ${remove} to remove${onTheWay}`;
  const hazards = plan.hazards.length === 0 ? '' : ` Hazards: ${plan.hazards.length}.`;
  const broken = plan.breaches === undefined ? '' : ` Refused: ${whatBreaks(plan.breaches)}.`;
  return `Plan: ${what}.${hazards}${broken}${leftAlone} ${basis}`;
}
