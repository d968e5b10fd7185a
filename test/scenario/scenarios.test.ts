// Changes as people make them, with what they are shown. Read the golden texts: they are the product.
import { byHand, scenario } from './scenario.ts';

const inside = '{ protocol: tcp, ports: 22, source: 10.0.0.0/8, priority: 10 }';

scenario('raise-a-drop-over-an-accept', [
  {
    title: 'a drop that loses',
    groups: `name: web
ingress:
  - ${inside}
  - { policy: drop, protocol: tcp, ports: 22, source: 10.9.0.0/16, priority: 20 }
egress: []
`,
  },
  {
    title: 'a drop that wins, and says why',
    groups: `name: web
ingress:
  - ${inside}
  - { policy: drop, protocol: tcp, ports: 22, source: 10.9.0.0/16, priority: 5, description: guest wifi 🚧 }
egress: []
`,
  },
]);

scenario('accept-and-drop-of-several-layers', [
  { title: 'nothing yet', groups: 'name: web\ningress: []\negress: []\n' },
  {
    title: 'the hole: the accept alone would open SSH to the world',
    groups: `name: web
ingress:
  - { policy: drop, protocol: tcp, ports: 22, source: 0.0.0.0/0, priority: 1 }
  - { protocol: tcp, ports: 1-1024, source: 0.0.0.0/0, priority: 10 }
egress: []
`,
  },
  {
    title: 'the outage: the drop alone would cut 10.1.0.0/16',
    groups: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.1.0.0/16, priority: 1 }
  - { policy: drop, protocol: tcp, ports: 22, source: 0.0.0.0/0, priority: 5 }
  - { protocol: tcp, ports: 1-1024, source: 0.0.0.0/0, priority: 10 }
egress: []
`,
  },
  { title: 'and all of it goes again', groups: 'name: web\ningress: []\negress: []\n' },
]);

scenario('descriptions', [
  {
    title: 'described',
    groups: `name: web
description: Web tier
ingress: [{ description: "SSH: \\"temporary\\"", protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
`,
  },
  {
    title: 'described otherwise, and the group too',
    groups: `name: web
description: Public web tier
ingress: [{ description: SSH from inside, protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
`,
  },
  {
    title: 'cleared, which the API cannot do in place',
    groups: `name: web
ingress: [{ description: "", protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
`,
  },
]);

scenario('tags-names-and-inner-policy', [
  { title: 'a group', groups: 'name: web\ntags: { team: edge, tier: web }\n' },
  {
    title: 'another name in the cloud, other tags, members apart',
    groups: `name: web
cloudName: web-prod
tags: { team: platform }
innerAccessPolicy: drop
`,
  },
  {
    title: 'members together again',
    groups: `name: web
cloudName: web-prod
tags: { team: platform }
innerAccessPolicy: accept
ingress: [{ policy: drop, protocol: all, source: 0.0.0.0/0, priority: 100 }]
`,
  },
]);

scenario('groups-that-refer-to-each-other', [
  {
    title: 'two at once',
    groups: `name: web
ingress: [{ protocol: tcp, ports: 80, source: { group: app } }]
---
name: app
ingress: [{ protocol: tcp, ports: 8080, source: { group: web } }]
`,
  },
  { title: 'both go', groups: 'name: web\nstate: absent\n---\nname: app\nstate: absent\n' },
]);

const two = `name: web
ingress:
  - { description: HTTPS, protocol: tcp, ports: 443, source: 10.0.0.0/8, priority: 3 }
  - { protocol: [icmp, icmpv6], source: [10.0.0.0/8, '2001:db8::/32'] }
---
name: db
ingress: [{ protocol: tcp, ports: 5432, source: { group: web } }]
`;

scenario('drift', [
  { title: 'as it was written', groups: two },
  {
    title: 'somebody was here',
    groups: two,
    asDrift: true,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'AuthorizeSecurityGroup', {
        SecurityGroupId: idOf('web'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '22/22',
        'Permissions.1.SourceCidrIp': '0.0.0.0/0',
        'Permissions.1.Description': 'temporary\u001b[2J \u202e',
      });
      byHand(emulator, 'RevokeSecurityGroup', {
        SecurityGroupId: idOf('db'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '5432/5432',
        'Permissions.1.SourceGroupId': idOf('web'),
      });
      byHand(emulator, 'ModifySecurityGroupAttribute', {
        SecurityGroupId: idOf('db'),
        SecurityGroupName: 'db-old',
      });
      byHand(emulator, 'ModifySecurityGroupPolicy', {
        SecurityGroupId: idOf('web'),
        InnerAccessPolicy: 'Drop',
      });
    },
  },
  {
    title: 'a whole group is gone',
    groups: two,
    asDrift: true,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'DeleteSecurityGroup', { SecurityGroupId: idOf('db') });
    },
  },
]);

scenario('somebody-elses-group', [
  {
    title: 'a group of that name is there and is not ours',
    groups: 'name: web\n',
    meanwhile: (emulator) => {
      byHand(emulator, 'CreateSecurityGroup', { VpcId: 'vpc-bp1test', SecurityGroupName: 'web' });
    },
  },
]);
