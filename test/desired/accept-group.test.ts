// Goal: what cannot be accepted without a person is said with its place, and what can is written as a
// person would have.
import { expect, test } from 'vitest';
import { acceptGroup } from '../../src/desired/accept/accept-group.ts';
import { parseDesired } from '../../src/desired/load.ts';
import type { GroupDifference } from '../../src/model/drift.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { WrittenRule } from '../../src/model/rule.ts';

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets: { prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1test } }
networks:
  office: [10.1.0.0/16, 10.2.0.0/16]
rulesets:
  baseline:
    ingress:
      - { protocol: tcp, ports: 22, source: 192.0.2.0/24 }
`;

/** The text after `differing` of the rules is accepted, or why it is not. */
function accepted(
  text: string,
  differing: (rules: readonly WrittenRule[], group: DesiredGroup) => readonly GroupDifference[],
): string {
  const read = parseDesired({
    workspace: { file: 'sluice.yaml', text: workspace },
    groups: [{ file: 'groups/web.yaml', text }],
    nowMs: 0,
  });
  if (!read.ok) throw new Error(read.findings[0]?.message);
  const [desired] = read.loaded.states[0]?.groups ?? [];
  if (desired?.state !== 'present') throw new Error('no group');
  const differences = differing(desired.ingress ?? [], desired);
  const made = acceptGroup(text, { desired, differences, defaultPriority: 1 });
  return made.ok ? made.text : made.why;
}

const gone = (rules: readonly WrittenRule[]): readonly GroupDifference[] =>
  rules.map((rule) => ({ kind: 'ruleMissing', rule }));

test('a rule that is gone takes its comments along, and only these', () => {
  const text = `name: web
ingress:
  # All of these were asked for.

  # The office.
  - { protocol: tcp, ports: 80, source: 10.0.0.0/8 } # plain
  # The shop.
  - { protocol: tcp, ports:   443, source: 10.0.0.0/8 }   # not in our style
`;
  expect(accepted(text, ([first]) => gone(first ? [first] : []))).toBe(`name: web
ingress:
  # All of these were asked for.

  # The shop.
  - { protocol: tcp, ports:   443, source: 10.0.0.0/8 }   # not in our style
`);
});

test('the last rule leaves a list that is empty, for no list would let everything stay', () => {
  const text =
    'name: web\ningress:\n  - { protocol: tcp, ports: 80, source: 10.0.0.0/8 }\negress: []\n';
  expect(accepted(text, gone)).toBe('name: web\ningress: []\negress: []\n');
});

test('of an item that stands for several rules the others stay, with what it says besides', () => {
  const text = `name: web
ingress:
  # Both.
  - protocol: tcp
    ports: [80, 443]
    source: 10.0.0.0/8
    owner: team-edge
`;
  expect(accepted(text, ([first]) => gone(first ? [first] : []))).toBe(`name: web
ingress:
  # Both.
  - protocol: tcp
    ports: 443
    source: 10.0.0.0/8
    owner: team-edge
`);
});

test('a description and a priority change in place', () => {
  const text =
    'name: web\ningress:\n  - { protocol: tcp, ports: 80, source: 10.0.0.0/8, description: old } # why\n';
  const changed = (rules: readonly WrittenRule[]): readonly GroupDifference[] =>
    rules.map((rule) => {
      const found = { ...rule, description: 'new: #1', priority: 7 };
      return { kind: 'ruleChanged', rule, found };
    });
  expect(accepted(text, changed)).toBe(
    'name: web\ningress:\n  - { protocol: tcp, ports: 80, source: 10.0.0.0/8, description: "new: #1", priority: 7 } # why\n',
  );
});

test.each([
  [
    'part of a network',
    'name: web\ningress:\n  - { protocol: tcp, ports: 80, source: office }\n',
    /^ingress tcp 80 from 10\.\d\.0\.0\/16 is one of several that a network, a service or a ruleset makes; edit groups\/web\.yaml:3:5 by hand$/,
  ],
  [
    'a rule of a ruleset',
    'name: web\nuse: [baseline]\n',
    /^ingress tcp 22 from 192\.0\.2\.0\/24 comes from elsewhere; edit sluice\.yaml:\d+:\d+ by hand$/,
  ],
])('%s is for a person', (_, text, why) => {
  expect(accepted(text, ([first]) => gone(first ? [first] : []))).toMatch(why);
});

test.each([
  [{ kind: 'groupMissing', rules: 1 }, 'there is no such group any more'],
  [{ kind: 'memberUnexpected', member: 'i-1' }, 'who is in it is not accepted'],
  [{ kind: 'tag', key: 'team', found: 'edge' }, 'its tags are written elsewhere'],
] as const)('%j is for a person', (difference, why) => {
  const text = 'name: web\ningress: []\n';
  const said = accepted(text, () => [difference as GroupDifference]);
  expect(said).toContain(why);
  expect(said).toContain('; edit groups/web.yaml:1:1 by hand');
});

test('of an item that stays in part the comments stay too, with what need not be written', () => {
  const text = `name: web
ingress:
  - protocol: tcp # of the shop
    policy: accept
    # Both.
    ports: [80, 443] # until May
    source: 10.0.0.0/8 # all of it
`;
  expect(accepted(text, ([first]) => gone(first ? [first] : []))).toBe(
    text.replace('[80, 443]', '443'),
  );
});

test('lists that stand under their key, and deeper ones, stay as they are', () => {
  const flat = `name: web
ingress:
- protocol: tcp
  ports: 80
  source: 10.0.0.0/8
- protocol: tcp
  ports:
  - 443
  source: 10.0.0.0/8
egress:   []
`;
  const deep = flat.replaceAll(/^(- | {2})/gm, (start) => (start === '- ' ? '    - ' : '      '));
  const described = (rules: readonly WrittenRule[]): readonly GroupDifference[] =>
    rules
      .slice(0, 1)
      .map((rule) => ({ kind: 'ruleChanged', rule, found: { ...rule, priority: 7 } }));
  for (const text of [flat, deep]) {
    const [place = ''] = /^ *source: 10.0.0.0\/8\n/m.exec(text) ?? [];
    const added = place.replace('source: 10.0.0.0/8', 'priority: 7');
    expect(accepted(text, described)).toBe(text.replace(place, place + added));
  }
});

test('what comes in place of the only rule is written in its style', () => {
  const text = 'name: web\ningress:\n  - { protocol: tcp, ports: 80, source: 10.0.0.0/8 }\n';
  const other = (rules: readonly WrittenRule[]): readonly GroupDifference[] =>
    rules.flatMap((rule): readonly GroupDifference[] => [
      { kind: 'ruleMissing', rule },
      { kind: 'ruleUnexpected', rule: { ...rule, priority: 7 } },
    ]);
  expect(accepted(text, other)).toBe(text.replace(' }', ', priority: 7 }'));
});

test.each([
  ['nothing', ''],
  ['another thing', '  - { protocol: tcp, ports: &ports [80], source: 10.0.0.0/8 }\n'],
])('a part does not go that an alias names, which would then name %s', (_, before) => {
  const text = `name: web
ingress:
${before}  - protocol: udp
    ports: &ports [53, 54]
    source: 10.0.0.0/8
  - protocol: tcp
    ports: *ports
    source: 10.0.0.0/8
`;
  const udp = (rules: readonly WrittenRule[]) =>
    gone(rules.filter(({ traffic }) => traffic.protocol === 'udp').slice(0, 1));
  expect(accepted(text, udp)).toBe(
    'an alias names a part of what would go; edit groups/web.yaml:1:1 by hand',
  );
});

test('what an alias names keeps its value', () => {
  const item = '  - { protocol: tcp, ports: 80, source: 10.0.0.0/8, description: &why old }\n';
  const other = '  - { protocol: tcp, ports: 81, source: 10.0.0.0/8, owner: *why }\n';
  const changed = (rules: readonly WrittenRule[]): readonly GroupDifference[] =>
    rules
      .filter(({ description }) => description === 'old')
      .map((rule) => ({ kind: 'ruleChanged', rule, found: { ...rule, description: 'new' } }));
  expect(accepted(`name: web\ningress:\n${item}${other}`, changed)).toContain('an alias names');
  expect(accepted(`name: web\ningress:\n${item}`, changed)).toBe(
    `name: web\ningress:\n${item.replace('&why old', 'new')}`,
  );
});
