// The states that a plan was made from, for plans that are kept: when one of them has changed, whoever
// applies the plan is shown what.
import { groupBy } from '../model/group-by.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Plan, PlannedGroup, UndoPlan } from '../model/plan.ts';
import { predict } from '../model/predict.ts';
import { sortRules } from '../model/rule.ts';
import { bareRule } from './edits/bare-rule.ts';
import { withMovedMembers } from './members/moved-content.ts';
import type { GroupStates } from './order/states.ts';

export function withContents(plan: Plan, states: readonly GroupStates[]): Plan {
  return withThese(plan, new Map(states.map(({ group, before }) => [group, before])));
}

/** The way back begins where the plan, which has its contents, ends. */
export function undoWithContents({ undo, groups, steps }: Plan): UndoPlan | undefined {
  if (undo === undefined) return undefined;
  const byGroup = groupBy(steps, ({ group }) => group);
  const back = groupBy(undo.steps, ({ group }) => group);
  const entries = Object.entries(groups) as [GroupName, PlannedGroup][];
  const ends = entries.map(([group, { content }]) => {
    const end = (byGroup.get(group) ?? []).reduce<GroupContent | undefined>(predict, content);
    return [group, end && withMovedMembers(end, back.get(group) ?? [])] as const;
  });
  return withThese(undo, new Map(ends));
}

function withThese<One extends Plan>(
  plan: One,
  contents: ReadonlyMap<GroupName, GroupContent | undefined>,
): One {
  const groups = Object.entries(plan.groups).map(([name, planned]): [string, PlannedGroup] => {
    const content = contents.get(name as GroupName);
    return [name, content === undefined ? planned : { ...planned, content: bareContent(content) }];
  });
  return { ...plan, groups: Object.fromEntries(groups) };
}

function bareContent(content: GroupContent): GroupContent {
  const { cloudName, description, type, innerAccessPolicy, tags, rules } = content;
  const { members, places, resourceGroup } = content;
  const bare = sortRules(rules).map(bareRule);
  const others = { cloudName, description, type, innerAccessPolicy, tags };
  return {
    ...others,
    rules: bare,
    ...(members === undefined ? {} : { members }),
    ...(places === undefined ? {} : { places }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  };
}
