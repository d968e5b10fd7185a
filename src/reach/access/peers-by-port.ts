// From which addresses a set of packets comes, or to which it goes, port by port.
import type { Family } from '../../model/cidr.ts';
import type { PortRange } from '../../model/ports.ts';
import { protocolNumber, type PortedProtocol } from '../../model/traffic.ts';
import { everywhere, nowhere, type Node } from '../diagram/diagram.ts';
import type { Span } from '../span.ts';
import { familyRanges, type AddressRange } from './address-range.ts';
import { setOf, type Analysis } from './analysis.ts';
import { anything } from './shape.ts';
import { peerLevel, portLevel, protocolLevel } from './space.ts';

export interface PortPeers {
  readonly ports: PortRange;
  /** Addresses of the other side alone: of any source port, and of any address of ours. */
  readonly peers: Node;
}

export interface ByPortOptions {
  readonly protocol: PortedProtocol;
  readonly family: Family;
  readonly analysis: Analysis;
}

/** Ascending, without the ports of which there is nothing. The set knows no groups and no lists. */
export function peersByPort(
  set: Node,
  { protocol, family, analysis }: ByPortOptions,
): readonly PortPeers[] {
  const { diagram, space } = analysis;
  const own = diagram.and(set, setOf(familyShapes[family], analysis));
  const number = space.protocols.pieceAt(protocolNumber(protocol) ?? 0);
  const [ofProtocol] = partsAt(protocolLevel, own, analysis).filter(
    ({ first, last }) => first <= number && number <= last,
  );
  return partsAt(portLevel, ofProtocol?.set ?? nowhere, analysis).flatMap(
    ({ set: one, ...span }) => {
      const peers = peersOf(one, analysis);
      if (peers === nowhere) return [];
      const { first, end } = space.ports.rangeOf(span);
      return [{ ports: { first: Number(first), last: Number(end) - 1 }, peers }];
    },
  );
}

/** Every space is cut between them. */
const familyShapes = {
  ipv4: { ...anything, peers: [familyRanges.ipv4] },
  ipv6: { ...anything, peers: [familyRanges.ipv6] },
} as const;

/** The addresses of peers that are nothing but addresses. */
export function addressesOf(peers: Node, analysis: Analysis): readonly AddressRange[] {
  return partsAt(peerLevel(analysis.space), peers, analysis)
    .filter(({ set }) => set === everywhere)
    .map((part) => analysis.space.peers.rangeOf(part));
}

interface Part extends Span {
  readonly set: Node;
}

/** The runs of pieces of a level on which a set, that depends on nothing above, is one set. */
function partsAt(level: number, set: Node, { diagram }: Analysis): readonly Part[] {
  if (diagram.levelOf(set) > level)
    return [{ first: 0, last: (diagram.sizes[level] ?? 1) - 1, set }];
  return diagram.joints(set, nowhere).map(({ first, last, one }) => ({ first, last, set: one }));
}

function peersOf(set: Node, analysis: Analysis): Node {
  const { diagram, space } = analysis;
  const level = diagram.levelOf(set);
  if (level >= peerLevel(space)) return set;
  return partsAt(level, set, analysis).reduce(
    (all, part) => diagram.or(all, peersOf(part.set, analysis)),
    nowhere,
  );
}
