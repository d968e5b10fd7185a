// The order in which the cloud lists groups and rules is no input of a plan.
import type { LiveState } from '../model/live.ts';
import { compareRules } from '../model/rule.ts';

/** Groups by id; the rules of each with those that win first, so that of twins the strongest stays. */
export function sortLive({ listed, groups }: LiveState): LiveState {
  return {
    listed: listed.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id))),
    groups: groups.map((group) => ({ ...group, rules: group.rules.toSorted(compareRules) })),
  };
}
