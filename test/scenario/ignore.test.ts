// Rules and tags that other tools keep in a group of ours. Read the golden texts.
import { byHand, scenario } from './scenario.ts';

const nodes = `name: nodes
tags: { team: edge }
ignore:
  rules:
    - { description: 'k8s *', direction: ingress }
    - { protocol: tcp, ports: 30000-32767, within: 10.0.0.0/8 }
  tags: [kubernetes.*]
ingress:
  - { description: Kubelet, protocol: tcp, ports: 10250, source: 10.0.0.0/8 }
`;

const made = [
  { ports: '30080/30080', from: '10.1.0.0/16', text: '' },
  { ports: '443/443', from: '10.2.0.7', text: 'k8s lb-1' },
  { ports: '22/22', from: '0.0.0.0/0', text: 'k8s debug' },
  { ports: '8080/8080', from: '0.0.0.0/1', text: 'k8s half' },
  { ports: '10250/10250', from: '10.0.0.0/8', text: 'k8s kubelet', priority: '7' },
  { ports: '9100/9100', from: '10.0.0.0/8', text: 'somebody' },
];

scenario('rules-and-tags-that-are-ignored', [
  { title: '', groups: nodes, isPrelude: true },
  {
    title: 'what matches stays, but for what is written, and what the internet reaches',
    machines: [['nodes'], ['nodes']],
    groups: nodes,
    meanwhile: (emulator, idOf) => {
      for (const { ports, from, text, priority = '1' } of made) {
        byHand(emulator, 'AuthorizeSecurityGroup', {
          SecurityGroupId: idOf('nodes'),
          'Permissions.1.IpProtocol': 'TCP',
          'Permissions.1.PortRange': ports,
          'Permissions.1.SourceCidrIp': from,
          'Permissions.1.Description': text,
          'Permissions.1.Priority': priority,
        });
      }
      byHand(emulator, 'TagResources', {
        ResourceType: 'securitygroup',
        'ResourceId.1': idOf('nodes'),
        'Tag.1.Key': 'kubernetes.do/cluster',
        'Tag.1.Value': 'c1',
        'Tag.2.Key': 'stray',
        'Tag.2.Value': '1',
      });
    },
  },
  { title: 'as drift there is none', groups: nodes, asDrift: true },
  {
    title: 'a rule that is written is ours, though a pattern matches what is there',
    groups: `${nodes}  - { description: Node port, protocol: tcp, ports: 30080, source: 10.1.0.0/16, priority: 5 }\n`,
  },
  {
    title: 'nothing is ignored any more',
    groups: nodes.replace(/ignore:[^]*ingress:\n/, 'ingress:\n'),
  },
]);

scenario('many-small-holes-that-are-one-large-one', [
  { title: '', groups: 'name: web\ningress: []\n', isPrelude: true },
  {
    title: 'two blocks that together are a large part of the internet are not ignored',
    groups: 'name: web\ningress: []\nignore: { rules: [{ protocol: tcp }] }\n',
    machines: [['web']],
    meanwhile: (emulator, idOf) => {
      for (const [ports, from] of [
        ['80/80', '8.0.0.0/9'],
        ['1/1024', '8.128.0.0/9'],
        ['8080/8080', '9.0.0.0/9'],
      ]) {
        byHand(emulator, 'AuthorizeSecurityGroup', {
          SecurityGroupId: idOf('web'),
          'Permissions.1.IpProtocol': 'TCP',
          'Permissions.1.PortRange': ports ?? '',
          'Permissions.1.SourceCidrIp': from ?? '',
        });
      }
    },
  },
]);

scenario('rules-that-are-ignored-where-nothing-is-planned', [
  {
    title: 'a group that is observed: what is ignored is no difference, and is told',
    groups: `${nodes}mode: observe\nadopt: sg-neighbours\n`,
    meanwhile: (emulator) => {
      for (const { ports, from, text, priority = '1' } of made) {
        byHand(emulator, 'AuthorizeSecurityGroup', {
          SecurityGroupId: 'sg-neighbours',
          'Permissions.1.IpProtocol': 'TCP',
          'Permissions.1.PortRange': ports,
          'Permissions.1.SourceCidrIp': from,
          'Permissions.1.Description': text,
          'Permissions.1.Priority': priority,
        });
      }
    },
  },
  {
    title: 'as drift',
    groups: `${nodes}mode: observe\nadopt: sg-neighbours\n`,
    asDrift: true,
  },
]);
