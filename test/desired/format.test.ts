// Goal: formatting changes how files look, and nothing of what they say; twice is once; no comment goes.
// Method: random groups with keys in any order, odd spellings, comments and blank lines.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatYaml } from '../../src/desired/format/format-yaml.ts';
import { loaded, parseGroups } from './workspace-text.ts';

function formatted(text: string, kind: 'group' | 'workspace' = 'group'): string {
  const made = formatYaml({ file: 'groups/web.yaml', text }, kind);
  if (!made.ok) throw new Error(JSON.stringify(made.findings));
  return made.text;
}

/** Without the places, which a new order moves. */
function meaningOf(text: string): unknown {
  const { state } = loaded(
    parseGroups({ 'groups/web.yaml': text, 'groups/db.yaml': 'name: db\n' }),
  );
  return JSON.parse(
    JSON.stringify(state.groups, (key, value: unknown) => (key === 'source' ? undefined : value)),
  );
}

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/# (c\d+)/g)].map(([, name = '']) => name).toSorted();
}

const peers = [
  '10.0.0.1',
  '10.0.0.0/8',
  '2001:DB8::0/32',
  '"::/0"',
  "'192.0.2.0/24'",
  '{group: db}',
];
const ports = ['443', '"80"', '8000-8999', '80-80', '[ 80,  443, "22-22" ]', '0443', '0x1BB'];

function rules(direction: 'ingress' | 'egress'): fc.Arbitrary<readonly string[]> {
  const peerKey = direction === 'ingress' ? 'source' : 'destination';
  const rule = fc
    .record({
      protocol: fc.constantFrom('tcp', 'udp', '6', '[tcp, udp]', '"tcp"'),
      ports: fc.constantFrom(...ports),
      [peerKey]: fc.constantFrom(...peers),
      priority: fc.constantFrom('10', '1'),
      policy: fc.constantFrom('accept', 'drop'),
      description: fc.constantFrom('HTTPS', '"a # b"', "'it''s'", '|-\n      two\n      lines'),
    })
    .chain((fields) => fc.shuffledSubarray(Object.entries(fields), { minLength: 6 }));
  return fc
    .tuple(rule, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), fc.boolean())
    .map(([entries, marks, isFlow]) => {
      if (isFlow) {
        const plain = entries.filter(([, value]) => !value.startsWith('|'));
        return [`  - { ${plain.map(([key, value]) => `${key}: ${value}`).join(', ')} } # c1`];
      }
      return entries.flatMap(([key, value], index) => [
        ...(marks[index] && index > 0 ? [`    # c${index}`] : []),
        ...(marks[index + 6] && index > 0 ? [''] : []),
        `${index === 0 ? '  - ' : '    '}${key}: ${value}${marks[index] && !value.startsWith('|') ? ` # c${index + 6}` : ''}`,
      ]);
    });
}

const groupTexts = fc
  .record({
    head: fc.shuffledSubarray(
      [
        ['name: web # c90'],
        ['# c91', 'description:   Public web tier'],
        ['tags: {team: edge,   a: "1"}'],
        ['', 'innerAccessPolicy: drop'],
      ],
      { minLength: 4 },
    ),
    ingress: rules('ingress'),
    egress: rules('egress'),
    egressFirst: fc.boolean(),
  })
  .map(({ head, ingress, egress, egressFirst }) => {
    const [inward, outward] = [
      ['ingress:', ...ingress],
      ['# c99', 'egress:', ...egress],
    ];
    const lines = egressFirst
      ? [...outward, ...inward, ...head.flat()]
      : [...head.flat(), ...inward, ...outward];
    return `${lines.join('\n')}\n`;
  });

test('a formatted group says the same, once is twice, and no comment is lost', () => {
  fc.assert(
    fc.property(groupTexts, (text) => {
      const once = formatted(text);
      expect(formatted(once)).toBe(once);
      expect(meaningOf(once)).toEqual(meaningOf(text));
      expect(commentsOf(once)).toEqual(commentsOf(text));
    }),
    { numRuns: 300 },
  );
});

test('keys, addresses, ports and protocols have one order and one spelling', () => {
  const text = `# The web tier.
ingress:
  - source: [2001:DB8::0/32, 10.0.0.1]   # two
    ports: ["80", 443-443]
    protocol: 6
name:   web
---
name: db
state: absent
`;
  expect(formatted(text)).toBe(`# The web tier.
name: web
ingress:
  - protocol: tcp
    ports: [80, 443]
    source: [2001:db8::/32, 10.0.0.1] # two
---
name: db
state: absent
`);
});

test('an overlay has the order and the spelling of a group', () => {
  const text = `name: web
target: [canary, prod]
overlays:
  # First.
  canary:
    ingress:
      - source: 10.0.0.1
        ports: "80"
        protocol: 6
    members: { exclusive: true, instances: [i-bp1web0000000000000001] }
    tags: { stage: canary } # here
    description: The canary
`;
  expect(formatted(text)).toBe(`name: web
target: [canary, prod]
overlays:
  # First.
  canary:
    description: The canary
    tags: { stage: canary } # here
    members: { exclusive: true, instances: [i-bp1web0000000000000001] }
    ingress:
      - protocol: tcp
        ports: 80
        source: 10.0.0.1
`);
});

test('networks have one spelling wherever they are', () => {
  const text = `targets:
  prod: { networks: { office: [2001:DB8::0/32] } }
accounts:
  edge:
    networks: { office: [2001:DB8::1] }
    regions: { cn-hangzhou: { networks: { office: [2001:DB8::2] } } }
networks: { office: [2001:DB8::3] }
`;
  expect(formatted(text, 'workspace')).toBe(
    text.replaceAll('DB8::0', 'db8::').replaceAll('DB8', 'db8'),
  );
});

test('rules of rulesets, services and what must be absent have the order and the spelling of rules', () => {
  const workspace = `networks:
  office: [{ address: 2001:DB8::0/32, until: 2026-12-31 }, 192.0.2.1]
services:
  dns: [{ protocol: 6, ports: "53" }, { protocol: udp, ports: 53-53 }] # both
rulesets:
  monitored:
    # c1
    ingress:
      - source: 2001:DB8::1 # c2
        ports: ["9100", { parameter: more }]
        protocol: 6
    parameters: { more: { default: 80 } }
`;
  expect(formatted(workspace, 'workspace')).toBe(`networks:
  office: [{ address: 2001:db8::/32, until: 2026-12-31 }, 192.0.2.1]
services:
  dns: [{ protocol: tcp, ports: 53 }, { protocol: udp, ports: 53 }] # both
rulesets:
  monitored:
    # c1
    ingress:
      - protocol: tcp
        ports: [9100, { parameter: more }]
        source: 2001:db8::1 # c2
    parameters: { more: { default: 80 } }
`);
  const group = `name: nodes
rules: additive
absent:
  ingress: [{ source: 2001:DB8::0/32, protocol: "6", ports: "22" }]
`;
  expect(formatted(group)).toBe(`name: nodes
rules: additive
absent:
  ingress: [{ protocol: "tcp", ports: 22, source: 2001:db8::/32 }]
`);
});

test('with aliases nothing is moved', () => {
  const text = `ingress:
  - &https
    ports: 443
    protocol: tcp
    source: 10.0.0.0/8
  - <<: *https
    source: 192.168.0.0/16
name: web
`;
  expect(formatted(text)).toBe(text);
});

test('the examples are in style', () => {
  const folder = new URL('../../examples/', import.meta.url);
  for (const name of readdirSync(new URL('groups/', folder))) {
    const text = readFileSync(new URL(`groups/${name}`, folder), 'utf8');
    expect(meaningOfAny(formatted(text)), name).toEqual(meaningOfAny(text));
    expect(formatted(text), name).toBe(text);
  }
  const workspace = readFileSync(new URL('sluice.yaml', folder), 'utf8');
  expect(formatted(workspace, 'workspace')).toBe(workspace);
});

function meaningOfAny(text: string): unknown {
  const result = parseGroups({ 'groups/web.yaml': text });
  return result.ok
    ? result.loaded.states[0]?.groups.length
    : result.findings.map(({ code }) => code);
}

test('lines that end in CR LF end in LF, those of comments too', () => {
  const text = `# The web tier.
# Ask edge.

# Since 2021.
name: web
description: |-
  two
  lines
ingress:
  - protocol: tcp
    ports: 80
    source: 10.0.0.1
    # c1
    # c2
`;
  expect(formatted(text)).toBe(text);
  expect(formatted(text.replaceAll('\n', '\r\n'))).toBe(text);
});

test('what is no YAML is named, and stays as it is', () => {
  expect(formatYaml({ file: 'x.yaml', text: 'name: [' }, 'group')).toMatchObject({ ok: false });
  expect(formatYaml({ file: 'x.yaml', text: 'name: a\nname: b\n' }, 'group')).toMatchObject({
    ok: false,
  });
});
