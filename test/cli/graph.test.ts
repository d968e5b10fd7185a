// Goal: `sluice graph` draws who may reach whom after drops, and no name can become syntax.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStateFile } from '../../src/emulator/state-file.ts';
import type { AccessGraph } from '../../src/model/access-graph.ts';
import { renderDot, renderMermaid } from '../../src/report/graph-text.ts';
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
];

test('no name becomes syntax: one line each, and what is read back is the name', () => {
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

  const dot = renderDot(graph).split('\n');
  expect(dot).toHaveLength(4 + 2 * hostile.length + 1);
  const quoted = '"((?:[^"\\\\]|\\\\["\\\\])*)"';
  const dotLabels = [
    ...labelsIn(dot, new RegExp(`^ {2}n\\d+ \\[label=${quoted}, shape=box\\];$`, 'u')),
    ...labelsIn(dot, new RegExp(`^ {2}n1 -> n2 \\[label=${quoted}\\];$`, 'u')),
  ].map((text) => text.replace(/\\(["\\])/g, '$1'));
  expect(dotLabels).toEqual([...shown, ...shown]);
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
