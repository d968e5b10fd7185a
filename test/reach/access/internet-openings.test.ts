// Goal: so many public addresses are the internet, however they are written; fewer, or others, are not.
import { expect, test } from 'vitest';
import { formatPortRange } from '../../../src/model/ports.ts';
import { internetOpenings } from '../../../src/reach/access/internet-openings.ts';
import { loaded, parseGroups } from '../../desired/workspace-text.ts';
import { complete } from './complete.ts';

function openings(...ingress: readonly string[]): readonly string[] {
  const text = `name: web\ningress:\n${ingress.map((rule) => `  - { ${rule} }\n`).join('')}`;
  const [group] = loaded(parseGroups({ 'groups/web.yaml': text })).state.groups;
  const rules = group?.state === 'present' ? (group.ingress ?? []) : [];
  const asked = { name: 'web', type: 'normal', innerAccessPolicy: 'drop', rules } as const;
  const options = { direction: 'ingress', nodesMax: 10_000 } as const;
  return complete(internetOpenings([asked], options)).openings.map((opening) => {
    const lines = [...new Set(opening.rules.map(({ source }) => source.line - 2))].join('+');
    return `${opening.family} ${opening.protocol} ${formatPortRange(opening.ports)} by ${lines}`;
  });
}

function ssh(source: string, more = ''): string {
  return `protocol: tcp, ports: 22, source: ${source}${more}`;
}

const open = ['ipv4 tcp 22 by 1'];

test('a /8 of public IPv4 is the internet, and one address less is not', () => {
  expect(openings(ssh('20.0.0.0/8'))).toEqual(open);
  expect(openings(ssh('20.0.0.0/9'))).toEqual([]);
  const oneLess = 'policy: drop, protocol: all, source: 20.9.9.9';
  expect(openings(ssh('20.0.0.0/8', ', priority: 2'), oneLess)).toEqual([]);
});

test('a /16 of the IPv6 that is routed is the internet, and a /17 is not', () => {
  expect(openings(ssh("'2400::/16'"))).toEqual(['ipv6 tcp 22 by 1']);
  expect(openings(ssh("'2400::/17'"))).toEqual([]);
  expect(openings(ssh("'fc00::/7'"))).toEqual([]);
});

test('private, shared and reserved addresses are not, however many', () => {
  expect(openings(ssh('[10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12, 224.0.0.0/3]'))).toEqual([]);
  expect(openings(ssh('[10.0.0.0/8, 11.0.0.0/9]'))).toEqual([]);
});

test('parts count together, in one rule and in several, and each address once', () => {
  expect(openings(ssh('[20.0.0.0/9, 20.128.0.0/9]'))).toEqual(open);
  expect(openings(ssh('20.0.0.0/9'), ssh('20.128.0.0/9'))).toEqual(['ipv4 tcp 22 by 1+2']);
  const ports = ', sourcePorts: [1-1023, 1024-65535]';
  expect(openings(ssh('20.0.0.0/9', ports))).toEqual([]);
  expect(openings(ssh('20.0.0.0/8', ports))).toEqual(open);
});

test('of those that open as much alone each is named, and what adds little is not', () => {
  const few = 'protocol: tcp, ports: 22, source: 8.8.8.8';
  expect(openings(ssh('0.0.0.0/1'), ssh('128.0.0.0/1'), few)).toEqual(['ipv4 tcp 22 by 1+2']);
});

test('a stronger drop counts, a weaker one does not, and neither does one of a list or a group', () => {
  const drop = 'policy: drop, protocol: tcp, ports: 22, source:';
  expect(openings(ssh('0.0.0.0/0'), `${drop} 0.0.0.0/0`)).toEqual([]);
  expect(openings(ssh('0.0.0.0/0'), `${drop} 0.0.0.0/0, priority: 2`)).toEqual(open);
  const list = '{ prefixList: pl-bp1example0000000001 }';
  expect(openings(ssh('0.0.0.0/0'), `${drop} ${list}`)).toEqual(open);
});

test('openings are cut where other rules begin', () => {
  const all = 'protocol: tcp, ports: 1-100, source: 0.0.0.0/0, priority: 2';
  const drop = 'policy: drop, protocol: tcp, ports: 22-23, source: 0.0.0.0/0';
  expect(openings(all, drop)).toEqual(['ipv4 tcp 1-21 by 1', 'ipv4 tcp 24-100 by 1']);
});

test('our own side has the family of the other side: a drop of all of it leaves nothing open', () => {
  const drop = 'policy: drop, protocol: tcp, ports: 22, source: 0.0.0.0/0, destination: 0.0.0.0/0';
  expect(openings(ssh('0.0.0.0/0', ', priority: 2'), drop)).toEqual([]);
  expect(openings(drop, ssh('20.0.0.0/8', ', priority: 2'), ssh("'::/0'"))).toEqual([
    'ipv6 tcp 22 by 3',
  ]);
});
