// Who is in a group. Read the golden texts: what opens and closes on the interfaces that move.
import type { Emulator } from '../../src/emulator/emulator.ts';
import { scenario } from './scenario.ts';

const web = `name: web
innerAccessPolicy: drop
ingress: [{ protocol: tcp, ports: 443, source: 0.0.0.0/0 }]
egress: []
`;
const app = `name: app
innerAccessPolicy: drop
ingress: [{ protocol: tcp, ports: 8080, source: 10.0.0.0/8 }]
egress: []
`;
const ssh = '\ningress: [{ protocol: tcp, ports: 22, source: 10.0.0.0/8 }]';

/** A machine with a second interface. */
function bringTwo(emulator: Emulator, idOf: (name: string) => string): void {
  const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test', groupIds: [idOf('app')] };
  emulator.load({
    instances: [{ ...here, id: 'i-two', interfaceId: 'eni-two' }],
    interfaces: [{ ...here, id: 'eni-more', instanceId: 'i-two' }],
  });
}

scenario('members-of-a-group', [
  {
    title: 'i-one joins a group that is made, and stays where it is besides',
    groups: `${web}members: { instances: [i-one] }\n`,
  },
  {
    title: 'the same of others: who is not written stays, as a node that was added',
    groups: `${web}members: { instances: [i-one] }\n---\n${app}`,
  },
  {
    title: 'i-two is in app by hand, and both its interfaces move to web',
    groups: `${web}members: { instances: [i-one, i-two], networkInterfaces: [eni-more] }\n---\n${app}members: { instances: [], exclusive: true }\n`,
    meanwhile: bringTwo,
  },
  {
    title: 'rules change first, then i-two moves to them',
    groups: `${web}members: { instances: [i-one], networkInterfaces: [eni-more], exclusive: true }\n---\n${app.replace(/\ningress.*/, ssh)}members: { instances: [i-two] }\n`,
  },
  {
    title: 'nobody can leave the only group',
    groups: `${web}members: { instances: [], exclusive: true }\n---\n${app}`,
  },
]);

scenario('drift-of-members', [
  { title: '', groups: `${web}---\n${app}`, isPrelude: true },
  {
    title: 'as drift',
    groups: `${web}members: { instances: [i-one] }\n---\n${app}members: { instances: [i-one], networkInterfaces: [eni-more], exclusive: true }\n`,
    meanwhile: (emulator, idOf) => {
      const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
      const groupIds = [idOf('app'), idOf('web')];
      emulator.load({
        instances: [{ ...here, id: 'i-two', interfaceId: 'eni-two', groupIds }],
        interfaces: [{ ...here, id: 'eni-more', groupIds }],
      });
    },
    asDrift: true,
  },
]);

scenario('members-in-one-call', [
  {
    title: '',
    groups: `${app}---\nname: big\ntype: enterprise\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\negress: []\n`,
    isPrelude: true,
  },
  {
    title: 'i-two goes from a basic group to an advanced one, where nothing gets out unasked',
    groups: `${app}members: { instances: [], exclusive: true }\n---\nname: big\ntype: enterprise\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\negress: []\nmembers: { instances: [i-two], networkInterfaces: [eni-more] }\n`,
    meanwhile: bringTwo,
  },
  {
    title: 'nobody takes i-one out of a group that is not ours',
    groups: `${app}---\nname: big\ntype: enterprise\ningress: []\negress: []\nmembers: { instances: [i-one, i-two] }\n`,
  },
]);
