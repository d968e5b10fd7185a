// The rules of one direction of a group, multiplied out and without repetitions.
import { ruleKey, type Direction, type RuleKey, type WrittenRule } from '../../model/rule.ts';
import type { Source } from '../../model/source.ts';
import { collapseRules } from './collapse-rules.ts';
import { expandRule, type Expanded } from './expand-rule.ts';
import { fault } from '../fault.ts';
import { itemsOf, valueAt, type Located } from '../yaml/located.ts';
import { withOverrides } from './override-rules.ts';
import { readRule, type RuleContext } from './read-rule.ts';
import { expandedRulesMax, ruleFault } from './rule-faults.ts';

export interface DirectionRules {
  readonly rules: readonly WrittenRule[];
  /** Those whose time is over, and that nothing else asks for. */
  readonly expired: readonly WrittenRule[];
}

/** A group, or a ruleset that it uses. */
export interface RuleSource extends Pick<RuleContext, 'faulty'> {
  readonly root: Located;
  /** Where a ruleset is used. */
  readonly via?: Source;
}

export interface GroupRules {
  readonly own: RuleSource;
  readonly used: readonly RuleSource[];
  /** False where a fault hides the rules of some ruleset. */
  readonly complete: boolean;
}

/** Undefined where no rule source has the direction: then it is not ours to change. */
export function readDirection(
  { own, used, complete }: GroupRules,
  direction: Direction,
  context: Omit<RuleContext, 'faulty'>,
): DirectionRules | undefined {
  const read = (place: RuleSource) => {
    const list = valueAt(place.root, direction);
    return list && { rules: readList(list, direction, { ...context, ...place }) };
  };
  const ownRead = read(own);
  const usedRead: Exclude<ReturnType<typeof read>, undefined>[] = [];
  let size = ownRead?.rules?.length ?? 0;
  for (const one of used) {
    const more = read(one);
    if (more !== undefined) usedRead.push(more);
    size += more?.rules?.length ?? 0;
    if (size <= expandedRulesMax) continue;
    const message = `the rules of the rulesets up to here stand for more than ${expandedRulesMax}; expected fewer`;
    context.report(fault(one.via ?? one.root.source, { code: 'too-many-rules', message }));
    return undefined;
  }
  const lists = [...usedRead, ...(ownRead ? [ownRead] : [])];
  if (lists.length === 0 || lists.some(({ rules }) => rules === undefined)) return undefined;
  const joined = {
    own: ownRead?.rules ?? [],
    fromRulesets: usedRead.flatMap(({ rules }) => rules ?? []),
    complete,
  };
  return inForce(withOverrides(joined, context.report), context);
}

function readList(
  list: Located,
  direction: Direction,
  context: RuleContext,
): readonly Expanded[] | undefined {
  if (context.faulty.has(list)) return undefined;
  const rules: Expanded[] = [];
  for (const item of itemsOf(list)) {
    rules.push(...readExpanded(item, direction, context));
    if (rules.length <= expandedRulesMax) continue;
    const message = `the rules up to here stand for more than ${expandedRulesMax}; expected fewer, by ranges or larger blocks`;
    context.report(fault(item.source, { code: 'too-many-rules', message }));
    return undefined;
  }
  return rules;
}

function readExpanded(
  item: Located,
  direction: Direction,
  context: RuleContext,
): readonly Expanded[] {
  const parts = readRule(item, direction, context);
  if (parts === undefined) return [];
  const finding = ruleFault(parts);
  if (finding === undefined) return expandRule(parts, context.nowMs);
  context.report(finding);
  return [];
}

/** A rule that is over by one way and in force by another is in force. */
function inForce(
  expanded: readonly Expanded[],
  { report }: Pick<RuleContext, 'report'>,
): DirectionRules {
  const of = (when: Expanded['when']) =>
    expanded.flatMap((one) => (one.when === when ? [one.rule] : []));
  const [now, over] = [of('now'), of('over')];
  const rules = collapseRules(now, report);
  if (over.length === 0) return { rules, expired: [] };
  const wanted = new Set<RuleKey>(rules.map(ruleKey));
  const all = collapseRules([...now, ...over], report);
  return { rules, expired: all.filter((rule) => !wanted.has(ruleKey(rule))) };
}
