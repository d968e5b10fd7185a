// Goal: what is written down reads back as it was.
// Method: random groups with every kind of peer, protocol and text, through YAML and back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCidr, type Cidr } from '../../src/model/cidr.ts';
import type { GroupId, GroupName } from '../../src/model/group-identity.ts';
import type { PresentGroup } from '../../src/model/group.ts';
import type { Peer } from '../../src/model/peer.ts';
import {
  compareRules,
  ruleKey,
  type Direction,
  type Rule,
  type WrittenRule,
} from '../../src/model/rule.ts';
import type { Traffic } from '../../src/model/traffic.ts';
import { writeGroup, type WritableGroup } from '../../src/desired/write.ts';
import { loaded, parseGroups } from './workspace-text.ts';

const others = ['app', 'db', '数据库-1'] as const;

test('a group that is written reads back as it was', () => {
  fc.assert(
    fc.property(groups(), (group) => {
      expect(readBack(writeGroup(group))).toEqual(asRead(group));
    }),
    { numRuns: 500 },
  );
});

test('equal groups are equal texts, in whatever order their rules and tags come', () => {
  fc.assert(
    fc.property(groups(), (group) => {
      const turned: WritableGroup = {
        ...group,
        tags: group.tags && Object.fromEntries(Object.entries(group.tags).toReversed()),
        ingress: group.ingress?.toReversed(),
        egress: group.egress?.toReversed(),
      };
      expect(writeGroup(turned)).toBe(writeGroup(group));
    }),
  );
});

test('a group is written in one order, without what is standard', () => {
  const text = writeGroup({
    name: 'web',
    cloudName: 'web',
    type: 'normal',
    description: 'Public: web tier',
    tags: { team: 'edge', count: '3' },
    ingress: [
      rule({ traffic: { protocol: 'all' }, policy: 'drop', priority: 10 }),
      rule({ peer: { kind: 'group', group: 'bastion' as GroupName }, description: '# SSH' }),
    ],
    egress: [],
  });
  expect(text).toBe(`name: web
description: "Public: web tier"
tags:
  count: "3"
  team: edge
ingress:
  - description: "# SSH"
    protocol: tcp
    ports: 22
    source: { group: bastion }
  - policy: drop
    protocol: all
    source: 10.0.0.0/8
    priority: 10
egress: []
`);
});

function rule(some: Partial<Rule>): Rule {
  return {
    direction: 'ingress',
    policy: 'accept',
    traffic: { protocol: 'tcp', ports: { kind: 'range', first: 22, last: 22 } },
    peer: { kind: 'cidr', cidr: cidrOf('10.0.0.0/8') },
    priority: 1,
    ...some,
  };
}

function cidrOf(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(text);
  return cidr;
}

function readBack(text: string): WritableGroup {
  const rest = others.map((name) => `name: ${name}`).join('\n---\n');
  const { state } = loaded(parseGroups({ 'groups/written.yaml': text, 'groups/rest.yaml': rest }));
  const group = state.groups[0] as PresentGroup;
  const { name, cloudName, description, type, innerAccessPolicy, tags, ingress, egress } = group;
  const attributes = { name, cloudName, description, type, innerAccessPolicy, tags };
  return { ...attributes, ingress: ingress?.map(unplaced), egress: egress?.map(unplaced) };
}

function unplaced(rule: WrittenRule): Rule {
  const { source, ...rest } = rule;
  expect(source.file).toBe('groups/written.yaml');
  return rest;
}

function asRead(group: WritableGroup): WritableGroup {
  const { ingress, egress } = group;
  const sorted = (rules: readonly Rule[] | undefined) => rules?.toSorted(compareRules);
  return { ...group, ingress: sorted(ingress), egress: sorted(egress) };
}

function groups(): fc.Arbitrary<WritableGroup> {
  return fc.record({
    name: fc.constantFrom('web', '网络:1_a.b-c', 'null', `x${'y'.repeat(127)}`),
    cloudName: fc.constantFrom('web', 'true', 'Web-2'),
    description: fc.option(texts({ minLength: 2, maxLength: 256 }), { nil: undefined }),
    type: fc.constant('normal' as const),
    innerAccessPolicy: fc.constantFrom('accept', 'drop', undefined),
    tags: fc.option(
      fc.dictionary(tagKeys(), texts({ minLength: 0, maxLength: 128 }), { maxKeys: 5 }),
      { nil: undefined },
    ),
    ingress: rules('ingress'),
    egress: rules('egress'),
  });
}

function rules(direction: Direction): fc.Arbitrary<readonly Rule[] | undefined> {
  const some = fc.uniqueArray(oneRule(direction), { selector: ruleKey, maxLength: 6 });
  return fc.option(some, { nil: undefined });
}

function oneRule(direction: Direction): fc.Arbitrary<Rule> {
  return fc
    .record({
      policy: fc.constantFrom('accept' as const, 'drop' as const),
      traffic: traffics(),
      peer: peers(),
      local: fc.option(cidrs(), { nil: undefined }),
      priority: fc.integer({ min: 1, max: 127 }),
      description: fc.option(texts({ minLength: 0, maxLength: 512 }), { nil: undefined }),
    })
    .filter(isOfOneFamily)
    .map(({ local, description, ...rest }) => ({
      direction,
      ...rest,
      ...(local === undefined ? {} : { local }),
      ...(description === undefined ? {} : { description }),
    }));
}

function isOfOneFamily({
  traffic,
  peer,
  local,
}: {
  traffic: Traffic;
  peer: Peer;
  local?: Cidr | undefined;
}) {
  const blocks = [peer.kind === 'cidr' ? peer.cidr : undefined, local];
  const families = blocks.flatMap((cidr) => (cidr === undefined ? [] : cidr.includes(':')));
  if (traffic.protocol === 'icmp') families.push(false);
  if (traffic.protocol === 'icmpv6') families.push(true);
  return new Set(families).size <= 1;
}

function traffics(): fc.Arbitrary<Traffic> {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 }))
    .map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));
  const ports = fc.oneof(
    range.map((some) => ({ kind: 'range' as const, ...some })),
    fc.constant({ kind: 'list' as const, portList: 'prl-bp1example000000001' }),
  );
  const protocol = fc.constantFrom('tcp' as const, 'udp' as const);
  return fc.oneof(
    fc.record({ protocol, ports }),
    fc.record({ protocol, ports, sourcePorts: range }),
    fc.record({ protocol: fc.constantFrom('icmp', 'icmpv6', 'gre', 'all', 0, 50, 255) }),
  ) as fc.Arbitrary<Traffic>;
}

function peers(): fc.Arbitrary<Peer> {
  const groupId = 'sg-bp1example0000000001' as GroupId;
  return fc.oneof(
    cidrs().map((cidr): Peer => ({ kind: 'cidr', cidr })),
    fc
      .constantFrom(...others)
      .map((name): Peer => ({ kind: 'group', group: name as string as GroupName })),
    fc.constantFrom<Peer>(
      { kind: 'foreignGroup', groupId },
      { kind: 'foreignGroup', groupId, account: '1000000000000002' },
      { kind: 'prefixList', prefixList: 'pl-bp1example0000000001' },
    ),
  );
}

function cidrs(): fc.Arbitrary<Cidr> {
  const texts = [
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8',
    '2001:db8::/32',
    '192.0.2.1/32',
    '2001:db8::1/128',
  ];
  return fc.constantFrom(...texts.map((text) => cidrOf(text)));
}

function tagKeys(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom('team', '<<', '__proto__', '1', 'a b', 'k: v', '钥匙'),
    texts({ minLength: 1, maxLength: 20 }).filter((key) => !/^(sluice:|acs:|aliyun)/i.test(key)),
  );
}

/** Plain texts, and those that YAML takes for something else. */
function texts(length: {
  readonly minLength: number;
  readonly maxLength: number;
}): fc.Arbitrary<string> {
  const awkward = [
    '# no comment',
    'a: b',
    'it\'s "so"',
    'two\nlines\n',
    ' spaces ',
    'null',
    '0x10',
    '1e3',
    '- a',
    '🚪🔥',
    '\t',
    '{ a }',
    '*a',
    '&a',
    '!x',
    '%',
    '@',
    '`',
    '\\',
    'true',
    '~',
    '|',
    '\r\n',
    '---',
    '...\n---\n',
    '\u0085\u2028\uFEFF',
    '<<',
  ];
  const fits = (text: string) =>
    Array.from(text).length >= length.minLength && !/^https?:\/\//.test(text);
  return fc.oneof(
    fc.constantFrom(...awkward).filter(fits),
    fc
      .string({ unit: 'grapheme', ...length })
      .filter((text) => fits(text) && Array.from(text).length <= length.maxLength),
    fc.string({ unit: 'binary', ...length }).filter(fits),
  );
}
