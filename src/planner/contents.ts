// The states that a plan was made from, for plans that are kept: when one of them has changed, whoever
// applies the plan is shown what.
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Plan, PlannedGroup } from '../model/plan.ts';
import { sortRules } from '../model/rule.ts';
import { bareRule } from './edits/bare-rule.ts';
import type { GroupStates } from './order/states.ts';

export function withContents(plan: Plan, states: readonly GroupStates[]): Plan {
  const begins = new Map(states.map(({ group, before }) => [group, before]));
  const groups = Object.entries(plan.groups).map(([name, planned]): [string, PlannedGroup] => {
    const before = begins.get(name as GroupName);
    return [name, before === undefined ? planned : { ...planned, content: bareContent(before) }];
  });
  return { ...plan, groups: Object.fromEntries(groups) };
}

function bareContent(content: GroupContent): GroupContent {
  const { cloudName, description, type, innerAccessPolicy, tags, rules } = content;
  const bare = sortRules(rules).map(bareRule);
  return { cloudName, description, type, innerAccessPolicy, tags, rules: bare };
}
