// What the way back does to traffic, where it leads back to just where the plan began: the reverse.
import {
  worstRisk,
  type AccessCause,
  type AccessChange,
  type PlanAccess,
} from '../../model/access.ts';
import { riskOf } from './risk.ts';
import { byGravity } from './merge-changes.ts';

/** Of single steps nothing is said: they are others than those of the plan. */
export function mirrored({ incomplete, touches, changes }: PlanAccess): Omit<PlanAccess, 'steps'> {
  const reversed = byGravity(changes.map(reverse));
  return {
    risk: incomplete.length > 0 ? 'opens-to-internet' : worstRisk(reversed.map(riskOf)),
    incomplete,
    ...(touches === undefined ? {} : { touches }),
    changes: reversed,
  };
}

function reverse(change: AccessChange): AccessChange {
  return { ...change, effect: opposites[change.effect], causes: change.causes.map(reverseCause) };
}

const opposites = {
  opens: 'closes',
  closes: 'opens',
  mayOpen: 'mayClose',
  mayClose: 'mayOpen',
} as const;

function reverseCause(cause: AccessCause): AccessCause {
  return { ...cause, change: cause.change === 'added' ? 'removed' : 'added' };
}
