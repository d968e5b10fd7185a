// One line that many groups have rules by is told once, above them. Read the golden texts.
import { byHand, scenario } from './scenario.ts';

const admin = (name: string, port: number): string => `name: ${name}
innerAccessPolicy: drop
ingress:
  - { description: Admin, protocol: tcp, ports: ${port}, source: office }
  - { description: Inside, protocol: tcp, ports: ${port}, source: 10.0.0.0/8 }
egress: []
`;
const groups = (count: number, more = ''): string =>
  [8001, 8002, 8003, 8004, 8005]
    .slice(0, count)
    .map((port, index) => admin(`group-${index + 1}`, port))
    .concat(more)
    .filter(Boolean)
    .join('---\n');
const vpn = 'name: vpn\ningress: [{ protocol: udp, ports: 500, source: partners }]\negress: []\n';

scenario('a-network-that-many-groups-use', [
  { title: '', groups: groups(4), networks: '{ office: [203.0.113.0/25] }', isPrelude: true },
  {
    title: 'another address of the office is one cause, with what it replaces',
    groups: groups(4),
    networks: '{ office: [198.51.100.0/25] }',
  },
  {
    title:
      'so are two more at once, also by way of another network; a group that is made is not counted',
    groups: groups(4, vpn),
    networks: '{ office: [198.51.100.0/25, 192.0.2.1, 192.0.2.2], partners: [office] }',
  },
  {
    title: 'a rule that each of the groups writes for itself has no common cause',
    groups: groups(4, vpn).replaceAll('source: 10.0.0.0/8', 'source: 10.0.0.0/9'),
    networks: '{ office: [198.51.100.0/25, 192.0.2.1, 192.0.2.2], partners: [office] }',
  },
  {
    title: 'nor have rules that somebody took out by hand, while others by that line are there',
    groups: groups(4, vpn).replaceAll('source: 10.0.0.0/8', 'source: 10.0.0.0/9'),
    networks: '{ office: [198.51.100.0/25, 192.0.2.1, 192.0.2.2], partners: [office] }',
    meanwhile: (emulator, idOf) => {
      for (const [index, port] of [8001, 8002, 8003].entries()) {
        byHand(emulator, 'RevokeSecurityGroup', {
          SecurityGroupId: idOf(`group-${index + 1}`),
          'Permissions.1.IpProtocol': 'TCP',
          'Permissions.1.PortRange': `${port}/${port}`,
          'Permissions.1.SourceCidrIp': '192.0.2.1/32',
        });
      }
    },
  },
]);
