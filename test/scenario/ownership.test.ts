// Groups that become ours, stop being ours, or are ours in part. Read the golden texts.
import { byHand, scenario } from './scenario.ts';

const web = `name: web
ingress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]
egress: []
`;
const app = `name: app
ingress: [{ protocol: tcp, ports: 8080, source: { group: web } }]
egress: []
`;

scenario('a-group-that-is-released', [
  { title: 'two groups, of which one refers to the other', groups: `${web}---\n${app}` },
  {
    title: 'app is let go: only its tags go, though it was edited by hand',
    machines: [['web'], ['app']],
    groups: `${web}---\nname: app\nstate: released\n`,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'AuthorizeSecurityGroup', {
        SecurityGroupId: idOf('app'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '22/22',
        'Permissions.1.SourceCidrIp': '203.0.113.7',
      });
    },
  },
  { title: 'nothing is left to do', groups: `${web}---\nname: app\nstate: released\n` },
  { title: 'without its file, neither', groups: web },
  {
    title: 'web cannot go while app, which is not ours, refers to it',
    groups: 'name: web\nstate: absent\n',
  },
]);

scenario('a-group-that-should-be-released', [
  { title: '', groups: web, isPrelude: true },
  { title: 'as drift', groups: 'name: web\nstate: released\n', asDrift: true },
]);

const onlyApp = app.replace('{ group: web }', '10.0.0.0/8');

scenario('groups-in-no-file', [
  { title: '', groups: `${web}---\n${app}`, isPrelude: true },
  { title: 'they are shown, and stay', groups: onlyApp },
  { title: 'with --prune they go', groups: onlyApp, prune: true },
  { title: '', groups: `${web}---\n${app}---\nname: db\n`, isPrelude: true },
  {
    title: 'one goes only when no rule that stays refers to it',
    groups: 'name: app\n',
    prune: true,
    machines: [['db']],
  },
]);

const nodes = `name: nodes
rules: additive
ingress:
  - { description: Kubelet, protocol: tcp, ports: 10250, source: 10.0.0.0/8 }
`;

scenario('a-group-whose-rules-are-additive', [
  { title: '', groups: nodes, isPrelude: true },
  {
    title: 'rules of the cluster stay, and so does what is not written at all',
    machines: [['nodes'], ['nodes']],
    groups: nodes.replace('10250', '10250, priority: 5'),
    meanwhile: (emulator, idOf) => {
      for (const [number, [ports, from]] of [
        ['30000/32767', '10.0.0.0/8'],
        ['22/22', '0.0.0.0/0'],
        ['10250/10250', '10.0.0.0/8'],
      ].entries()) {
        byHand(emulator, 'AuthorizeSecurityGroup', {
          SecurityGroupId: idOf('nodes'),
          'Permissions.1.IpProtocol': 'TCP',
          'Permissions.1.PortRange': ports ?? '',
          'Permissions.1.SourceCidrIp': from ?? '',
          'Permissions.1.Priority': String(number + 1),
        });
      }
    },
  },
  {
    title: 'what must go is written under absent',
    groups: `${nodes}absent:\n  ingress:\n    - { protocol: tcp, ports: 22, source: 0.0.0.0/0 }\n`,
  },
  {
    title: 'a rule that is written no more stays too',
    groups: 'name: nodes\nrules: additive\ningress: []\n',
  },
  {
    title: 'exclusive again: nothing else stays',
    groups: 'name: nodes\ningress: []\n',
  },
]);
