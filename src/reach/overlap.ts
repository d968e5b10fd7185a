// Whether two rules can meet at a packet, which is all that the order of edits needs to know.
//
// A box is what a rule matches in each dimension; undefined is everything. Where the truth is not
// known (members of a group, entries of a prefix list or a port list) the box is as large as it may
// be: an overlap too many costs a call, one too few costs an outage.
import { bitsOverlap, cidrBits, type CidrBits, type Family } from '../model/cidr.ts';
import type { PortRange } from '../model/ports.ts';
import type { Direction, Rule } from '../model/rule.ts';
import { hasPorts, type Protocol } from '../model/traffic.ts';

export interface Box {
  readonly direction: Direction | undefined;
  readonly protocol: Protocol;
  readonly ports: PortRange | undefined;
  readonly sourcePorts: PortRange | undefined;
  readonly family: Family | undefined;
  readonly peer: CidrBits | undefined;
  readonly local: CidrBits | undefined;
}

/** Everything, both ways: the traffic that an inner access policy may decide about. */
export const everything: Box = {
  direction: undefined,
  protocol: 'all',
  ports: undefined,
  sourcePorts: undefined,
  family: undefined,
  peer: undefined,
  local: undefined,
};

export function boxOf({ direction, traffic, peer, local }: Rule): Box {
  const ported = hasPorts(traffic) ? traffic : undefined;
  const peerBits = peer.kind === 'cidr' ? cidrBits(peer.cidr) : undefined;
  const localBits = local === undefined ? undefined : cidrBits(local);
  return {
    direction,
    protocol: traffic.protocol,
    ports: ported?.ports.kind === 'range' ? ported.ports : undefined,
    sourcePorts: ported?.sourcePorts,
    family: peerBits?.family ?? localBits?.family ?? familyOf(traffic.protocol),
    peer: peerBits,
    local: localBits,
  };
}

/** False only where no packet can match both. */
export function overlaps(one: Box, other: Box): boolean {
  return (
    same(one.direction, other.direction) &&
    (one.protocol === 'all' || other.protocol === 'all' || one.protocol === other.protocol) &&
    rangesMeet(one.ports, other.ports) &&
    rangesMeet(one.sourcePorts, other.sourcePorts) &&
    same(one.family, other.family) &&
    blocksMeet(one.peer, other.peer) &&
    blocksMeet(one.local, other.local)
  );
}

function familyOf(protocol: Protocol): Family | undefined {
  if (protocol === 'icmp') return 'ipv4';
  return protocol === 'icmpv6' ? 'ipv6' : undefined;
}

function same<Value>(one: Value | undefined, other: Value | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function rangesMeet(one: PortRange | undefined, other: PortRange | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  return one.first <= other.last && other.first <= one.last;
}

function blocksMeet(one: CidrBits | undefined, other: CidrBits | undefined): boolean {
  return one === undefined || other === undefined || bitsOverlap(one, other);
}
