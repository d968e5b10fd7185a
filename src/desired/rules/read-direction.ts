// The rules of one direction of a group, multiplied out and without repetitions.
import type { Direction, WrittenRule } from '../../model/rule.ts';
import { collapseRules } from './collapse-rules.ts';
import { expandRule } from './expand-rule.ts';
import { fault } from '../fault.ts';
import { itemsOf, valueAt, type Located } from '../yaml/located.ts';
import { readRule, type RuleContext } from './read-rule.ts';
import { expandedRulesMax, ruleFault } from './rule-faults.ts';

/** Undefined where the direction is not written: then it is not ours to change. */
export function readDirection(
  root: Located,
  direction: Direction,
  context: RuleContext,
): readonly WrittenRule[] | undefined {
  const list = valueAt(root, direction);
  if (list === undefined || context.faulty.has(list)) return undefined;
  const rules: WrittenRule[] = [];
  for (const item of itemsOf(list)) {
    rules.push(...readExpanded(item, direction, context));
    if (rules.length <= expandedRulesMax) continue;
    const message = `the rules up to here stand for more than ${expandedRulesMax}; expected fewer, by ranges or larger blocks`;
    context.report(fault(item.source, { code: 'too-many-rules', message }));
    return undefined;
  }
  return collapseRules(rules, context.report);
}

function readExpanded(
  item: Located,
  direction: Direction,
  context: RuleContext,
): readonly WrittenRule[] {
  const parts = readRule(item, direction, context);
  if (parts === undefined) return [];
  const finding = ruleFault(parts);
  if (finding === undefined) return expandRule(parts);
  context.report(finding);
  return [];
}
