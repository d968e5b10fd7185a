// Changes as people make them, with what they are shown. Read the golden texts: they are the product.
import type { Emulator } from '../../src/emulator/emulator.ts';
import { byHand, ruleId, scenario, type Chapter } from './scenario.ts';

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
    machines: [['web'], ['web']],
    groups: `name: web
ingress:
  - ${inside}
  - { policy: drop, protocol: tcp, ports: 22, source: 10.9.0.0/16, priority: 5, description: guest wifi 🚧 }
egress: []
`,
  },
  {
    title: 'both lower than they were, in the same order',
    groups: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.0.0.0/8, priority: 30 }
  - { policy: drop, protocol: tcp, ports: 22, source: 10.9.0.0/16, priority: 20, description: guest wifi 🚧 }
egress: []
`,
  },
]);

scenario('accept-and-drop-swapped', [
  {
    title: 'inside is let in, the guests are not',
    groups: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.1.0.0/16, priority: 10 }
  - { policy: drop, protocol: tcp, ports: 22, source: 10.1.9.0/24, priority: 5 }
`,
  },
  {
    title: 'each with the policy of the other',
    machines: [['web']],
    groups: `name: web
ingress:
  - { policy: drop, protocol: tcp, ports: 22, source: 10.1.0.0/16, priority: 10 }
  - { protocol: tcp, ports: 22, source: 10.1.9.0/24, priority: 5 }
`,
  },
  {
    title: 'each with the priority of the other',
    groups: `name: web
ingress:
  - { policy: drop, protocol: tcp, ports: 22, source: 10.1.0.0/16, priority: 5 }
  - { protocol: tcp, ports: 22, source: 10.1.9.0/24, priority: 10 }
`,
  },
]);

scenario('accept-and-drop-of-several-layers', [
  { title: 'nothing yet', groups: 'name: web\ningress: []\negress: []\n' },
  {
    title: 'the hole: the accept alone would open SSH to the world',
    machines: [['web']],
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

scenario('a-drop-and-its-exception', [
  {
    title: 'all of tcp from inside',
    groups: `name: web
ingress: [{ protocol: tcp, ports: 1-65535, source: 10.0.0.0/8, priority: 50 }]
`,
  },
  {
    title: 'the outage: the drop alone would cut off those that may still come',
    machines: [['web']],
    groups: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.1.0.0/16, priority: 1 }
  - { policy: drop, protocol: tcp, ports: 22, source: 10.0.0.0/8, priority: 10 }
  - { protocol: tcp, ports: 1-65535, source: 10.0.0.0/8, priority: 50 }
`,
  },
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
    machines: [['web']],
    groups: `name: web
description: Public web tier
ingress: [{ description: SSH from inside, protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
`,
  },
  {
    title: 'cleared, which the API cannot do in place: two halves stand in meanwhile',
    groups: `name: web
ingress: [{ description: "", protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
`,
  },
  {
    title: 'described by hand: one difference, though it takes four calls to mend',
    asDrift: true,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'ModifySecurityGroupRule', {
        SecurityGroupId: idOf('web'),
        SecurityGroupRuleId: ruleId(emulator, 'web', '22/22'),
        Description: 'who wrote this?',
      });
    },
    groups: `name: web
ingress: [{ description: "", protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
`,
  },
]);

const ping = '{ description: Ping, protocol: icmp, source: 10.0.0.7/32 }';
const agent = '{ description: Agent, protocol: tcp, ports: 9100, source: 10.0.0.7/32 }';
const api = '{ description: API, protocol: tcp, ports: 443, source: 10.0.0.0/24 }';

scenario('descriptions-that-stay', [
  {
    title: 'of one address, one of them on one port',
    groups: `name: web\ningress: [${ping}, ${agent}, ${api}]\n`,
  },
  {
    title: 'cleared: nothing can stand in for the first two, so theirs stay',
    machines: [['web']],
    groups: `name: web\ningress: [${ping}, ${agent}, ${api}]\n`.replaceAll(
      /(?<=description: )\w+/g,
      '""',
    ),
  },
]);

scenario('tags-names-and-inner-policy', [
  { title: 'a group', groups: 'name: web\ntags: { team: edge, tier: web }\n' },
  {
    title: 'another name in the cloud, other tags, members apart',
    machines: [['web'], ['web']],
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

const usualResourceGroup = 'rg-default-1000000000000001';

function moved(to: string): NonNullable<Chapter['meanwhile']> {
  return (emulator, idOf) => {
    byHand(emulator, 'JoinResourceGroup', {
      ...{ ResourceType: 'securitygroup', ResourceId: idOf('web'), ResourceGroupId: to },
    });
  };
}

/** Whichever way the cloud shows the default resource group, nobody is moved twice. */
for (const defaultResourceGroup of ['unnamed', 'named'] as const) {
  scenario(
    `resource-groups-with-the-default-one-${defaultResourceGroup}`,
    [
      {
        title: 'one is made in a resource group, of another nothing is written',
        groups: 'name: web\nresourceGroup: rg-edge\n---\nname: app\n',
      },
      {
        title: 'somebody moved it',
        groups: 'name: web\nresourceGroup: rg-edge\n---\nname: app\n',
        asDrift: true,
        meanwhile: moved('rg-other'),
      },
      {
        title: 'both go elsewhere, one of them from the default one',
        groups: 'name: web\nresourceGroup: rg-core\n---\nname: app\nresourceGroup: rg-core\n',
      },
      {
        title: 'to the default one, by its id',
        groups: `name: web\nresourceGroup: ${usualResourceGroup}\n---\nname: app\nresourceGroup: rg-core\n`,
      },
      {
        title: 'what is not written stays where it is',
        groups: 'name: web\n---\nname: app\n',
        meanwhile: moved('rg-other'),
      },
      {
        title: 'one is made in the default one',
        groups: `name: web\n---\nname: app\n---\nname: db\nresourceGroup: ${usualResourceGroup}\n`,
      },
      {
        title: 'one that goes comes back to the same one',
        groups: 'name: web\n---\nname: app\nstate: absent\n---\nname: db\n',
      },
    ],
    { switches: { defaultResourceGroup } },
  );
}

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

const db = 'name: db\ningress: [{ protocol: tcp, ports: 5432, source: { group: web } }]\n';

scenario('deleting-a-group-that-others-refer-to', [
  { title: 'two groups', groups: `name: web\n---\n${db}` },
  { title: 'one is to go while a rule of the other names it', groups: absentWeb('name: db\n') },
  {
    title: 'the same plan takes that rule away first',
    machines: [['db']],
    groups: absentWeb('name: db\ningress: [{ protocol: tcp, ports: 5432, source: 10.0.0.0/24 }]\n'),
  },
]);

function absentWeb(others: string): string {
  return `name: web\nstate: absent\n---\n${others}`;
}

const https = '{ description: HTTPS, protocol: tcp, ports: 443, source: 10.0.0.0/16 }';
const ssh = '{ policy: drop, protocol: tcp, ports: 22, source: 10.0.0.0/16 }';

scenario('a-rule-moves-to-another-group-of-its-interface', [
  {
    title: 'web has it',
    groups: `name: web\ningress: [${https}, ${ssh}]\n---\nname: base\ningress: []\n`,
  },
  {
    title: 'base has it: it comes there before it goes here',
    machines: [['web', 'base'], ['web', 'base'], ['base']],
    groups: `name: web\ningress: [${ssh}]\n---\nname: base\ningress: [${https}]\n`,
  },
  {
    title: 'both change places',
    groups: `name: web\ningress: [${https}]\n---\nname: base\ningress: [${ssh}]\n`,
  },
]);

scenario(
  'interfaces-that-may-not-be-read',
  [
    { title: 'two groups', groups: 'name: web\ningress: []\n---\nname: base\ningress: []\n' },
    {
      title: 'an accept in one, a drop in the other: they may meet, so they do not go together',
      groups: `name: web
ingress: [{ protocol: tcp, ports: 1-1024, source: 10.0.0.0/8, priority: 10 }]
---
name: base
ingress: [${ssh}]
`,
    },
    {
      title: 'somebody takes the drop away, which is drift whoever may see what',
      asDrift: true,
      meanwhile: (emulator, idOf) => {
        byHand(emulator, 'RevokeSecurityGroup', {
          SecurityGroupId: idOf('base'),
          'Permissions.1.IpProtocol': 'TCP',
          'Permissions.1.PortRange': '22/22',
          'Permissions.1.SourceCidrIp': '10.0.0.0/16',
          'Permissions.1.Policy': 'drop',
        });
      },
      groups: `name: web
ingress: [{ protocol: tcp, ports: 1-1024, source: 10.0.0.0/8, priority: 10 }]
---
name: base
ingress: [${ssh}]
`,
    },
    {
      title: 'one is to go, and nobody may know whether anything is in it',
      groups: `name: web\nstate: absent\n---\nname: base\ningress: [${ssh}]\n`,
    },
  ],
  { hidesInterfaces: true },
);

function partners(...blocks: readonly number[]): string {
  const sources = blocks.map((block) => `10.0.${block}.0/24`).join(', ');
  return `name: web\ningress: [{ protocol: tcp, ports: 443, source: [${sources}] }]\negress: []\n`;
}

scenario(
  'a-list-of-addresses-at-the-quota',
  [
    { title: 'as many as there may be', groups: partners(1, 2, 3, 4) },
    {
      title: 'two of them are others now, and there is no room to add first',
      machines: [['web']],
      groups: partners(1, 2, 5, 6),
    },
    { title: 'one more than there may be', groups: partners(1, 2, 5, 6, 7) },
    { title: 'two fewer', groups: partners(1, 7) },
  ],
  { quotas: { rulesPerGroup: 4 } },
);

/** All of four blocks on all of four ports: a rule a block, or a rule a port. */
const byBlock = `name: web
ingress:
  - { protocol: tcp, ports: 8000-8003, source: [10.0.0.0/26, 10.0.0.64/26, 10.0.0.128/26, 10.0.0.192/26] }
`;
const byPort = `name: web
ingress:
  - { protocol: tcp, ports: [8000, 8001, 8002, 8003], source: 10.0.0.0/24 }
`;

scenario(
  'a-grid-cut-the-other-way-with-room-for-one-rule',
  [
    { title: 'a rule for each block', groups: byBlock },
    {
      title: 'a rule for each port, and one that stands in for all of them',
      machines: [['web']],
      groups: byPort,
    },
  ],
  { quotas: { rulesPerGroup: 5 } },
);

scenario(
  'a-grid-cut-the-other-way-without-room',
  [
    { title: 'a rule for each block', groups: byBlock },
    { title: 'a rule for each port: no order is safe', machines: [['web']], groups: byPort },
  ],
  { quotas: { rulesPerGroup: 4 } },
);

scenario(
  'a-grid-of-drops-without-room',
  [
    { title: 'a drop for each block', groups: dropping(byBlock) },
    {
      title: 'a drop for each port: harmless, as long as nothing else on the interface accepts',
      machines: [['web']],
      groups: dropping(byPort),
    },
  ],
  { quotas: { rulesPerGroup: 4 } },
);

function dropping(group: string): string {
  return group.replace('{ protocol', '{ policy: drop, protocol');
}

const toDb = '{ policy: drop, protocol: tcp, ports: 5432, destination: 0.0.0.0/0 }';
const fromWeb = '{ protocol: tcp, ports: 5432, source: 10.0.0.0/8 }';

scenario('egress-opens-while-ingress-closes', [
  {
    title: 'web may not leave, and db would let it in',
    groups: `name: web\negress: [${toDb}]\n---\nname: db\ningress: [${fromWeb}]\n`,
  },
  {
    title: 'web may leave, and db does not let it in: the db first',
    machines: [['web'], ['db']],
    groups: 'name: web\negress: []\n---\nname: db\ningress: []\n',
  },
]);

const nothingOut = '{ policy: drop, protocol: all, destination: 0.0.0.0/0, priority: 100 }';
const wayOut = '{ protocol: tcp, ports: 5432, destination: 10.0.0.0/8 }';
const wayIn = '{ protocol: tcp, ports: 5432, source: 10.0.0.0/8 }';

scenario('egress-opens-while-ingress-closes-both-ways-round', [
  {
    title: 'into the one, out of the other',
    groups: `name: one
ingress: [${wayIn}]
egress: [${nothingOut}]
---
name: other
ingress: []
egress: [${wayOut}, ${nothingOut}]
`,
  },
  {
    title: 'out of the one, into the other; machines in both may at no time do less than before',
    machines: [['one'], ['one'], ['other'], ['other'], ['one', 'other']],
    groups: `name: one
ingress: []
egress: [${wayOut}, ${nothingOut}]
---
name: other
ingress: [${wayIn}]
egress: [${nothingOut}]
`,
  },
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
    title: 'a rule has become another one: one call mends it, and yet it is two differences',
    groups: two,
    machines: [['web']],
    asDrift: true,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'ModifySecurityGroupRule', {
        SecurityGroupId: idOf('web'),
        SecurityGroupRuleId: ruleId(emulator, 'web', '443/443'),
        PortRange: '8443/8443',
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

const fileOfWeb = 'name: web\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\n';
const fileOfApp =
  'name: app\ningress: [{ protocol: tcp, ports: 8080, source: { group: web } }]\negress: []\n';

function holdByHand(until: string) {
  return (emulator: Emulator, idOf: (name: string) => string) => {
    const resource = { ResourceType: 'securitygroup', 'ResourceId.1': idOf('web') };
    byHand(emulator, 'TagResources', {
      ...resource,
      'Tag.1.Key': 'sluice:hold-until',
      'Tag.1.Value': until,
      'Tag.2.Key': 'sluice:hold-reason',
      'Tag.2.Value': 'INC-42 console edit',
    });
    byHand(emulator, 'AuthorizeSecurityGroup', {
      SecurityGroupId: idOf('web'),
      'Permissions.1.IpProtocol': 'TCP',
      'Permissions.1.PortRange': '22/22',
      'Permissions.1.SourceCidrIp': '203.0.113.7',
      'Permissions.1.Description': 'INC-42',
    });
  };
}

scenario('a-group-that-is-held', [
  { title: 'as it was written', groups: `${fileOfWeb}---\n${fileOfApp}` },
  {
    title: 'somebody holds web and edits it: it is left alone, and app is not',
    machines: [['web'], ['app']],
    groups: `${fileOfWeb}egress: []\n---\n${fileOfApp.replace('8080', '9090')}`,
    meanwhile: holdByHand('2026-11-27T08:00:00Z'),
  },
  {
    title: 'of the two only app has drifted',
    groups: `${fileOfWeb}---\n${fileOfApp}`,
    asDrift: true,
  },
  {
    title: 'a group that web refers to cannot go before web lets go of it',
    groups: `name: app\nstate: absent\n---\n${fileOfWeb}`,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'AuthorizeSecurityGroup', {
        SecurityGroupId: idOf('web'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '80/80',
        'Permissions.1.SourceGroupId': idOf('app'),
      });
    },
  },
  {
    title: 'a time that nobody can read: it is held all the same',
    groups: `${fileOfWeb}---\n${fileOfApp}`,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'TagResources', {
        ResourceType: 'securitygroup',
        'ResourceId.1': idOf('web'),
        'Tag.1.Key': 'sluice:hold-until',
        'Tag.1.Value': 'tomorrow',
      });
    },
  },
  {
    title: 'the hold is over: web is mended, and the tags stay until somebody takes them off',
    groups: `${fileOfWeb}---\n${fileOfApp}`,
    meanwhile: (emulator, idOf) => {
      byHand(emulator, 'TagResources', {
        ResourceType: 'securitygroup',
        'ResourceId.1': idOf('web'),
        'Tag.1.Key': 'sluice:hold-until',
        'Tag.1.Value': '2026-11-22T08:00:00Z',
      });
    },
  },
]);
