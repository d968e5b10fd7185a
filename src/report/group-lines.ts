// The steps of one group as lines: the group first, then what changes in it, aligned.
import { groupBy } from '../model/group-by.ts';
import { tagValue, type GroupName } from '../model/group-identity.ts';
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import { alignColumns } from './columns.ts';
import { printable, quoted } from './printable.ts';
import { change, changedRuleCells, ruleCells, temporaryRuleCells } from './rule-cells.ts';
import { ruleChanges, type RuleChange } from './rule-changes.ts';

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

export function groupLines(
  group: GroupName,
  steps: readonly Step[],
  { groups }: Plan,
): readonly MarkedLine[] {
  const id = groups[group]?.id;
  const heading = `group ${printable(group)}${id === undefined ? '' : ` (${id})`}`;
  const isNew = steps.some(({ kind }) => kind === 'createGroup');
  const rows = [
    ...steps.flatMap((step) => groupRows(step, isNew)),
    ...ruleChanges(steps).map(ruleRow),
  ];
  const texts = alignColumns(rows.map(({ cells }) => cells));
  return [
    { mark: groupMark(steps, isNew), text: heading },
    ...rows.map(({ mark }, index) => ({ mark, text: `  ${texts[index] ?? ''}` })),
  ];
}

function groupMark(steps: readonly Step[], isNew: boolean): Mark {
  if (isNew) return '+';
  return steps.some(({ kind }) => kind === 'deleteGroup') ? '-' : '~';
}

interface Row {
  readonly mark: Mark;
  readonly cells: readonly string[];
}

function groupRows(step: Step, isNew: boolean): readonly Row[] {
  switch (step.kind) {
    case 'createGroup': {
      const { cloudName, description, type, tags } = step;
      return [
        ...(cloudName === step.group ? [] : [attribute('+', 'name', quoted(cloudName))]),
        ...(description === '' ? [] : [attribute('+', 'description', quoted(description))]),
        ...(type === 'normal' ? [] : [attribute('+', 'type', type)]),
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
    case 'modifyInnerAccessPolicy':
      return isNew
        ? [attribute('+', 'innerAccessPolicy', step.after)]
        : [attribute('~', 'innerAccessPolicy', change(step.before, step.after))];
    case 'authorize':
    case 'revoke':
    case 'modifyRule':
    case 'deleteGroup':
      return [];
    default:
      return unreachable(step);
  }
}

function ruleRow(change: RuleChange): Row {
  switch (change.kind) {
    case 'added':
      return { mark: '+', cells: ruleCells(change.after) };
    case 'removed':
      return { mark: '-', cells: ruleCells(change.before) };
    case 'changed':
      return { mark: '~', cells: changedRuleCells(change.before, change.after) };
    case 'temporary':
      return { mark: '±', cells: temporaryRuleCells(change.rule) };
    default:
      return unreachable(change);
  }
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
