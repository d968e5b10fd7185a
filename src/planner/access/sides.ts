// What groups are before and after a plan, those that it does not touch included.
import type { AccessScope } from '../../model/access.ts';
import type { GroupContent } from '../../model/group.ts';
import { endOf, type GroupStates } from '../order/states.ts';
import type { SidesOfGroup } from './changes-on.ts';
import { hasOtherAccess } from './has-other-access.ts';

/** By our names; the states of those that decide about traffic otherwise after the plan. */
export function changingGroups(states: readonly GroupStates[]): ReadonlyMap<string, GroupStates> {
  return new Map(
    states
      .filter((state) => hasOtherAccess(state.before, endOf(state)))
      .map((state) => [state.group as string, state]),
  );
}

/** What decides on interfaces that move: a group counts only while they are in it. */
export function sidesOn(
  { moves }: AccessScope,
  sidesOf: (name: string) => SidesOfGroup,
): (name: string) => SidesOfGroup {
  if (moves === undefined) return sidesOf;
  return (name) => {
    const { before, after } = sidesOf(name);
    return {
      before: moves.joins.includes(name) ? undefined : before,
      after: moves.leaves.includes(name) ? undefined : after,
    };
  };
}

/**
 * `states` are those of all groups that the plan may touch: a way back begins where its plan ends, also in
 * groups that it leaves so. `groupOf` knows the others as they are now.
 */
export function sidesIn(
  states: readonly GroupStates[],
  groupOf: (name: string) => GroupContent | undefined,
): (name: string) => SidesOfGroup {
  const byName = new Map(states.map((state) => [state.group as string, state]));
  return (name) => {
    const state = byName.get(name);
    if (state !== undefined) return { before: state.before, after: endOf(state) };
    return { before: groupOf(name), after: groupOf(name) };
  };
}
