// Goal: every fault gets one clear message at its place, and nothing that people write throws.
// Method: one file for each fault under bad-input/, and all their messages in one golden file.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { LoadResult } from '../../src/desired/load.ts';
import type { Finding } from '../../src/model/finding.ts';
import { formatSource } from '../../src/model/source.ts';
import { parseGroups, twoTargetsText, workspaceText } from './workspace-text.ts';

const folder = new URL('bad-input/', import.meta.url);
const groups = readdirSync(new URL('groups/', folder)).toSorted();
const workspaces = readdirSync(new URL('workspaces/', folder)).toSorted();
const inTargets = readdirSync(new URL('targets/', folder)).toSorted();
const testFiles = readdirSync(new URL('tests/', folder)).toSorted();
const networks = 'networks: { office: [203.0.113.0/24] }\n';
const reused = `${networks}services:
  https: { protocol: tcp, ports: 443 }
  ping: { protocol: icmp }
rulesets:
  baseline:
    ingress:
      - { protocol: tcp, ports: 22, source: office, priority: 10 }
  monitored:
    parameters: { from: {}, ports: { default: 9100 }, priority: { default: 1 } }
    ingress:
      - protocol: tcp
        ports: { parameter: ports }
        source: { parameter: from }
        priority: { parameter: priority }
`;

test.each(groups)('the group file %s has exactly one fault', (file) => {
  expect(findings(readGroup(file)).map(formatFinding)).toHaveLength(1);
});

test.each(inTargets)('%s, in a workspace of two targets, has exactly one fault', (file) => {
  expect(findings(readInTargets(file)).map(formatFinding)).toHaveLength(1);
});

test.each(workspaces)('the workspace file %s has exactly one fault', (file) => {
  expect(findings(readWorkspace(file)).map(formatFinding)).toHaveLength(1);
});

test.each(testFiles)('the test file %s has exactly one fault', (file) => {
  expect(findings(readTests(file)).map(formatFinding)).toHaveLength(1);
});

test('each fault is said as in the golden file', async () => {
  const said = [
    ...groups.map((file) => findings(readGroup(file)).map(formatFinding)),
    ...inTargets.map((file) => findings(readInTargets(file)).map(formatFinding)),
    ...workspaces.map((file) => [
      `workspaces/${file}`,
      ...findings(readWorkspace(file)).map(formatFinding),
    ]),
    ...testFiles.map((file) => findings(readTests(file)).map(formatFinding)),
  ];
  await expect(`${said.flat().join('\n')}\n`).toMatchFileSnapshot('golden/bad-input.txt');
});

function readGroup(file: string): LoadResult {
  const text = readFileSync(new URL(`groups/${file}`, folder), 'utf8');
  return parseGroups({ [`groups/${file}`]: text }, { workspace: workspaceText + reused });
}

function readInTargets(file: string): LoadResult {
  const text = readFileSync(new URL(`targets/${file}`, folder), 'utf8');
  return parseGroups({ [`targets/${file}`]: text }, { workspace: twoTargetsText });
}

function readTests(file: string): LoadResult {
  const text = readFileSync(new URL(`tests/${file}`, folder), 'utf8');
  const groups = {
    'groups/web.yaml': 'name: web\ntags: { team: edge }\n',
    'groups/db.yaml': 'name: db\n',
    'groups/old.yaml': 'name: old\nstate: absent\n',
  };
  return parseGroups(groups, {
    workspace: workspaceText + networks,
    tests: { [`tests/${file}`]: text },
  });
}

function readWorkspace(file: string): LoadResult {
  const workspace = readFileSync(new URL(`workspaces/${file}`, folder), 'utf8');
  return parseGroups({ 'groups/web.yaml': 'name: web\ntarget: prod\n' }, { workspace });
}

function findings(result: LoadResult): readonly Finding[] {
  return result.ok ? [] : result.findings;
}

function formatFinding({ source, code, message, example }: Finding): string {
  const copy = example === undefined ? '' : `\n    for example: ${example}`;
  return `${formatSource(source)} ${code}\n    ${message}${copy}`;
}
