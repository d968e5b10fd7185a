// Whether one rule matches all that another matches. Where the truth is not known (members of groups,
// entries of lists) only the same one contains itself: no is the safe answer.
import { bitsOverlap, cidrBits, type Cidr } from '../model/cidr.ts';
import { formatPeer, type Peer } from '../model/peer.ts';
import type { PortRange, Ports } from '../model/ports.ts';
import type { Rule } from '../model/rule.ts';
import { hasPorts } from '../model/traffic.ts';

/** True only where every packet that `inner` matches is matched by `outer` too. */
export function contains(outer: Rule, inner: Rule): boolean {
  return (
    outer.direction === inner.direction &&
    trafficHolds(outer, inner) &&
    peerHolds(outer.peer, inner.peer) &&
    (outer.local === undefined ||
      (inner.local !== undefined && blockHolds(outer.local, inner.local)))
  );
}

function trafficHolds({ traffic: outer }: Rule, { traffic: inner }: Rule): boolean {
  if (outer.protocol === 'all') return true;
  if (outer.protocol !== inner.protocol) return false;
  if (!hasPorts(outer) || !hasPorts(inner)) return true;
  return (
    portsHold(outer.ports, inner.ports) &&
    (outer.sourcePorts === undefined ||
      (inner.sourcePorts !== undefined && rangeHolds(outer.sourcePorts, inner.sourcePorts)))
  );
}

function portsHold(outer: Ports, inner: Ports): boolean {
  if (outer.kind === 'list' || inner.kind === 'list') {
    return outer.kind === 'list' && inner.kind === 'list' && outer.portList === inner.portList;
  }
  return rangeHolds(outer, inner);
}

export function rangeHolds(outer: PortRange, inner: PortRange): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

function peerHolds(outer: Peer, inner: Peer): boolean {
  if (outer.kind === 'cidr' && inner.kind === 'cidr') return blockHolds(outer.cidr, inner.cidr);
  return formatPeer(outer) === formatPeer(inner);
}

export function blockHolds(outer: Cidr, inner: Cidr): boolean {
  const [one, other] = [cidrBits(outer), cidrBits(inner)];
  return one.length <= other.length && bitsOverlap(one, other);
}
