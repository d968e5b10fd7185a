// How many calls a plan takes, and how many any safe plan without temporary rules would take.
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Meetings } from '../../model/meetings.ts';
import { isMemberStep, movesOf } from '../../model/moves.ts';
import type { PlannedCalls } from '../../model/plan.ts';
import { directions } from '../../model/rule.ts';
import type { Step } from '../../model/step.ts';
import { leastRuleCalls } from './least.ts';
import { endOf, type GroupStates } from '../order/states.ts';

/**
 * Calls that change anything but rules cannot be spared; those that change rules have a lower bound
 * for each direction of each group. A group that is deleted needs none: its rules go with it.
 */
export function countCalls(
  states: readonly GroupStates[],
  steps: readonly Step[],
  meetings: Meetings,
): PlannedCalls {
  const withMembers = new Set<GroupName>(meetings.sets.flatMap((set) => [...set]));
  // One call can give an interface all of its groups anew.
  const moved = movesOf(steps).length;
  const others =
    moved + steps.filter((step) => !ruleKinds.has(step.kind) && !isMemberStep(step)).length;
  const planned = countBy(steps);
  const least = states.reduce((sum, state) => {
    const end = endOf(state);
    if (state.path.length === 0 || end === undefined) return sum;
    const options = { hasMembers: withMembers.has(state.group) };
    const ofRules = directions.map((direction) => {
      const calls = planned.get(`${state.group} ${direction}`) ?? 0;
      if (calls < 2) return calls;
      const rulesOf = (group: GroupContent | undefined) =>
        group?.rules.filter((rule) => rule.direction === direction) ?? [];
      // With temporary rules, or where nothing else is on the interface, fewer can do.
      return Math.min(calls, leastRuleCalls(rulesOf(state.before), rulesOf(end), options));
    });
    return sum + ofRules.reduce((total, calls) => total + calls, 0);
  }, others);
  return { planned: steps.length, least };
}

/** The calls that change rules, by group and direction. */
function countBy(steps: readonly Step[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const step of steps) {
    if (!('direction' in step)) continue;
    const key = `${step.group} ${step.direction}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const ruleKinds: ReadonlySet<Step['kind']> = new Set(['authorize', 'modifyRule', 'revoke']);
