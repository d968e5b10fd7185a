// Drift is a plan read the other way round: what a plan would add is missing, what it would remove
// nobody wrote, what it would change was changed.
import type { Colors } from 'picocolors/types.js';
import { tagValue, type GroupName } from '../model/group-identity.ts';
import type { Plan } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import type { ModifyGroup, ModifyRule, Step, TagGroup } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import { alignColumns } from './columns.ts';
import { plural, readCounts } from './counts.ts';
import { stepsByGroup, type Mark } from './group-lines.ts';
import { noteLines, painterOf } from './plan-text.ts';
import { printable, quoted } from './printable.ts';
import { ruleCells } from './rule-cells.ts';
import { attributeName } from './step-line.ts';

interface Difference {
  readonly mark: Mark;
  readonly cells: readonly string[];
}

export function renderDrift(plan: Plan, colours: Colors): string {
  const byGroup = stepsByGroup(plan.steps);
  const differences = byGroup.map(([group, steps]) => ({
    group,
    rows: steps[0]?.kind === 'createGroup' ? [missingGroup(group, steps)] : steps.flatMap(rowsOf),
  }));
  const count = differences.reduce((sum, { rows }) => sum + rows.length, 0);
  const paint = painterOf(colours);
  const lines = differences.flatMap(({ group, rows }) => {
    const texts = alignColumns(rows.map(({ cells }) => cells));
    return [
      colours.bold(heading(group, plan)),
      ...rows.map(({ mark }, index) => `  ${paint({ mark, text: texts[index] ?? '' })}`),
      '',
    ];
  });
  const last =
    count === 0
      ? `No drift. ${readCounts(plan.read)}.`
      : `Drift: ${plural(count, 'difference')} in ${plural(byGroup.length, 'group')}. ${readCounts(plan.read)}.`;
  return `${[...lines, ...noteLines(plan.notes), colours.bold(last)].join('\n')}\n`;
}

function heading(group: GroupName, { groups }: Plan): string {
  const id = groups[group]?.id;
  return id === undefined ? `group ${printable(group)}` : `group ${printable(group)} (${id})`;
}

function missingGroup(group: GroupName, steps: readonly Step[]): Difference {
  const rules = steps.flatMap((step) => (step.kind === 'authorize' ? step.rules : []));
  return { mark: '-', cells: [`${group} is missing, with ${plural(rules.length, 'rule')}`] };
}

function rowsOf(step: Step): readonly Difference[] {
  switch (step.kind) {
    case 'authorize':
      return step.rules.map((rule) => ruleRow('-', rule, 'is missing'));
    case 'revoke':
      return step.rules.map((rule) => ruleRow('+', rule, 'is not written'));
    case 'modifyRule':
      return [changedRule(step)];
    case 'modifyGroup':
      return changedAttributes(step);
    case 'tagGroup':
      return changedTags(step);
    case 'untagGroup':
      return Object.entries(step.before).map(([key, value]) => ({
        mark: '+',
        cells: [`tag ${printable(key)} ${quoted(value)} is not written`],
      }));
    case 'modifyInnerAccessPolicy':
      return [{ mark: '~', cells: [`innerAccessPolicy is ${step.before}, not ${step.after}`] }];
    case 'createGroup':
      return [];
    case 'deleteGroup':
      return [{ mark: '+', cells: [`${printable(step.group)} is there and should be absent`] }];
    default:
      return unreachable(step);
  }
}

function ruleRow(mark: Mark, rule: Rule, verdict: string): Difference {
  return { mark, cells: [...ruleCells(rule), verdict] };
}

function changedRule({ before, after }: ModifyRule): Difference {
  const priority =
    before.priority === after.priority
      ? ''
      : `priority is ${before.priority}, not ${after.priority}`;
  const [was, is] = [before.description ?? '', after.description ?? ''];
  const description = was === is ? '' : `description is ${quoted(was)}, not ${quoted(is)}`;
  const verdict = [priority, description].filter((text) => text !== '').join('; ');
  return ruleRow('~', after, verdict);
}

function changedAttributes({ before, after }: ModifyGroup): readonly Difference[] {
  return (['cloudName', 'description'] as const).flatMap((key): Difference[] => {
    const [was, is] = [before[key], after[key]];
    if (is === undefined) return [];
    const text = `${attributeName(key)} is ${quoted(was ?? '')}, not ${quoted(is)}`;
    return [{ mark: '~', cells: [text] }];
  });
}

function changedTags({ tags, before }: TagGroup): readonly Difference[] {
  return Object.entries(tags).map(([key, value]): Difference => {
    const was = tagValue(before, key);
    const tag = `tag ${printable(key)}`;
    return was === undefined
      ? { mark: '-', cells: [`${tag} ${quoted(value)} is missing`] }
      : { mark: '~', cells: [`${tag} is ${quoted(was)}, not ${quoted(value)}`] };
  });
}
