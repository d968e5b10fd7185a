// What drift did to access: what a plan would do to mend it, read the other way round.
import type { AccessCause, AccessChange, PlanAccess, Risk } from '../../model/access.ts';
import { gravestRisk, worstRisk } from '../../model/access.ts';
import type { DriftAccess } from '../../model/drift.ts';

export function driftAccess({ changes, incomplete }: PlanAccess): DriftAccess {
  const reversed = changes.map(reversedChange).toSorted(byGravity);
  const risks = [...reversed.map(riskOf), ...(incomplete.length > 0 ? [gravestRisk] : [])];
  return { risk: worstRisk(risks), incomplete, changes: reversed };
}

const reversedEffects = {
  opens: 'closes',
  closes: 'opens',
  mayOpen: 'mayClose',
  mayClose: 'mayOpen',
} as const;

function reversedChange(change: AccessChange): AccessChange {
  return {
    ...change,
    effect: reversedEffects[change.effect],
    scopes: change.scopes.map(({ moves, ...scope }) => ({
      ...scope,
      ...(moves && { moves: { joins: moves.leaves, leaves: moves.joins } }),
    })),
    causes: change.causes.map(reversedCause),
  };
}

function reversedCause(cause: AccessCause): AccessCause {
  return { ...cause, change: cause.change === 'added' ? 'removed' : 'added' };
}

/** As the planner has it: what may open together with other groups is as grave as what opens. */
function riskOf({ effect, internet, traffic }: AccessChange): Risk {
  if (effect === 'closes' || effect === 'mayClose') return 'narrows';
  return internet && traffic.direction === 'ingress' ? 'opens-to-internet' : 'widens';
}

/** What is open to more people comes first; the order is stable within a kind. */
function byGravity(one: AccessChange, other: AccessChange): number {
  const order: readonly Risk[] = ['opens-to-internet', 'widens', 'narrows', 'none'];
  return order.indexOf(riskOf(one)) - order.indexOf(riskOf(other));
}
