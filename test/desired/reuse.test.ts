// Goal: what is written once and used in many places means there what it would mean written out, and
// every rule knows its places.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PresentGroup } from '../../src/model/group.ts';
import { formatPeer } from '../../src/model/peer.ts';
import type { WrittenRule } from '../../src/model/rule.ts';
import { formatSource } from '../../src/model/source.ts';
import { formatTraffic } from '../../src/model/traffic.ts';
import { loaded, noon, parseGroups, workspaceText } from './workspace-text.ts';

const workspace = `${workspaceText}networks:
  office: [203.0.113.0/24, '2001:db8:12::/48']
  monitoring-net: [10.9.0.0/24]
services:
  https: { protocol: tcp, ports: 443 }
  dns:
    - { protocol: tcp, ports: 53 }
    - { protocol: udp, ports: 53 }
  ping: { protocol: [icmp, icmpv6] }
rulesets:
  baseline:
    parameters:
      from: { default: monitoring-net, description: Who collects metrics }
      ports: { default: 9100 }
      level: { default: 20 }
    ingress:
      - description: Node exporter
        protocol: tcp
        ports: { parameter: ports }
        source: { parameter: from }
        priority: { parameter: level }
  names:
    egress:
      - { service: dns, destination: 100.64.0.0/10 }
`;

test('a service is its protocol with its ports, in each family that it has', () => {
  const rules = 'ingress:\n  - { service: [https, dns, ping], source: office }\n';
  const out = `ingress:
  - { protocol: tcp, ports: [443, 53], source: office }
  - { protocol: udp, ports: 53, source: office }
  - { protocol: [icmp, icmpv6], source: office }
`;
  expect(said(rules)).toEqual(said(out));
  expect(said(rules)).toHaveLength(8);
});

test('the rules of a ruleset are those of the group, with what it gives for parameters', () => {
  expect(said('use: [baseline]\n')).toEqual(['ingress tcp 9100 10.9.0.0/24 @20']);
  const given = 'with: { from: [office, { group: db }], ports: [9100, 9256], level: 5 }';
  expect(said(`use: [{ ruleset: baseline, ${given} }]\n`).toSorted()).toEqual(
    [
      'ingress tcp 9100 203.0.113.0/24 @5',
      'ingress tcp 9100 2001:db8:12::/48 @5',
      'ingress tcp 9100 group db @5',
      'ingress tcp 9256 203.0.113.0/24 @5',
      'ingress tcp 9256 2001:db8:12::/48 @5',
      'ingress tcp 9256 group db @5',
    ].toSorted(),
  );
});

test('rules mean the same wherever they are written: in a group or in any of its rulesets', () => {
  const rules = ['tcp', 'udp'].flatMap((protocol) =>
    [22, '[80, 443]'].flatMap((ports) =>
      ['office', '{ group: db }'].map(
        (peer) => `{ protocol: ${protocol}, ports: ${ports}, source: ${peer} }`,
      ),
    ),
  );
  const homes = fc.array(fc.subarray(['own', 'one', 'other'] as const), {
    minLength: rules.length,
    maxLength: rules.length,
  });
  fc.assert(
    fc.property(homes, (places) => {
      const listIn = (home: 'own' | 'one' | 'other') => {
        const here = rules.filter((_, index) => places[index]?.includes(home));
        return `ingress: [${here.join(', ')}]`;
      };
      const rulesets = `rulesets: { one: { ${listIn('one')} }, other: { ${listIn('other')} } }\n`;
      const around = {
        workspace: `${workspaceText}networks: { office: [10.0.0.0/8] }\n${rulesets}`,
      };
      const written = rules.filter((_, index) => places[index]?.length !== 0);
      const flat = `ingress: [${written.join(', ')}]\n`;
      const split = said(`use: [one, other]\n${listIn('own')}\n`, around);
      expect(split.toSorted()).toEqual(said(flat, around).toSorted());
    }),
  );
});

test('a list that is given in the place of one item of a list is spread', () => {
  const spread = workspace.replace('{ parameter: from }', '[10.8.0.0/16, { parameter: from }]');
  const text = 'use: [{ ruleset: baseline, with: { from: [office, 10.7.0.0/16] } }]\n';
  const { ingress } = groupOf(text, { workspace: spread });
  expect(ingress?.map(({ peer }) => formatPeer(peer))).toEqual([
    '10.8.0.0/16',
    '203.0.113.0/24',
    '2001:db8:12::/48',
    '10.7.0.0/16',
  ]);
});

test('a ruleset makes the directions written that it has, and no others', () => {
  expect(groupOf('use: [names]\n')).toMatchObject({ ingress: undefined });
  expect(groupOf('use: [names]\n').egress).toHaveLength(2);
  const none = `${workspaceText}rulesets: { shut: { ingress: [] } }\n`;
  expect(groupOf('use: [shut]\n', { workspace: none })).toMatchObject({
    ingress: [],
    egress: undefined,
  });
});

test('a rule that a ruleset has too counts once, and one that overrides takes its place', () => {
  const rule = 'protocol: tcp, ports: 9100, source: monitoring-net';
  const own = (more: string) => `use: [baseline]\ningress:\n  - { ${rule}, ${more} }\n`;
  expect(said(own('priority: 20'))).toEqual(['ingress tcp 9100 10.9.0.0/24 @20']);
  const overridden = groupOf(own('priority: 7, description: Ours, override: true')).ingress;
  expect(overridden?.map(formatRule)).toEqual(['ingress tcp 9100 10.9.0.0/24 @7']);
  expect(overridden?.[0]).toMatchObject({
    description: 'Ours',
    source: { file: 'groups/web.yaml' },
  });
  expect(
    parseGroups({ 'groups/web.yaml': `name: web\n${own('priority: 7')}` }, { workspace }).ok,
  ).toBe(false);
});

test('a rule stands where it is written, and names the places on the way to it', () => {
  const text = 'use:\n  - names\ningress:\n  - { service: https, source: office }\n';
  const { ingress, egress } = groupOf(text);
  expect(ingress?.map(placesOf)).toEqual([
    'groups/web.yaml:5:5 < sluice.yaml:10:10 < sluice.yaml:7:12',
    'groups/web.yaml:5:5 < sluice.yaml:10:10 < sluice.yaml:7:28',
  ]);
  expect(egress?.map(placesOf)).toEqual([
    'sluice.yaml:29:9 < groups/web.yaml:3:5 < sluice.yaml:12:7',
    'sluice.yaml:29:9 < groups/web.yaml:3:5 < sluice.yaml:13:7',
  ]);
});

test('an entry of a network counts between its dates, by whichever way it is reached', () => {
  const dated = `${workspaceText}networks:
  office:
    - { address: 203.0.113.0/24, description: The old one, until: 2026-12-10 }
    - { address: 198.51.100.0/24, description: The new one, from: 2026-12-01 }
  partners: [{ address: office, until: 2026-12-20 }, 192.0.2.0/24]
`;
  const text = 'ingress:\n  - { protocol: tcp, ports: 443, source: partners }\n';
  const peersOn = (...[month, day, hour = 12]: [number, number, number?]) => {
    const nowMs = Date.UTC(2026, month - 1, day, hour);
    const { ingress } = groupOf(text, { workspace: dated, nowMs });
    return ingress?.map(({ peer }) => formatPeer(peer));
  };
  const [old, fresh, partner] = ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'];
  expect(peersOn(11, 30, 23)).toEqual([old, partner]);
  expect(peersOn(12, 1, 0)).toEqual([old, fresh, partner]);
  expect(peersOn(12, 10, 23)).toEqual([old, fresh, partner]);
  expect(peersOn(12, 11, 0)).toEqual([fresh, partner]);
  expect(peersOn(12, 21, 0)).toEqual([partner]);
  const { expired } = groupOf(text, { workspace: dated, nowMs: Date.UTC(2026, 11, 21) });
  expect(expired?.map(({ peer }) => formatPeer(peer))).toEqual([old, fresh]);
});

test('a rule whose own side is a network of which nothing is in force is no rule', () => {
  const dated = `${workspaceText}networks:
  floor: [{ address: 10.1.0.0/16, from: 2099-01-01 }]
`;
  const rule = '{ protocol: tcp, ports: 443, source: 10.0.0.0/8, destination: floor }';
  expect(groupOf(`ingress: [${rule}]\n`, { workspace: dated }).ingress).toEqual([]);
});

test('what is wrong does not depend on the day', () => {
  const dated = `${workspaceText}networks:
  floor: [10.1.0.0/16, { address: '2001:db8::/32', from: 2099-01-01 }]
`;
  const text = 'ingress: [{ protocol: [icmp, icmpv6], source: floor }]\n';
  expect(said(text, { workspace: dated })).toEqual(['ingress icmp 10.1.0.0/16 @1']);
});

test('entries that are over, or soon begin or end, are noted', () => {
  const dated = `${workspaceText}networks:
  office:
    - { address: 10.1.0.0/16, until: 2026-11-26 }
    - { address: 10.2.0.0/16, until: 2026-12-10 }
    - { address: 10.3.0.0/16, until: 2026-12-12 }
    - { address: 10.4.0.0/16, from: 2026-12-11 }
    - { address: 10.5.0.0/16, from: 2026-12-12 }
`;
  const { networkNotes } = loaded(
    parseGroups({ 'groups/web.yaml': 'name: web\n' }, { workspace: dated }),
  );
  expect(networkNotes.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'network-entry-over: "10.1.0.0/16" was in force until 2026-11-26; expected it to go, or a later day',
    'network-entry-ending: "10.2.0.0/16" is in force until 2026-12-10; expected a later day where it is still needed',
    'network-entry-ahead: "10.4.0.0/16" is in force from 2026-12-11 on',
  ]);
});

test('a rule that has expired is no part of its group any more, and is known', () => {
  const rule = (expires: string) =>
    `ingress:\n  - { protocol: tcp, ports: 22, source: 10.0.0.0/8, expires: ${expires}, owner: edge, ticket: NET-1 }\n`;
  const { ingress, expired } = groupOf(rule('2026-11-26'));
  expect(ingress).toEqual([]);
  expect(expired).toMatchObject([{ owner: 'edge', ticket: 'NET-1', source: { line: 3 } }]);
  const later = groupOf(rule('2026-11-27'));
  expect(later.ingress).toHaveLength(1);
  expect(later).not.toHaveProperty('expired');
});

test('merge keys and aliases give rules their own places', () => {
  const text = `ingress:
  - &ssh { description: SSH, protocol: tcp, ports: 22, source: office }
  - { <<: *ssh, source: 10.0.0.0/8, priority: 3 }
  - <<: [{ ports: 2222 }, *ssh]
    description: SSH elsewhere
`;
  const { ingress } = groupOf(text);
  expect(
    ingress?.map((rule) => `${formatRule(rule)} ${rule.source.line} ${rule.description}`),
  ).toEqual([
    'ingress tcp 22 203.0.113.0/24 @1 3 SSH',
    'ingress tcp 22 2001:db8:12::/48 @1 3 SSH',
    'ingress tcp 22 10.0.0.0/8 @3 4 SSH',
    'ingress tcp 2222 203.0.113.0/24 @1 5 SSH elsewhere',
    'ingress tcp 2222 2001:db8:12::/48 @1 5 SSH elsewhere',
  ]);
});

interface Around {
  readonly workspace?: string;
  readonly nowMs?: number;
}

function groupOf(text: string, { workspace: around = workspace, nowMs = noon }: Around = {}) {
  const groups = { 'groups/web.yaml': `name: web\n${text}`, 'groups/z.yaml': 'name: db\n' };
  const { state } = loaded(parseGroups(groups, { workspace: around, nowMs }));
  return state.groups[0] as PresentGroup;
}

function said(text: string, around: Around = {}): readonly string[] {
  const { ingress = [], egress = [] } = groupOf(text, around);
  return [...ingress, ...egress].map(formatRule);
}

function formatRule({ direction, traffic, peer, priority }: WrittenRule): string {
  return `${direction} ${formatTraffic(traffic)} ${formatPeer(peer)} @${priority}`;
}

function placesOf({ source, via = [] }: WrittenRule): string {
  return [source, ...via].map(formatSource).join(' < ');
}
