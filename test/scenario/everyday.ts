// Everyday changes: of each what was there, and what is written now.
import type { Chapter } from './scenario.ts';

export interface Change {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly machines?: Chapter['machines'];
  readonly networks?: { readonly before: string; readonly after: string };
  readonly meanwhile?: Chapter['meanwhile'];
}

/** By their names. */
export const everydayChanges = new Map<string, Change>();

function change(name: string, one: Change): void {
  everydayChanges.set(name, one);
}

/** What was there is not shown; the change, as planned, is. */
export function chaptersOf({
  title,
  before,
  after,
  machines = [['web'], ['web']],
  networks,
  meanwhile,
}: Change): readonly Chapter[] {
  const [was, is] = [networks?.before, networks?.after];
  return [
    {
      title: 'before',
      isPrelude: true,
      groups: before,
      ...(was === undefined ? {} : { networks: was }),
    },
    {
      title,
      groups: after,
      machines,
      ...(is === undefined ? {} : { networks: is }),
      ...(meanwhile === undefined ? {} : { meanwhile }),
    },
  ];
}

const sshFromOffice = '- { protocol: tcp, ports: 22, source: 203.0.113.0/24 }';

change('open-https-to-the-world', {
  title: 'HTTPS for everybody, in both families',
  before: `name: web
ingress:
  ${sshFromOffice}
`,
  after: `name: web
ingress:
  ${sshFromOffice}
  - description: HTTPS
    protocol: tcp
    ports: 443
    source: [0.0.0.0/0, "::/0"]
`,
});

change('open-a-database-by-mistake', {
  title: 'one digit of a mask too few',
  before: `name: db
ingress:
  - { protocol: tcp, ports: 5432, source: 10.0.0.0/8 }
`,
  after: `name: db
ingress:
  - { protocol: tcp, ports: 5432, source: 0.0.0.0/8 }
  - { protocol: tcp, ports: 5432, source: 128.0.0.0/1 }
`,
  machines: [['db'], ['db'], ['db']],
});

change('narrow-a-cidr', {
  title: 'SSH from the office only',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 0.0.0.0/0 }
`,
  after: `name: web
ingress:
  ${sshFromOffice}
`,
});

change('split-a-cidr-in-two', {
  title: 'the same addresses as two blocks',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 10.0.0.0/8 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: [10.0.0.0/9, 10.128.0.0/9] }
`,
});

change('merge-rules', {
  title: 'six rules become one',
  before: `name: web
ingress:
  - { protocol: tcp, ports: [8000, 8001, 8002-8003], source: [10.0.0.0/9, 10.128.0.0/9] }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 8000-8003, source: 10.0.0.0/8 }
`,
});

change('swap-priorities', {
  title: 'the drop now wins',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.0.0.0/8, priority: 10 }
  - { policy: drop, protocol: tcp, ports: 22, source: 10.9.0.0/16, priority: 20 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.0.0.0/8, priority: 20 }
  - { policy: drop, protocol: tcp, ports: 22, source: 10.9.0.0/16, priority: 10 }
`,
});

change('add-a-drop-above-an-accept', {
  title: 'a scanner is shut out',
  before: `name: web
ingress:
  - { protocol: tcp, ports: [80, 443], source: [0.0.0.0/0, "::/0"], priority: 10 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: [80, 443], source: [0.0.0.0/0, "::/0"], priority: 10 }
  - { description: a noisy scanner, policy: drop, protocol: all, source: 198.51.100.0/24 }
`,
});

const appNames = Array.from(
  { length: 150 },
  (_, index) => `app-${String(index + 1).padStart(3, '0')}`,
);
const apps = appNames
  .map((name) => `name: ${name}\ningress:\n  - { protocol: tcp, ports: 22, source: office }\n`)
  .join('---\n');

change('rotate-the-office-network', {
  title: 'the office moves, and 150 groups name it',
  before: apps,
  after: apps,
  networks: { before: '{ office: [203.0.113.0/24] }', after: '{ office: [198.51.100.0/25] }' },
  machines: appNames.map((name) => [name]),
});

change('move-a-rule-to-another-group', {
  title: 'monitoring is let in by the base group, which is on the same machines',
  before: `name: base
ingress: []
---
name: web
ingress:
  - { protocol: tcp, ports: 9100, source: 10.20.0.0/16 }
`,
  after: `name: base
ingress:
  - { protocol: tcp, ports: 9100, source: 10.20.0.0/16 }
---
name: web
ingress: []
`,
  machines: [['web', 'base'], ['web', 'base'], ['base']],
});

change('take-a-port-away', {
  title: 'nobody needs HTTP any more, they say',
  before: `name: web
ingress:
  - { protocol: tcp, ports: [80, 443], source: 0.0.0.0/0 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0 }
`,
});

change('a-group-instead-of-addresses', {
  title: 'the bastion by its group',
  before: `name: bastion
ingress: []
---
name: web
ingress:
  - { protocol: tcp, ports: 22, source: 10.0.1.7 }
`,
  after: `name: bastion
ingress: []
---
name: web
ingress:
  - { protocol: tcp, ports: 22, source: { group: bastion } }
`,
  machines: [['web'], ['bastion']],
});

change('widen-a-port-range', {
  title: 'more ports for the workers',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 8000-8010, source: 10.0.0.0/8 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 8000-8999, source: 10.0.0.0/8 }
`,
});

change('close-egress', {
  title: 'out to the database and HTTPS only',
  before: 'name: web\negress: []\n',
  after: `name: web
egress:
  - { protocol: tcp, ports: 443, destination: 0.0.0.0/0, priority: 10 }
  - { protocol: tcp, ports: 5432, destination: 10.3.0.0/16, priority: 10 }
  - { policy: drop, protocol: all, destination: [0.0.0.0/0, "::/0"], priority: 100 }
`,
});

change('no-traffic-inside-the-group', {
  title: 'members no longer reach each other',
  before: `name: web
innerAccessPolicy: accept
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0 }
`,
  after: `name: web
innerAccessPolicy: drop
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0 }
`,
});

change('the-other-family-too', {
  title: 'what IPv4 may, IPv6 may',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 10.0.0.0/8 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: [10.0.0.0/8, "2001:db8:12::/48"] }
`,
});

change('another-protocol', {
  title: 'DNS over UDP, not TCP',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 53, source: 10.0.0.0/8 }
`,
  after: `name: web
ingress:
  - { protocol: udp, ports: 53, source: 10.0.0.0/8 }
`,
});

change('describe-a-rule', {
  title: 'only words',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 10.0.0.0/8 }
`,
  after: `name: web
ingress:
  - { description: "Internal HTTPS 🔒", protocol: tcp, ports: 443, source: 10.0.0.0/8 }
`,
});

change('a-new-group', {
  title: 'a cache, which the web tier may reach',
  before: `name: web
ingress: []
`,
  after: `name: web
ingress: []
---
name: cache
description: Redis
ingress:
  - { protocol: tcp, ports: 6379, source: { group: web } }
`,
});

change('delete-a-group', {
  title: 'the old tier goes, its machines went before',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0 }
---
name: old
ingress:
  - { protocol: tcp, ports: [22, 80], source: 0.0.0.0/0 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0 }
---
name: old
state: absent
`,
});

change('a-rule-for-a-time', {
  title: 'a vendor gets in beside a drop of everything else',
  before: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0, priority: 50 }
  - { policy: drop, protocol: all, source: 198.51.100.0/24, priority: 20 }
`,
  after: `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0, priority: 50 }
  - { policy: drop, protocol: all, source: 198.51.100.0/24, priority: 20 }
  - { description: vendor until Friday, protocol: tcp, ports: [22, 443], source: 198.51.100.7, priority: 5 }
`,
});
