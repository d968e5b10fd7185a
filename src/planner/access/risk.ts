// How grave a change of access is.
import type { AccessChange, Risk } from '../../model/access.ts';

/** What may open together with other groups is as grave as what opens. */
export function riskOf({
  effect,
  internet,
  traffic,
}: Pick<AccessChange, 'effect' | 'internet' | 'traffic'>): Risk {
  if (effect === 'closes' || effect === 'mayClose') return 'narrows';
  return internet && traffic.direction === 'ingress' ? 'opens-to-internet' : 'widens';
}
