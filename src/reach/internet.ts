// Which rules let the whole internet in.
import type { Rule } from '../model/rule.ts';

/** Accepts ingress from every address of a family. */
export function opensToInternet({ direction, policy, peer }: Rule): boolean {
  const everyone = peer.kind === 'cidr' && (peer.cidr === '0.0.0.0/0' || peer.cidr === '::/0');
  return direction === 'ingress' && policy === 'accept' && everyone;
}
