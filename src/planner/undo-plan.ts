// The way back as a plan: from where groups are to where they were, proved like any plan.
import type { PlanAccess } from '../model/access.ts';
import type { Plan, PlanId } from '../model/plan.ts';
import { undoIdOf } from '../model/undo-id.ts';
import { hasOtherAccess } from './access/has-other-access.ts';
import { mirrored } from './access/mirror.ts';
import { notRecreatedNotes } from './findings/notes.ts';
import type { ArrangeFacts } from './order/arrange.ts';
import { endOf, type GroupStates } from './order/states.ts';
import { planOf, type Frame } from './plan-document.ts';
import { assertRuns, proved } from './proved.ts';
import { waysBack } from './undo.ts';

/** From the ends of the states back to where they began, as the way back of the plan of this id; `there` is what that does to traffic. */
export function undoOf(
  undoes: PlanId,
  frame: Frame,
  states: readonly GroupStates[],
  facts: ArrangeFacts,
  there?: PlanAccess,
): Plan {
  const ways = waysBack(states);
  const wanted = proved(
    ways.map(({ change }) => change),
    facts,
  );
  const tooMuch = wanted.quota.some(({ isExceeded }) => isExceeded);
  const back = tooMuch ? proved([], facts) : wanted;
  assertRuns(back);
  const message = 'nothing comes back: the way back does not fit the quotas';
  return planOf(frame, back, {
    id: undoIdOf(undoes),
    undoes,
    hazards: [],
    notes: tooMuch
      ? [{ code: 'not-restored', message }]
      : [
          ...ways.flatMap(({ notes }) => notes),
          ...notRecreatedNotes(back.notRecreated).map((note) => ({
            ...note,
            code: 'not-restored' as const,
          })),
        ],
    facts,
    ...(there !== undefined && leadsBack(back.states, states)
      ? { access: { ...mirrored(there), steps: {} } }
      : {}),
  });
}

/** Whether all that decides about traffic ends as it began; a rule may be left for want of room. */
function leadsBack(back: readonly GroupStates[], there: readonly GroupStates[]): boolean {
  const ends = new Map(back.map((state) => [state.group, state]));
  return there.every((state) => {
    const end = ends.get(state.group);
    const is = end === undefined ? endOf(state) : endOf(end);
    return !hasOtherAccess(state.before, is);
  });
}
