// The ids of a group's live rules, each handed out once: equal rules are told apart by nothing else.
import { assert } from '../model/assert.ts';
import { groupBy } from '../model/group-by.ts';
import type { LiveGroup } from '../model/group.ts';
import { contentKey, type Rule, type RuleId } from '../model/rule.ts';

export type TakeRuleId = (rule: Rule) => RuleId;

export function ruleIdsOf(live: LiveGroup | undefined): TakeRuleId {
  const left = groupBy(live?.rules ?? [], contentKey);
  return (rule) => {
    const found = left.get(contentKey(rule))?.shift();
    assert(found !== undefined, `no live rule says: ${contentKey(rule)}`);
    assert(found.id !== '', `the live rule has no id: ${contentKey(rule)}`);
    return found.id;
  };
}
