// Goal: `sluice graph` draws who may reach whom after drops, and no name can become syntax.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseDot, type NodeASTNode } from '@ts-graphviz/ast';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStateFile } from '../../src/emulator/state-file.ts';
import type { AccessGraph } from '../../src/model/access-graph.ts';
import { renderDot, renderMermaid } from '../../src/report/graph-text.ts';
import { printable } from '../../src/report/printable.ts';
import { makeWorkspace, sluice, workspaceText } from './sluice.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

test('the example estate in Mermaid', async () => {
  const { exitCode, out, err } = await sluice(examples, ['graph']);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toBe(`flowchart LR
  %% Who may reach whom, as it is written.
  %% Each group alone on an interface; where several sit on one, their rules count together.
  n1(["10.0.0.0/8"])
  n2["app"]
  n3["bastion"]
  n4["db"]
  n5["monitoring"]
  n6["web"]
  n7(("the internet"))
  n8(["office"])
  n9(["partners"])
  n1 -->|"udp 514"| n5
  n2 -->|"all (if its own egress lets it)"| n2
  n2 -->|"tcp 5432 (if its own egress lets it)"| n4
  n3 -->|"tcp 22"| n2
  n3 -->|"tcp 22"| n4
  n3 -->|"tcp 22"| n5
  n3 -->|"tcp 22"| n6
  n4 -->|"all"| n4
  n5 -->|"tcp 9100"| n2
  n5 -->|"tcp 9100, 9187"| n4
  n6 -->|"tcp 8080, 9000-9009 (if its own egress lets it)"| n2
  n7 -->|"tcp 80, 443 and udp 443"| n6
  n8 -->|"icmp and icmpv6 and tcp 22"| n3
  n8 -->|"tcp 3000"| n5
  n9 -->|"tcp 8443"| n6
`);
});

test('drops: what nothing is left of has no edge, a part says so, and what egress drops is dashed', async () => {
  const folder = makeWorkspace({
    web: `name: web
innerAccessPolicy: drop
ingress:
  - { protocol: tcp, ports: [80, 443], source: 198.51.100.0/24 }
  - { protocol: tcp, ports: 22, source: 10.0.0.0/8 }
  - { policy: drop, protocol: tcp, ports: 443, source: 198.51.100.0/25 }
  - { policy: drop, protocol: tcp, ports: 22, source: 0.0.0.0/0 }
  - { protocol: tcp, ports: 8080, source: { group: app } }
  - { protocol: tcp, ports: [90, 91], source: { group: job } }
  - { protocol: tcp, ports: 70, source: { prefixList: pl-bp1office000000000001 } }
egress: []
`,
    app: `name: app
innerAccessPolicy: drop
ingress: []
egress: [{ policy: drop, protocol: all, destination: { group: web } }]
`,
    job: `name: job
innerAccessPolicy: drop
egress: [{ policy: drop, protocol: tcp, ports: 91, destination: { group: web } }]
`,
  });
  const { exitCode, out } = await sluice(folder, ['graph', '--format', 'dot']);
  expect(exitCode).toBe(0);
  expect(out).toBe(`// Who may reach whom, as it is written.
// Each group alone on an interface; where several sit on one, their rules count together.
digraph access {
  rankdir=LR;
  n1 [label="198.51.100.0/24", shape=ellipse];
  n2 [label="app", shape=box];
  n3 [label="job (ingress not written)", shape=box];
  n4 [label="web", shape=box];
  n5 [label="pl-bp1office000000000001", shape=parallelogram];
  n1 -> n4 [label="tcp 80, 443 (in part)"];
  n2 -> n4 [label="tcp 8080 (dropped by its own egress)", style=dashed];
  n3 -> n4 [label="tcp 90 (in part)"];
  n5 -> n4 [label="tcp 70"];
}
`);
});

test('live: groups of others go by their ids, and each target is drawn by itself', async () => {
  const folder = makeWorkspace({ web: 'name: web\n' });
  const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
  const state = await openStateFile(path.join(folder, 'state.json'));
  state.emulator.load({
    groups: [
      { ...here, id: 'sg-other', name: 'other' },
      {
        ...{ ...here, id: 'sg-web', name: 'web' },
        tags: { 'sluice:owner': 'edge-platform', 'sluice:group': 'web' },
        rules: [
          {
            ...{ Direction: 'ingress', IpProtocol: 'TCP', PortRange: '80/80' },
            SourceGroupId: 'sg-other',
          },
        ],
      },
    ],
  });
  await state.close();
  const { out } = await sluice(folder, ['graph', '--emulator', 'state.json']);
  expect(out).toContain('  n1[["sg-other"]]\n  n2["web"]\n');
  expect(out).toContain('  n1 -->|"tcp 80"| n2\n');
});

const hostile = [
  ...['end', 'a"b', 'a]b[c', 'a)b(', '<b onclick=x>', 'two\nlines', '`code`', '#quot;', 'a|b'],
  ...[
    '%%{init: {"theme":"x"}}%%',
    'back\\',
    '\\"',
    'click n1 href "javascript:x"',
    '网络 🙂',
    '-->',
  ],
  ...['"]; n1 --> n2', '\u202Eright', ';', '&lt;', '// x', '/* x */', '\\N'],
  ...['style n1 fill:#f00', 'classDef a b::#"', 'subgraph'],
];

test('no name becomes syntax of Mermaid: one line each, and what is read back is the name', () => {
  const graph: AccessGraph = {
    notes: ['a\nnote'],
    nodes: hostile.map((label, index) => ({ key: `group ${index}`, kind: 'group', label })),
    edges: hostile.map((label) => ({
      ...{ from: 'group 0', to: 'group 1', traffic: [label] },
      ...{ egress: 'sent', isPart: false },
    })),
  };
  const shown = hostile.map((name) => name.replace('\n', '\\u{a}').replace('\u202E', '\\u{202e}'));
  const mermaid = renderMermaid(graph).split('\n');
  expect(mermaid).toHaveLength(2 + 2 * hostile.length + 1);
  const safe = '"((?:[\\p{L}\\p{N} .,:/_()-]|#\\d+;)*)"';
  const mermaidLabels = [
    ...labelsIn(mermaid, new RegExp(`^ {2}n\\d+\\[${safe}\\]$`, 'u')),
    ...labelsIn(mermaid, new RegExp(`^ {2}n1 -->\\|${safe}\\| n2$`, 'u')),
  ].map((text) => text.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))));
  expect(mermaidLabels).toEqual([...shown, ...shown]);
  // Wherever a line looks so, Mermaid drops its last semicolon before it reads anything.
  expect(mermaid.filter((line) => /(style|classDef).*:\S*#.*;/.test(line))).toEqual([]);
});

test('a parser of DOT reads back exactly the names, the edges and the notes', () => {
  const name = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 12 }));
  const names = fc.array(name, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(names, names, name, (labels, traffics, note) => {
      const graph: AccessGraph = {
        notes: [note],
        nodes: labels.map((label, index) => ({ key: `group ${index}`, kind: 'group', label })),
        edges: traffics.map((traffic, index) => ({
          ...{ from: 'group 0', to: `group ${index % labels.length}`, traffic: [traffic] },
          ...{ egress: index % 2 === 0 ? 'sent' : 'dropped', isPart: false },
        })),
      };
      const read = readDot(renderDot(graph));
      expect(read.notes).toEqual([printable(note).trim()]);
      expect(read.nodes).toEqual(
        labels.map((label, index) => ({
          ...{ ids: [`n${index + 1}`], label: printable(label) },
          shape: 'box',
        })),
      );
      expect(read.edges).toEqual(
        traffics.map((traffic, index) => ({
          ids: ['n1', `n${(index % labels.length) + 1}`],
          ...(index % 2 === 0
            ? { label: printable(traffic) }
            : { label: `${printable(traffic)} (dropped by its own egress)`, style: 'dashed' }),
        })),
      );
    }),
    { numRuns: 100, examples: [[hostile, hostile, 'two\nlines */ // "']] },
  );
});

test('a parser of DOT reads the example estate', async () => {
  const { out } = await sluice(examples, ['graph', '--format', 'dot']);
  const { nodes, edges } = readDot(out);
  expect(nodes.map((node) => ('label' in node ? node.label : ''))).toEqual(
    expect.arrayContaining(['app', 'bastion', 'db', 'monitoring', 'web', 'the internet']),
  );
  expect(edges).toHaveLength(15);
});

test('several targets, or a format that there is not: exit 3, with a right example', async () => {
  const { exitCode, err } = await sluice(examples, ['graph', '--format', 'svg']);
  expect(exitCode).toBe(3);
  expect(err).toContain('mermaid, dot');
  const spare =
    "  spare: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1spare }\n";
  const two = makeWorkspace(
    { web: 'name: web\ntarget: [prod, spare]\ningress: []\n' },
    `${workspaceText}${spare}`,
  );
  const both = await sluice(two, ['graph']);
  expect(both.exitCode).toBe(3);
  expect(both.err).toContain('    right: --target prod\n');
  expect((await sluice(two, ['graph', '--target', 'spare'])).exitCode).toBe(0);
});

function labelsIn(lines: readonly string[], shape: RegExp): readonly string[] {
  return lines.flatMap((line) => shape.exec(line)?.[1] ?? []);
}

/** What stands in a graph in DOT: of each node and edge its ids and attributes, in their order. */
function readDot(text: string) {
  const { children } = parseDot(text);
  const [graph, ...others] = children.filter((one) => one.type === 'Graph');
  if (graph === undefined || others.length > 0) throw new Error('expected one graph');
  const attributes = (of: NodeASTNode['children']): Readonly<Record<string, string>> =>
    Object.fromEntries(
      of.flatMap((one) =>
        one.type === 'Attribute' ? [[one.key.value, asLabel(one.value.value)]] : [],
      ),
    );
  return {
    notes: children.flatMap((one) => (one.type === 'Comment' ? [one.value] : [])),
    nodes: graph.children.flatMap((one) =>
      one.type === 'Node' ? [{ ids: [one.id.value], ...attributes(one.children) }] : [],
    ),
    edges: graph.children.flatMap((one) => {
      if (one.type !== 'Edge') return [];
      const ids = one.targets.flatMap((end) => (end.type === 'NodeRef' ? [end.id.value] : []));
      return [{ ids, ...attributes(one.children) }];
    }),
  };
}

/** In quotation marks only those are escaped; in a label a backslash is too, and `\N` would be the node. */
function asLabel(text: string): string {
  return text.replace(/\\(.)/gs, (whole, escaped: string) => {
    if (escaped !== '\\') throw new Error(`${whole} would be shown as something else`);
    return escaped;
  });
}
