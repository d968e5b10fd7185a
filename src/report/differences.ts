// How a group differs from what was written, told by the steps that would mend it: what they would
// add is missing, what they would remove nobody wrote, what they would change was changed.
import { isOwnership, tagValue, type GroupName } from '../model/group-identity.ts';
import { ruleKey, type Rule } from '../model/rule.ts';
import type { ModifyGroup, Step, TagGroup } from '../model/step.ts';
import { unreachable } from '../model/unreachable.ts';
import { plural } from './counts.ts';
import type { Mark } from './group-lines.ts';
import { printable, quoted } from './printable.ts';
import { placedRuleCells } from './rule-cells.ts';
import { ruleChanges, type ChangedRule, type RuleChange } from './rule-changes.ts';
import { attributeName } from './step-line.ts';

export interface Difference {
  readonly mark: Mark;
  readonly cells: readonly string[];
}

/** Of the steps of one group; a group that is missing is one difference. */
export function differencesOf(group: GroupName, steps: readonly Step[]): readonly Difference[] {
  return steps[0]?.kind === 'createGroup'
    ? [missingGroup(group, steps)]
    : [...steps.flatMap(groupRows), ...ruleChanges(steps).flatMap(ruleRows)];
}

function missingGroup(group: GroupName, steps: readonly Step[]): Difference {
  const rules = steps.flatMap((step) => (step.kind === 'authorize' ? step.rules : []));
  return { mark: '-', cells: [`${group} is missing, with ${plural(rules.length, 'rule')}`] };
}

function groupRows(step: Step): readonly Difference[] {
  switch (step.kind) {
    case 'modifyGroup':
      return changedAttributes(step);
    case 'tagGroup':
      return changedTags(step);
    case 'untagGroup':
      if (isOwnership(step.before)) {
        return [{ mark: '+', cells: [`${printable(step.group)} is ours and should be let go`] }];
      }
      return Object.entries(step.before).map(([key, value]) => ({
        mark: '+',
        cells: [`tag ${printable(key)} ${quoted(value)} is not written`],
      }));
    case 'modifyInnerAccessPolicy':
      return [{ mark: '~', cells: [`innerAccessPolicy is ${step.before}, not ${step.after}`] }];
    case 'createGroup':
    case 'authorize':
    case 'revoke':
    case 'modifyRule':
      return [];
    case 'joinGroup':
      return [{ mark: '-', cells: [`member ${printable(step.member)} is missing`] }];
    case 'leaveGroup':
      return [{ mark: '+', cells: [`member ${printable(step.member)} is not written`] }];
    case 'deleteGroup':
      return [{ mark: '+', cells: [`${printable(step.group)} is there and should be absent`] }];
    default:
      return unreachable(step);
  }
}

/** What a plan does on its way, and takes back, is no difference. */
function ruleRows(change: RuleChange): readonly Difference[] {
  switch (change.kind) {
    case 'added':
      return [missingRule(change.after)];
    case 'removed':
      return [strangeRule(change.before)];
    case 'changed':
      // A rule that a plan turns into another one is two rules to whoever looks.
      return ruleKey(change.before) === ruleKey(change.after)
        ? [changedRule(change)]
        : [strangeRule(change.before), missingRule(change.after)];
    case 'temporary':
      return [];
    default:
      return unreachable(change);
  }
}

function missingRule(rule: Rule): Difference {
  return ruleRow('-', rule, 'is missing');
}

function strangeRule(rule: Rule): Difference {
  return ruleRow('+', rule, 'is not written');
}

function ruleRow(mark: Mark, rule: Rule, verdict: string): Difference {
  return { mark, cells: [...placedRuleCells(rule), verdict] };
}

function changedRule({ before, after }: ChangedRule): Difference {
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
