// A packet for each cell of a universe with the blocks, ports and names of `any-groups.ts`: at
// their first and last values and beside them. ICMP is of IPv4, ICMPv6 of IPv6.
import type { Packet } from '../../oracle.ts';

export const memberships: readonly (readonly string[])[] = [
  [],
  ...['web', 'app', 'sg-others', 'pl-x', 'prl-x'].map((name) => [name]),
  ...[
    ['web', 'app'],
    ['web', 'prl-x'],
    ['app', 'pl-x', 'prl-x'],
    ['web', 'app', 'sg-others', 'pl-x', 'prl-x'],
  ],
];

const peers = {
  ipv4: [
    ...['0.0.0.0', '9.255.255.255', '10.0.0.0', '10.127.255.255', '10.128.0.0', '10.255.255.255'],
    ...['11.0.0.0', '127.255.255.255', '128.0.0.0', '255.255.255.254', '255.255.255.255'],
  ],
  ipv6: [
    ...['::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::'],
    ...['2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::', '7fff::', '8000::'],
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
};
const locals = {
  ipv4: ['192.168.0.0', '192.168.0.1'],
  ipv6: ['2001:db8:9::', '2001:db8:9::1'],
};
const families = ['ipv4', 'ipv6'] as const;

export const packetsOf: Readonly<Record<Packet['direction'], readonly Packet[]>> = {
  ingress: makePackets('ingress'),
  egress: makePackets('egress'),
};

function makePackets(direction: Packet['direction']): readonly Packet[] {
  return [
    ...[1, 21, 22, 23, 80, 65535].flatMap((port) =>
      [1, 1023, 1024].flatMap((sourcePort) =>
        ends(families).map((end) => ({ protocol: 'tcp' as const, port, sourcePort, ...end })),
      ),
    ),
    ...[22, 80].flatMap((port) =>
      ends(families).map((end) => ({ protocol: 'udp' as const, port, sourcePort: 1024, ...end })),
    ),
    ...(['icmp', 'icmpv6', 'gre', '50'] as Packet['protocol'][]).flatMap((protocol) => {
      const of = { icmp: ['ipv4'], icmpv6: ['ipv6'] }[protocol as string] ?? families;
      return ends(of as typeof families).map((end) => {
        return { protocol, port: 0, sourcePort: 0, ...end };
      });
    }),
  ].map((packet, index) => ({
    ...packet,
    direction,
    // Neighbouring cells differ in it: each value meets each membership, if not in each cell.
    peerGroups: memberships[(7 * index) % memberships.length] ?? [],
  }));
}

function ends(of: readonly ('ipv4' | 'ipv6')[]) {
  return of.flatMap((family) =>
    peers[family].flatMap((peer) => locals[family].map((local) => ({ peer, local }))),
  );
}
