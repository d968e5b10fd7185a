// Goal: a written rule stands for exactly the rules that its lists mean, each of which knows where
// it was written.
import { expect, test } from 'vitest';
import type { PresentGroup } from '../../src/model/group.ts';
import { formatPeer } from '../../src/model/peer.ts';
import { formatSource } from '../../src/model/source.ts';
import { formatTraffic } from '../../src/model/traffic.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import { loaded, parseGroups, workspaceText } from './workspace-text.ts';

test('lists of protocols, ports and peers expand to their product', () => {
  const rules = ingressOf(`
  - protocol: [tcp, udp]
    ports: [53, 8000-8999]
    source: [10.0.0.0/8, 192.0.2.1]
`);
  expect(rules.map(formatted)).toEqual([
    'tcp 53 10.0.0.0/8',
    'tcp 53 192.0.2.1/32',
    'tcp 8000-8999 10.0.0.0/8',
    'tcp 8000-8999 192.0.2.1/32',
    'udp 53 10.0.0.0/8',
    'udp 53 192.0.2.1/32',
    'udp 8000-8999 10.0.0.0/8',
    'udp 8000-8999 192.0.2.1/32',
  ]);
});

test('icmp goes with IPv4 and icmpv6 with IPv6', () => {
  const rules = ingressOf(`
  - protocol: [icmp, icmpv6]
    source: [10.0.0.0/8, "2001:db8::/32"]
`);
  expect(rules.map(formatted)).toEqual(['icmp 10.0.0.0/8', 'icmpv6 2001:db8::/32']);
});

test('a group as a peer has no family, so that it goes with either', () => {
  const rules = ingressOf(`
  - protocol: [icmp, icmpv6]
    source: { group: app }
`);
  expect(rules.map(formatted)).toEqual(['icmp group app', 'icmpv6 group app']);
});

test('peers go with the addresses of their own side that are of their family', () => {
  const rules = ingressOf(`
  - protocol: all
    source: both
    destination: both
`);
  expect(rules.map((rule) => [formatted(rule), rule.local])).toEqual([
    ['all 10.0.0.0/8', '10.0.0.0/8'],
    ['all 2001:db8::/32', '2001:db8::/32'],
  ]);
});

test('networks name networks, and each block counts once', () => {
  const rules = ingressOf(`
  - protocol: all
    source: [nested, 10.0.0.0/8]
`);
  expect(rules.map(formatted)).toEqual(['all 192.0.2.7/32', 'all 10.0.0.0/8', 'all 2001:db8::/32']);
});

test('all kinds of peers and ports are read', () => {
  const rules = ingressOf(`
  - protocol: tcp
    ports: { portList: prl-1 }
    sourcePorts: [53, 1024-65535]
    source: [{ groupId: sg-1, account: "1000000000000001" }, { groupId: sg-2, account: "1000000000000002" }, { prefixList: pl-1 }]
`);
  expect(rules.map(formatted)).toEqual([
    'tcp prl-1 from ports 53 sg-1',
    'tcp prl-1 from ports 53 sg-2 of 1000000000000002',
    'tcp prl-1 from ports 53 pl-1',
    'tcp prl-1 from ports 1024-65535 sg-1',
    'tcp prl-1 from ports 1024-65535 sg-2 of 1000000000000002',
    'tcp prl-1 from ports 1024-65535 pl-1',
  ]);
});

test('a protocol by its number is the one of that name', () => {
  const rules = ingressOf(`
  - { protocol: 6, ports: 22, source: 10.0.0.0/8 }
  - { protocol: [1, 50], source: 10.0.0.0/8 }
`);
  expect(rules.map(formatted)).toEqual([
    'tcp 22 10.0.0.0/8',
    'icmp 10.0.0.0/8',
    'protocol 50 10.0.0.0/8',
  ]);
});

test('rules that are written twice count once, at their first place and with their description', () => {
  const rules = ingressOf(`
  - { protocol: tcp, ports: [22, 443], source: 10.0.0.0/8 }
  - { protocol: tcp, ports: 443, source: 10.0.0.0/8, description: HTTPS }
`);
  expect(rules.map((rule) => [formatted(rule), rule.description, rule.source.line])).toEqual([
    ['tcp 22 10.0.0.0/8', undefined, 4],
    ['tcp 443 10.0.0.0/8', 'HTTPS', 4],
  ]);
});

test('one match may be accepted and dropped', () => {
  const rules = ingressOf(`
  - { protocol: all, source: 10.0.0.0/8 }
  - { protocol: all, source: 10.0.0.0/8, policy: drop }
`);
  expect(rules.map(({ policy }) => policy)).toEqual(['accept', 'drop']);
});

test('every rule knows the place of the item that it comes from', () => {
  const rules = ingressOf(`
  - protocol: [icmp, all]
    source: 10.0.0.0/8
  - &ssh
    description: SSH
    protocol: tcp
    ports: 22
    source: &inside [10.0.0.0/8, 192.0.2.7]
  - { <<: *ssh, policy: drop, source: 192.0.2.8 }
  - { protocol: gre, source: *inside }
`);
  expect(rules.map((rule) => `${formatted(rule)} at ${formatSource(rule.source)}`)).toEqual([
    'icmp 10.0.0.0/8 at groups/web.yaml:4:5',
    'all 10.0.0.0/8 at groups/web.yaml:4:5',
    'tcp 22 10.0.0.0/8 at groups/web.yaml:7:5',
    'tcp 22 192.0.2.7/32 at groups/web.yaml:7:5',
    'tcp 22 192.0.2.8/32 at groups/web.yaml:11:5',
    'gre 10.0.0.0/8 at groups/web.yaml:12:5',
    'gre 192.0.2.7/32 at groups/web.yaml:12:5',
  ]);
});

test('a merge key adds what is not written, and the first mapping wins', () => {
  const [, , rule] = ingressOf(`
  - &ssh { protocol: tcp, ports: 22, source: 192.0.2.7, description: SSH, priority: 3 }
  - &drop { protocol: all, source: 192.0.2.8, policy: drop, priority: 5 }
  - { <<: [*ssh, *drop], source: 192.0.2.9, priority: 7 }
`);
  expect(rule).toMatchObject({
    priority: 7,
    policy: 'drop',
    traffic: { protocol: 'tcp' },
    description: 'SSH',
  });
});

test('a missing direction is not managed, and [] means none', () => {
  const group = groupOf('name: web\ningress: []\n');
  expect([group.ingress, group.egress]).toEqual([[], undefined]);
  expect([group.description, group.tags, group.innerAccessPolicy]).toEqual(
    Array(3).fill(undefined),
  );
  expect(group.cloudName).toBe('web');
});

test('a rule without a priority has that of the workspace', () => {
  const text = 'name: web\ningress: [{ protocol: all, source: 10.0.0.0/8 }]\n';
  const priorities = (workspace: string) =>
    groupOf(text, workspace).ingress?.map(({ priority }) => priority);
  expect(priorities(workspaceText)).toEqual([1]);
  expect(priorities(`${workspaceText}defaults: { priority: 50 }\n`)).toEqual([50]);
});

test('a priority that only the cloud can have made is read, with a warning', () => {
  const text = 'name: web\ningress: [{ protocol: all, source: 10.0.0.0/8, priority: 110 }]\n';
  const { warnings, state } = loaded(parseGroups({ 'groups/web.yaml': text }));
  expect(warnings.map(({ code, severity }) => [code, severity])).toEqual([
    ['priority-only-kept', 'warning'],
  ]);
  expect((state.groups[0] as PresentGroup).ingress?.[0]?.priority).toBe(110);
});

const networks = `networks:
  nested: [192.0.2.7, both]
  both: [10.0.0.0/8, "2001:db8::/32"]
`;

/** The first of the rules stands in line 4. */
function ingressOf(rules: string): readonly WrittenRule[] {
  const text = `name: web\ntags: {}\ningress:${rules}`;
  return groupOf(text, workspaceText + networks).ingress ?? [];
}

function groupOf(text: string, workspace = workspaceText): PresentGroup {
  const files = { 'groups/web.yaml': text, 'groups/app.yaml': 'name: app\n' };
  const { state } = loaded(parseGroups(files, { workspace }));
  return state.groups[0] as PresentGroup;
}

function formatted({ traffic, peer }: WrittenRule): string {
  return `${formatTraffic(traffic)} ${formatPeer(peer)}`;
}
