// The steps of one group as lines: the group first, then what changes in it, aligned. Groups in which
// the same happens stand once: whoever reads that an address changed in 150 groups reads it one time.
import { groupBy } from '../model/group-by.ts';
import { tagValue, type GroupName } from '../model/group-identity.ts';
import type { Plan } from '../model/plan.ts';
import type { MovedMember, PlannedRule, ReplaceGroups, Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import { alignColumns } from './columns.ts';
import { printable, quoted } from './printable.ts';
import { change, changedRuleCells, ruleCells, temporaryRuleCells } from './rule-cells.ts';
import { ruleChanges, type RuleChange } from './rule-changes.ts';
import { sourceText } from './source-text.ts';

/** What a line says happens; `±` is there on the way only. */
export type Mark = '+' | '~' | '-' | '±';

export interface MarkedLine {
  readonly mark: Mark;
  readonly text: string;
}

/** The groups by their names, each with its steps in their order. */
export function stepsByGroup(
  steps: readonly Step[],
): readonly (readonly [GroupName, readonly Step[]])[] {
  const byGroup = groupBy(steps, ({ group }) => group);
  return [...byGroup].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Group after group, each with its lines; from three on, those in which just the same changes are one. */
export function changedGroupsLines({ steps, groups }: Plan): readonly (readonly MarkedLine[])[] {
  const changed = stepsByGroup(steps).map(([group, own]) => changedGroup(group, own));
  const alike = groupBy(changed, ({ mark, rows }) =>
    JSON.stringify([mark, rows.map(({ mark: of, cells }) => [of, cells])]),
  );
  const told = [...alike.values()].flatMap((same): Told[] =>
    same.length < alikeMin ? same.map((one) => [one]) : [same],
  );
  return told.toSorted(byFirstName).map((same) => linesOf(same, groups));
}

/** One group alone. */
export function changedGroupLines(
  group: GroupName,
  steps: readonly Step[],
  { groups }: Pick<Plan, 'groups'>,
): readonly MarkedLine[] {
  return linesOf([changedGroup(group, steps)], groups);
}

/** Groups that stand as one. */
type Told = readonly ChangedGroup[];

function byFirstName([one]: Told, [other]: Told): number {
  return (one?.group ?? '') < (other?.group ?? '') ? -1 : 1;
}

/** Two of a kind are read as fast as a line that says how many there are. */
const alikeMin = 3;
const namesMax = 5;

interface ChangedGroup {
  readonly group: GroupName;
  readonly mark: Mark;
  readonly rows: readonly Row[];
}

function changedGroup(group: GroupName, steps: readonly Step[]): ChangedGroup {
  const isNew = steps.some(({ kind }) => kind === 'createGroup');
  const rows = [
    ...steps.flatMap((step) => groupRows(step, isNew)),
    ...ruleChanges(steps).map(ruleRow),
  ];
  return { group, mark: groupMark(steps, isNew), rows };
}

/** Of groups in which the same changes, though not in the same place of a file. */
function linesOf(same: Told, groups: Plan['groups']): readonly MarkedLine[] {
  const [first] = same;
  if (first === undefined) return [];
  const texts = alignColumns(
    first.rows.map(({ cells }, index) => {
      const places = same.flatMap(({ rows }) => rows[index]?.place ?? []);
      return cells.length === 1 ? cells : [...cells, placesText(places)];
    }),
  );
  return [
    { mark: first.mark, text: headingOf(same, groups) },
    ...first.rows.map(({ mark }, index) => ({ mark, text: `  ${texts[index] ?? ''}` })),
  ];
}

function headingOf(same: Told, groups: Plan['groups']): string {
  const names = same.map(({ group }) => group);
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) {
    const id = groups[name]?.id;
    return `group ${printable(name)}${id === undefined ? '' : ` (${printable(id)})`}`;
  }
  const shown = names.slice(0, namesMax).map(printable).join(', ');
  const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : '';
  return `${names.length} groups: ${shown}${more}`;
}

/** What a person opens first; the others are in the JSON of the plan. */
function placesText(places: readonly string[]): string {
  const [first = '', ...others] = new Set(places);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function groupMark(steps: readonly Step[], isNew: boolean): Mark {
  if (isNew) return '+';
  return steps.some(({ kind }) => kind === 'deleteGroup') ? '-' : '~';
}

interface Row {
  readonly mark: Mark;
  readonly cells: readonly string[];
  /** Where it is written. */
  readonly place?: string;
}

function groupRows(step: Step, isNew: boolean): readonly Row[] {
  switch (step.kind) {
    case 'createGroup': {
      const { cloudName, description, type, tags, resourceGroup } = step;
      return [
        ...(cloudName === step.group ? [] : [attribute('+', 'name', quoted(cloudName))]),
        ...(description === '' ? [] : [attribute('+', 'description', quoted(description))]),
        ...(type === 'normal' ? [] : [attribute('+', 'type', type)]),
        ...(resourceGroup === undefined
          ? []
          : [attribute('+', 'resourceGroup', quoted(resourceGroup))]),
        attribute('+', 'tags', Object.entries(tags).map(tagText).join(', ')),
      ];
    }
    case 'tagGroup':
      return Object.entries(step.tags).map(([key, value]) => {
        const before = tagValue(step.before, key);
        return before === undefined
          ? tagRow('+', key, quoted(value))
          : tagRow('~', key, change(quoted(before), quoted(value)));
      });
    case 'untagGroup':
      return Object.entries(step.before).map(([key, value]) => tagRow('-', key, quoted(value)));
    case 'modifyGroup': {
      const { before, after } = step;
      const [name, description] = [after.cloudName, after.description];
      return [
        ...(name === undefined
          ? []
          : [attribute('~', 'name', change(quoted(before.cloudName ?? ''), quoted(name)))]),
        ...(description === undefined
          ? []
          : [
              attribute(
                '~',
                'description',
                change(quoted(before.description ?? ''), quoted(description)),
              ),
            ]),
      ];
    }
    case 'joinResourceGroup':
      return [attribute('~', 'resourceGroup', change(quoted(step.before), quoted(step.after)))];
    case 'modifyInnerAccessPolicy':
      return isNew
        ? [attribute('+', 'innerAccessPolicy', step.after)]
        : [attribute('~', 'innerAccessPolicy', change(step.before, step.after))];
    case 'joinGroup':
      return [attribute('+', 'member', memberText(step))];
    case 'leaveGroup':
      return [attribute('-', 'member', memberText(step))];
    case 'replaceGroups':
      return [attribute('~', 'member', replacedText(step))];
    case 'authorize':
    case 'revoke':
    case 'modifyRule':
    case 'deleteGroup':
      return [];
    default:
      return unreachable(step);
  }
}

/** `i-…, which is in app + base`. */
function memberText({ member, from }: MovedMember): string {
  const groups = from.map(printable).join(' + ');
  return `${printable(member)}${groups === '' ? '' : `, which is in ${groups}`}`;
}

/** `i-…, in one call from app + base to base + web`. */
function replacedText({ member, from, to }: ReplaceGroups): string {
  const [then, now] = [from, to].map((names) => names.map(printable).join(' + '));
  return `${printable(member)}, in one call from ${then} to ${now}`;
}

function ruleRow(change: RuleChange): Row {
  switch (change.kind) {
    case 'added':
      return { mark: '+', cells: ruleCells(change.after), ...placed(change.after) };
    case 'removed':
      return { mark: '-', cells: ruleCells(change.before) };
    case 'changed':
      return {
        mark: '~',
        cells: changedRuleCells(change.before, change.after),
        ...placed(change.after),
      };
    case 'temporary':
      return { mark: '±', cells: temporaryRuleCells(change.rule) };
    default:
      return unreachable(change);
  }
}

function placed({ source }: PlannedRule): Pick<Row, 'place'> {
  return source === undefined ? {} : { place: sourceText(source) };
}

/** One cell, so that long values do not push the columns of the rules apart. */
function attribute(mark: Mark, name: string, value: string): Row {
  return { mark, cells: [`${name} ${value}`] };
}

function tagText([key, value]: readonly [string, string]): string {
  return `${printable(key)} ${quoted(value)}`;
}

function tagRow(mark: Mark, key: string, value: string): Row {
  return attribute(mark, `tag ${printable(key)}`, value);
}
