// The way back as a plan: from where groups are to where they were, proved like any plan.
import type { PlanAccess } from '../model/access.ts';
import type { ChangeLimits } from '../model/change-limits.ts';
import { movesOf } from '../model/moves.ts';
import type { Plan, PlanId } from '../model/plan.ts';
import { undoIdOf } from '../model/undo-id.ts';
import { hasOtherAccess } from './access/has-other-access.ts';
import { mirrored } from './access/mirror.ts';
import { changeCounts, type Ours } from './findings/change-counts.ts';
import { massChange } from './findings/mass-change.ts';
import { replacedNotes } from './findings/replaced-notes.ts';
import { notRecreatedNotes } from './findings/notes.ts';
import type { ArrangeFacts } from './order/arrange.ts';
import { endOf, type GroupStates } from './order/states.ts';
import { planOf, type Frame } from './plan-document.ts';
import { assertRuns, proved } from './proved.ts';
import { waysBack } from './undo.ts';

export interface UndoFacts {
  /** With the interfaces as they are where the way back begins. */
  readonly facts: ArrangeFacts;
  readonly limits: ChangeLimits;
  /** What is there of ours where the way back begins. */
  readonly before: Ours;
  /** What the plan does to traffic, where that is known. */
  readonly there?: PlanAccess;
}

/**
 * From the ends of the states back to where they began, as the way back of the plan of this id. Much
 * changes on the way back where much changed on the way there; what room it leaves is what there was.
 */
export function undoOf(
  undoes: PlanId,
  frame: Frame,
  states: readonly GroupStates[],
  { facts, limits, before, there }: UndoFacts,
): Plan {
  const ways = waysBack(states, facts);
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
    hazards: massChange(changeCounts(back.states, before), limits),
    notes: tooMuch
      ? [{ code: 'not-restored', message }]
      : [
          ...ways.flatMap(({ notes }) => notes),
          ...notRecreatedNotes(back.notRecreated).map((note) => ({
            ...note,
            code: 'not-restored' as const,
          })),
          ...replacedNotes(back, facts),
        ],
    facts,
    ...(there !== undefined && movesOf(back.steps).length === 0 && leadsBack(back.states, states)
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
