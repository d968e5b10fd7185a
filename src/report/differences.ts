// How a group differs from what was written, as rows of a table.
import type { GroupDifference } from '../model/drift.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Rule } from '../model/rule.ts';
import type { PlannedRule, Step } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import { plural } from './counts.ts';
import { groupDifferences } from './drift/group-differences.ts';
import type { Mark } from './group-lines.ts';
import { printable, quoted } from './printable.ts';
import { placedRuleCells } from './rule-cells.ts';
import { attributeName } from './step-line.ts';

/** `-` for what should be there and is not, `+` for what is there and should not be. */
export interface Difference {
  readonly mark: Mark;
  readonly cells: readonly string[];
}

/** Of the steps of one group that would mend it. */
export function differencesOf(group: GroupName, steps: readonly Step[]): readonly Difference[] {
  return groupDifferences(steps).map((difference) => differenceRow(group, difference));
}

export function differenceRow(group: GroupName, difference: GroupDifference): Difference {
  const name = printable(group);
  switch (difference.kind) {
    case 'groupMissing':
      return sentence('-', `${name} is missing, with ${plural(difference.rules, 'rule')}`);
    case 'groupUnexpected':
      return sentence('+', `${name} is there and should be absent`);
    case 'groupNotReleased':
      return sentence('+', `${name} is ours and should be let go`);
    case 'attribute':
      return attributeRow(difference);
    case 'tag':
      return tagRow(difference);
    case 'ruleMissing':
      return ruleRow('-', difference.rule, 'is missing');
    case 'ruleUnexpected':
      return ruleRow('+', difference.rule, 'is not written');
    case 'ruleChanged':
      return changedRule(difference);
    case 'memberMissing':
      return sentence('-', `member ${printable(difference.member)} is missing`);
    case 'memberUnexpected':
      return sentence('+', `member ${printable(difference.member)} is not written`);
    default:
      return unreachable(difference);
  }
}

function sentence(mark: Mark, text: string): Difference {
  return { mark, cells: [text] };
}

function attributeRow({
  name,
  expected,
  found,
}: Extract<GroupDifference, { kind: 'attribute' }>): Difference {
  const [is, should] =
    name === 'innerAccessPolicy' ? [found, expected] : [quoted(found), quoted(expected)];
  return sentence('~', `${attributeName(name)} is ${is}, not ${should}`);
}

function tagRow({ key, expected, found }: Extract<GroupDifference, { kind: 'tag' }>): Difference {
  const tag = `tag ${printable(key)}`;
  if (expected === undefined) return sentence('+', `${tag} ${quoted(found ?? '')} is not written`);
  if (found === undefined) return sentence('-', `${tag} ${quoted(expected)} is missing`);
  return sentence('~', `${tag} is ${quoted(found)}, not ${quoted(expected)}`);
}

function ruleRow(mark: Mark, rule: PlannedRule, verdict: string): Difference {
  return { mark, cells: [...placedRuleCells(rule), verdict] };
}

function changedRule({
  rule,
  found,
}: {
  readonly rule: PlannedRule;
  readonly found: Rule;
}): Difference {
  const priority =
    found.priority === rule.priority ? '' : `priority is ${found.priority}, not ${rule.priority}`;
  const [was, is] = [found.description ?? '', rule.description ?? ''];
  const description = was === is ? '' : `description is ${quoted(was)}, not ${quoted(is)}`;
  const verdict = [priority, description].filter((text) => text !== '').join('; ');
  return ruleRow('~', rule, verdict);
}
