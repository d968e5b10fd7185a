// Every packet of the tiny universe: few enough that a test asks about all of them.
import type { Packet } from '../oracle.ts';
import { groupNames, othersId, seededId } from './names.ts';

const both = ['ipv4', 'ipv6'] as const;

export const packets: readonly Packet[] = makePackets();

function makePackets(): readonly Packet[] {
  const ids = groupNames.map(seededId);
  const memberships = [[], ...ids.map((id) => [id]), ids, [othersId]];
  const addresses = {
    ipv4: ['10.0.0.0', '10.0.0.1', '10.0.0.2', '192.0.2.1'],
    ipv6: ['2001:db8::', '2001:db8::1'],
  };
  const traffics = [
    ...[80, 81, 9000].map((port) => ({ protocol: 'tcp' as const, port, families: both })),
    { protocol: 'udp' as const, port: 80, families: both },
    { protocol: 'icmp' as const, port: 0, families: ['ipv4'] as const },
    { protocol: 'icmpv6' as const, port: 0, families: ['ipv6'] as const },
  ];
  const ends = [
    { sourcePort: 1000, local: { ipv4: '192.168.0.0', ipv6: '2001:db8:9::' } },
    { sourcePort: 2000, local: { ipv4: '192.168.0.1', ipv6: '2001:db8:9::1' } },
  ];
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    traffics.flatMap(({ protocol, port, families }) =>
      families.flatMap((family) =>
        addresses[family].flatMap((peer) =>
          ends.flatMap(({ sourcePort, local }) =>
            memberships.map((peerGroups) => ({
              direction,
              protocol,
              port,
              sourcePort,
              peer,
              local: local[family],
              peerGroups,
            })),
          ),
        ),
      ),
    ),
  );
}
