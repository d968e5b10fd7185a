// What a rule matches in plain numbers. A list whose entries are known is these; members of groups, and
// lists of which nobody knows what is in them, are conditions, each independent of addresses, ports and
// one another.
import type { Cidr } from '../../model/cidr.ts';
import { unknownLists, type Lists } from '../../model/lists.ts';
import { formatPeer, type Peer } from '../../model/peer.ts';
import { formatPorts, portMax, portMin, type Ports } from '../../model/ports.ts';
import type { Rule } from '../../model/rule.ts';
import { hasPorts, protocolNumber, type Protocol } from '../../model/traffic.ts';
import type { Span } from '../span.ts';
import { rangeOf, rangesMeet, type AddressRange } from './address-range.ts';

/** Such as `group web`, `group sg-…`, `list pl-…` or `ports port list web`: what it is, and its name. */
export type Condition = string;

/** All packets that are in one of each of these; undefined is everything. */
export interface Shape {
  readonly protocols: readonly Span[] | undefined;
  /** Of the destination. Protocols without ports take all of them. */
  readonly ports: readonly Span[] | undefined;
  readonly sourcePorts: readonly Span[] | undefined;
  readonly locals: readonly AddressRange[] | undefined;
  readonly peers: readonly AddressRange[] | undefined;
  /** What the peer, or the port, must be in, and what it must not be in. */
  readonly within: readonly Condition[];
  readonly without: readonly Condition[];
}

export type TrafficShape = Pick<Shape, 'protocols' | 'ports' | 'sourcePorts'>;

export const anything: Shape = {
  protocols: undefined,
  ports: undefined,
  sourcePorts: undefined,
  locals: undefined,
  peers: undefined,
  within: [],
  without: [],
};

export function shapeOf({ traffic, peer, local }: Rule, lists: Lists = unknownLists): Shape {
  const listed = hasPorts(traffic) ? entriesOf(traffic.ports, lists) : undefined;
  const { protocols, ports = listed, sourcePorts } = trafficShape(traffic);
  return {
    protocols,
    ports,
    sourcePorts,
    locals: local === undefined ? undefined : [rangeOf(local)],
    peers: blocksOf(peer, lists)?.map(rangeOf),
    within: [...peerConditions(peer, lists), ...portConditions(traffic, lists)],
    without: [],
  };
}

/** Undefined where it is a range, or nobody knows. */
function entriesOf(ports: Ports, { portLists }: Lists): readonly Span[] | undefined {
  return ports.kind === 'list' ? portLists.get(ports.portList) : undefined;
}

/** Undefined where it is no matter of addresses. */
function blocksOf(peer: Peer, { prefixLists }: Lists): readonly Cidr[] | undefined {
  if (peer.kind === 'cidr') return [peer.cidr];
  return peer.kind === 'prefixList' ? prefixLists.get(peer.prefixList) : undefined;
}

/** Its protocols and ports alone, as far as these are no list: that is quick to find. */
export function trafficShape(traffic: Rule['traffic']): TrafficShape {
  const { ports, sourcePorts } = hasPorts(traffic) ? traffic : {};
  return {
    protocols: protocolSpans(traffic.protocol),
    ports: ports?.kind === 'range' && isNarrow(ports) ? [ports] : undefined,
    sourcePorts: sourcePorts !== undefined && isNarrow(sourcePorts) ? [sourcePorts] : undefined,
  };
}

/** What comes from, or goes to, the members of a group. */
export function insideGroup(group: string): Shape {
  return { ...anything, within: [`group ${group}`] };
}

/** Whether it is the same for members of groups, and in lists that nobody knows, as for anybody else. */
export function asksNothing({ within, without }: Shape): boolean {
  return within.length === 0 && without.length === 0;
}

/** False only where no packet is in both. */
export function shapesMeet(one: Shape, other: Shape): boolean {
  return (
    trafficMeets(one, other) &&
    rangeListsMeet(one.peers, other.peers) &&
    rangeListsMeet(one.locals, other.locals)
  );
}

/** The same of protocols and ports alone. */
export function trafficMeets(one: TrafficShape, other: TrafficShape): boolean {
  return (
    spansMeet(one.protocols, other.protocols) &&
    spansMeet(one.ports, other.ports) &&
    spansMeet(one.sourcePorts, other.sourcePorts)
  );
}

/** Its name alone, as it stands in a set of traffic. */
export function conditionName(condition: Condition): string {
  return condition.slice(condition.indexOf(' ') + 1);
}

/** Members have private addresses; what is in a list may be anywhere. */
export function isGroup(condition: Condition): boolean {
  return condition.startsWith('group ');
}

function protocolSpans(protocol: Protocol): readonly Span[] | undefined {
  if (protocol === 'all') return undefined;
  const number = typeof protocol === 'number' ? protocol : (protocolNumber(protocol) ?? 0);
  return [{ first: number, last: number }];
}

function isNarrow({ first, last }: Span): boolean {
  return first > portMin || last < portMax;
}

function peerConditions(peer: Peer, { prefixLists }: Lists): readonly Condition[] {
  switch (peer.kind) {
    case 'cidr':
      return [];
    case 'group':
      return [`group ${peer.group}`];
    case 'groupOfTarget':
      return [`group ${peer.group} of target ${peer.target}`];
    case 'foreignGroup':
      return [`group ${peer.groupId}`];
    case 'prefixList':
      return prefixLists.has(peer.prefixList) ? [] : [`list ${formatPeer(peer)}`];
  }
}

function portConditions(traffic: Rule['traffic'], { portLists }: Lists): readonly Condition[] {
  if (!hasPorts(traffic) || traffic.ports.kind === 'range') return [];
  const { ports } = traffic;
  return portLists.has(ports.portList) ? [] : [`ports ${formatPorts(ports)}`];
}

function spansMeet(one: readonly Span[] | undefined, other: readonly Span[] | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  return one.some((a) => other.some((b) => a.first <= b.last && b.first <= a.last));
}

function rangeListsMeet(
  one: readonly AddressRange[] | undefined,
  other: readonly AddressRange[] | undefined,
): boolean {
  if (one === undefined || other === undefined) return true;
  return one.some((a) => other.some((b) => rangesMeet(a, b)));
}
