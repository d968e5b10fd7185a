// What each step opens and closes, as on an interface that is in its group alone.
import type { PlanAccess, StepAccess } from '../../model/access.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Lists } from '../../model/lists.ts';
import type { Step, StepId } from '../../model/step.ts';
import type { GroupStates } from '../order/states.ts';
import { changesOn, type ScopeChange } from './changes-on.ts';
import { NearChange } from './near-change.ts';
import { hasOtherAccess } from './has-other-access.ts';

export interface StepsOfPlan {
  readonly steps: readonly Step[];
  /** What the whole plan does to each group alone: what its step does where it is only one. */
  readonly alone: ReadonlyMap<string, readonly ScopeChange[]>;
  readonly lists: Lists;
}

export function accessOfSteps(
  changing: readonly GroupStates[],
  { steps, alone, lists }: StepsOfPlan,
): PlanAccess['steps'] {
  const byGroup = groupBy(steps, ({ group }) => group);
  const found: [StepId, StepAccess][] = [];
  const near = new NearChange();
  for (const { group, before, path } of changing) {
    const own = byGroup.get(group) ?? [];
    const moves = own
      .map((step, index) => ({ step, before: [before, ...path][index], after: path[index] }))
      .filter((move) => hasOtherAccess(move.before, move.after));
    for (const { step, ...sides } of moves) {
      const whole = alone.get(group);
      // Of a step each set is said without exceptions.
      const isSaid = whole?.every(({ but }) => but === undefined) ?? true;
      const changes =
        moves.length === 1 && isSaid
          ? whole
          : changesOn({ groups: [group] }, () => near.of(sides), { lists, sureOnly: true });
      if (changes === undefined) continue;
      const of = (effect: 'opens' | 'closes') =>
        changes.flatMap((change) => (change.effect === effect ? [change.traffic] : []));
      found.push([step.id, { opens: of('opens'), closes: of('closes') }]);
    }
  }
  return Object.fromEntries(found);
}
