// Goal: all faults of all files come at once, in their order, and none hides or echoes another.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { findWorkspace } from '../../src/desired/workspace/find-workspace.ts';
import { load, type LoadResult } from '../../src/desired/load.ts';
import { formatSource } from '../../src/model/source.ts';
import { loaded, noon, parseGroups, workspaceText } from './workspace-text.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-load-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the examples load, with what they are counted', async () => {
  const { state, warnings, counts } = loaded(
    await load(path.join(examples, 'sluice.yaml'), { nowMs: noon }),
  );
  expect(warnings).toEqual([]);
  const references = { groups: 12, networks: 7, services: 5, rulesets: 6 };
  const counted = { groups: 5, writtenRules: 16, expandedRules: 40, references };
  expect(counts).toEqual(new Map([['prod', counted]]));
  expect(state.owner).toBe('edge-platform');
  expect(state.target).toEqual({
    name: 'prod',
    account: '1000000000000001',
    region: 'cn-hangzhou',
    vpc: 'vpc-bp1example00000000001',
  });
  expect(state.groups.map(({ name }) => name)).toEqual([
    'app',
    'bastion',
    'db',
    'monitoring',
    'web',
  ]);
});

test('the workspace is the nearest upwards', () => {
  expect(findWorkspace(path.join(examples, 'groups'))).toBe(path.join(examples, 'sluice.yaml'));
  expect(findWorkspace(folder)).toBeUndefined();
});

test('quotas that are written are those of the account, and the others are as documented', () => {
  const web = { 'groups/web.yaml': 'name: web\n' };
  expect(loaded(parseGroups(web)).state).not.toHaveProperty('quotas');
  const workspace = `${workspaceText}quotas: { rulesPerInterface: 200, groupPeersPerGroup: 1 }\n`;
  expect(loaded(parseGroups(web, { workspace })).state.quotas).toEqual({
    groupPeersPerGroup: 1,
    rulesPerInterface: 200,
  });
});

test('faults of several files come together, from top to bottom', () => {
  const result = parseGroups(
    {
      'groups/web.yaml': `name: web
ingress:
  - protocol: tcp
    ports: [0, 70000]
    source: [10.0.0.1/8, { group: nobody }, 10.0.0.2/8]
    priority: 0
  - protocol: tcp
    source: 10.0.0.0/8
`,
      'groups/app.yaml': 'name: app\ntype: basic\nadopt: web\n---\nname: web\n',
    },
    { workspace: workspaceText.replace('version: 1', 'version: 3') },
  );
  expect(places(result)).toEqual([
    'groups/app.yaml:2:7 bad-type',
    'groups/app.yaml:3:8 bad-adopt',
    'groups/app.yaml:5:1 duplicate-group',
    'groups/web.yaml:4:13 bad-ports',
    'groups/web.yaml:4:16 bad-ports',
    'groups/web.yaml:5:14 host-bits',
    'groups/web.yaml:5:35 unknown-group',
    'groups/web.yaml:5:45 host-bits',
    'groups/web.yaml:6:15 bad-priority',
    'groups/web.yaml:7:5 missing-ports',
    'sluice.yaml:1:10 bad-version',
  ]);
});

test('a name is not unknown while it may be in a file that cannot be read', () => {
  const web = 'name: web\ningress: [{ protocol: all, source: { group: app } }]\n';
  expect(
    places(parseGroups({ 'groups/web.yaml': web, 'groups/app.yaml': 'name: "app\n' })),
  ).toEqual(['groups/app.yaml:2:1 yaml-syntax']);
  expect(
    places(parseGroups({ 'groups/web.yaml': web, 'groups/app.yaml': 'name: a pp\n' })),
  ).toEqual(['groups/app.yaml:1:7 bad-name']);
});

test('a network is not unknown while the workspace cannot be read', () => {
  const web = 'name: web\ningress: [{ protocol: all, source: office }]\n';
  const workspace = `${workspaceText}networks: { office: [10.0.0.0/8]\n`;
  expect(places(parseGroups({ 'groups/web.yaml': web }, { workspace }))).toEqual([
    'sluice.yaml:7:1 yaml-syntax',
  ]);
});

test('files that cannot be read are findings too', async () => {
  expect(places(await load(path.join(folder, 'none.yaml'), { nowMs: noon }))).toEqual([
    'none.yaml:1:1 unreadable-file',
  ]);
  const file = path.join(folder, 'sluice.yaml');
  writeFileSync(file, workspaceText);
  expect(places(await load(file, { nowMs: noon }))).toEqual(['sluice.yaml:3:9 no-group-files']);
  mkdirSync(path.join(folder, 'groups'));
  writeFileSync(
    path.join(folder, 'groups', 'latin.yaml'),
    Buffer.from('name: caf\u00e9\n', 'latin1'),
  );
  writeFileSync(path.join(folder, 'groups', 'large.yaml'), '#'.repeat(5_000_001));
  expect(places(await load(file, { nowMs: noon }))).toEqual([
    'groups/large.yaml:1:1 file-too-large',
    'groups/latin.yaml:1:1 not-utf8',
  ]);
});

test('a byte order mark does not count', async () => {
  const file = path.join(mkdtempSync(path.join(folder, 'mark-')), 'sluice.yaml');
  writeFileSync(file, `\uFEFF${workspaceText.replace('groups/**/*.yaml', '"*.yaml"')}`);
  writeFileSync(path.join(path.dirname(file), 'web.yaml'), '\uFEFFname: web\n');
  expect(loaded(await load(file, { nowMs: noon })).state.groups).toHaveLength(1);
});

test('no text throws, whatever is done to it', () => {
  const good = `name: web
tags: &tags { team: edge }
ingress:
  - &ssh { protocol: tcp, ports: [22, 8000-8999], source: [10.0.0.0/8, "::/0", { group: app }] }
  - { <<: *ssh, priority: 7, description: "x: \\"y\\"" }
`;
  const cut = fc.record({
    at: fc.nat(good.length),
    length: fc.nat(12),
    insert: fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom(
        '\t',
        '\n',
        '- ',
        ': ',
        '*ssh',
        '&a',
        '{',
        ']',
        '"',
        '? ',
        '!!',
        '|',
        '---\n',
        '<<: ',
        '0',
        '__proto__: ',
      ),
    ),
  });
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
      const text = cuts.reduce(
        (before, { at, length, insert }) =>
          before.slice(0, at) + insert + before.slice(at + length),
        good,
      );
      const result = parseGroups({ 'groups/web.yaml': text, 'groups/app.yaml': 'name: app\n' });
      for (const { source, message } of result.ok ? [] : result.findings) {
        expect(source.line).toBeGreaterThan(0);
        expect(source.column).toBeGreaterThan(0);
        expect(message).not.toContain('undefined');
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
  );
});

function places(result: LoadResult): readonly string[] {
  return result.ok
    ? []
    : result.findings.map(({ source, code }) => `${formatSource(source)} ${code}`);
}
