// Packets between two interfaces of a tiny universe, and what the oracle says of them at both ends.
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import type { AssertedFlow } from '../../../src/reach/assertion/flow-part.ts';
import type { Place } from '../../../src/reach/ends/place.ts';
import { Oracle, type Packet } from '../../oracle.ts';
import { memberTest } from '../access/in-set.ts';
import { knownEntries } from '../access/known-lists.ts';
import { wireOf } from '../access/verdicts.ts';

export interface EndsPacket {
  readonly protocol: Packet['protocol'];
  readonly port: number;
  readonly sourcePort: number;
  readonly from: string;
  readonly to: string;
  /** Groups and prefix lists of either end. */
  readonly fromIn: readonly string[];
  readonly toIn: readonly string[];
  /** Whether the port is in the port list. */
  readonly isListed: boolean;
}

const addresses = {
  ipv4: [
    '10.0.0.0',
    '10.128.0.0',
    '10.255.255.255',
    '192.168.0.0',
    '192.168.0.1',
    '255.255.255.255',
  ],
  ipv6: ['::', '2001:db8::', '2001:db8:9::', '8000::'],
};
const senders = [['web'], ['web', 'sg-others'], ['web', 'pl-x'], ['web', 'app'], [], ['app']];
const receivers = [['app'], ['app', 'sg-others'], ['app', 'pl-x'], ['app', 'web'], [], ['web']];

const kinds = [
  ...[1, 22, 23, 80].flatMap((port) =>
    [1, 1024].map((sourcePort) => ({ protocol: 'tcp' as const, port, sourcePort })),
  ),
  { protocol: 'udp' as const, port: 22, sourcePort: 1024 },
  { protocol: 'gre' as const, port: 0, sourcePort: 0 },
];

export const universe: readonly EndsPacket[] = (['ipv4', 'ipv6'] as const).flatMap((family) =>
  addresses[family].flatMap((from) =>
    addresses[family].flatMap((to) =>
      [
        ...kinds,
        {
          protocol: family === 'ipv4' ? ('icmp' as const) : ('icmpv6' as const),
          port: 0,
          sourcePort: 0,
        },
      ].flatMap((kind, index) =>
        senders.map((fromIn, at) => ({
          ...{ ...kind, from, to, fromIn },
          toIn: receivers[(at * 5 + index * 7 + from.length) % receivers.length] ?? [],
          isListed: (at + index) % 2 === 0,
        })),
      ),
    ),
  ),
);

/** By the number of the packet, whether both ends let it through. */
export function passes(
  packets: readonly EndsPacket[],
  {
    from,
    to,
  }: { from: readonly AccessGroup[] | undefined; to: readonly AccessGroup[] | undefined },
): readonly boolean[] {
  const sent = from && verdictsAt(packets, from, 'egress');
  const received = to && verdictsAt(packets, to, 'ingress');
  return packets.map((_, index) => (sent?.[index] ?? true) && (received?.[index] ?? true));
}

const oracles = { ingress: oracleOf(universe, 'ingress'), egress: oracleOf(universe, 'egress') };

function verdictsAt(
  packets: readonly EndsPacket[],
  groups: readonly AccessGroup[],
  direction: Packet['direction'],
): readonly boolean[] {
  if (groups.length === 0) return packets.map(() => false);
  const oracle = packets === universe ? oracles[direction] : oracleOf(packets, direction);
  const [type = 'normal'] = groups.map((group) => group.type);
  const decide = (areListed: boolean) =>
    oracle.decide({ type, groups: groups.map((group) => wireOf(group, areListed)) });
  const [listed, unlisted] = [decide(true), decide(false)];
  return packets.map(({ isListed }, index) => (isListed ? listed : unlisted)[index] === 'accept');
}

function oracleOf(packets: readonly EndsPacket[], direction: Packet['direction']): Oracle {
  return new Oracle(
    packets.map(({ protocol, port, sourcePort, from, to, fromIn, toIn }) => {
      const [peer, local] = direction === 'ingress' ? [from, to] : [to, from];
      const peerGroups = direction === 'ingress' ? fromIn : toIn;
      return { direction, protocol, port, sourcePort, peer, local, peerGroups };
    }),
    knownEntries,
  );
}

/** Whether a packet is one that the flow speaks of. */
export function isOfFlow({
  from,
  to,
  traffic,
  notFrom,
  inVpc,
}: AssertedFlow): (packet: EndsPacket) => boolean {
  const isKind = memberTest({ direction: 'ingress', ...traffic });
  const [isSender, isReceiver] = [placeTest(from, inVpc), placeTest(to, inVpc)];
  return (packet) =>
    isSender(packet.from, packet.fromIn) &&
    isReceiver(packet.to, packet.toIn) &&
    !notFrom.some((group) => packet.fromIn.includes(group)) &&
    isKind({
      ...packet,
      direction: 'ingress',
      peer: packet.from,
      local: packet.to,
      peerGroups: [],
    });
}

function placeTest(
  { blocks, except, memberOf, notMemberOf }: Place,
  inVpc: ReadonlySet<string>,
): (address: string, groups: readonly string[]) => boolean {
  const isIn = memberTest({
    direction: 'ingress',
    protocols: ['all'],
    peers: blocks,
    peersExcept: except,
  });
  const isKnown = (name: string) =>
    name !== 'pl-x' &&
    (notMemberOf === 'anyOther' || (notMemberOf === 'othersOfVpc' && inVpc.has(name)));
  return (address, groups) => {
    const probe = { direction: 'ingress', protocol: 'gre', port: 0, sourcePort: 0 } as const;
    return (
      isIn({ ...probe, peer: address, local: address, peerGroups: [] }) &&
      memberOf.every((name) => groups.includes(name)) &&
      groups.every((name) => memberOf.includes(name) || !isKnown(name))
    );
  };
}
