// Groups that are only looked at. Read the golden texts.
import { byHand, scenario } from './scenario.ts';

const web = `name: web
ingress: [{ protocol: tcp, ports: 443, source: { group: nodes } }]
egress: []
`;
const nodes = `name: nodes
mode: observe
tags: { team: edge }
ingress:
  - { description: Kubelet, protocol: tcp, ports: 10250, source: 10.0.0.0/8 }
egress: []
`;

scenario('a-group-that-is-observed', [
  {
    title: 'one that is not there is told, not made; who needs it waits',
    groups: `${nodes}---\n${web}---\nname: db\negress: []\n`,
  },
  { title: '', groups: `${nodes.replace('mode: observe\n', '')}---\n${web}`, isPrelude: true },
  {
    title: 'it was ours, and is edited by hand: that is shown, and stays',
    machines: [['nodes'], ['nodes', 'web']],
    groups: `${nodes}---\n${web.replace('443', '8443')}`,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'AuthorizeSecurityGroup', {
        SecurityGroupId: idOf('nodes'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '22/22',
        'Permissions.1.SourceCidrIp': '0.0.0.0/0',
      });
      byHand(emulator, 'RevokeSecurityGroup', {
        SecurityGroupId: idOf('nodes'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '10250/10250',
        'Permissions.1.SourceCidrIp': '10.0.0.0/8',
      });
    },
  },
  { title: 'as drift', groups: `${nodes}---\n${web.replace('443', '8443')}`, asDrift: true },
  {
    title: 'what it refers to cannot go',
    groups: `${nodes}---\n${web}---\nname: db\nstate: absent\n`,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'AuthorizeSecurityGroup', {
        SecurityGroupId: idOf('nodes'),
        'Permissions.1.IpProtocol': 'ALL',
        'Permissions.1.PortRange': '-1/-1',
        'Permissions.1.SourceGroupId': idOf('db'),
      });
    },
  },
]);

const cluster = `name: cluster
mode: observe
adopt: sg-cluster
egress: []
`;

const seeded = {
  groups: [
    {
      region: 'cn-hangzhou',
      vpcId: 'vpc-bp1test',
      id: 'sg-cluster',
      name: 'alicloud-cs-auto-created',
      type: 'enterprise' as const,
      serviceManaged: true,
      tags: { 'ack.aliyun.com': 'c1', 'sluice:owner': 'platform', 'sluice:group': 'ack' },
      rules: [],
    },
  ],
};

scenario('a-group-of-others-that-is-observed', [
  {
    title: 'of a cloud service, of another owner, under another name: none of that differs',
    groups: cluster,
    meanwhile: (emulator) => emulator.load(seeded),
  },
  {
    title: 'its name and type are compared where they are written',
    groups: `${cluster}cloudName: nodes\ntype: normal\n`,
    asDrift: true,
  },
  {
    title: 'rules for it name its id',
    groups: `${cluster}---\nname: web\nadopt: sg-neighbours\nmode: observe\n---\nname: app\ningress: [{ protocol: tcp, ports: 80, source: { group: web } }]\n`,
  },
  {
    title: 'no group has this id',
    groups: cluster.replace('sg-cluster', 'sg-nowhere'),
  },
  {
    title: 'one has its name, and does not say that it is ours',
    groups: 'name: neighbours\nmode: observe\n',
  },
]);
