// Goal: each fault that the loader can find has a test with its message.
// Method: most have a file under bad-input/; here are those that need much text, or files that are not
// there, and a walk over the codes in the source that finds any without a test.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { load, type LoadResult } from '../../src/desired/load.ts';
import { formatSource } from '../../src/model/source.ts';
import { noon, parseGroups, workspaceText } from './workspace-text.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sluice-codes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const chain = Array.from({ length: 70 }, (_, index) => `  n${index}: [n${index + 1}]\n`).join('');
const blocks = Array.from({ length: 10_000 }, (_, at) => `10.${at >> 8}.${at & 255}.0/24`);
const naming = Array.from({ length: 26 }, (_, index) => `  n${index}: [many]\n`).join('');
const rule = '{ protocol: all, source: 10.0.0.0/8 }';
const web = 'name: web\n';

test.each([
  [
    `networks:\n${chain}  n70: [10.0.0.0/8]\n`,
    web,
    'sluice.yaml:71:8 network-too-deep: networks are nested more than 64 deep; expected fewer steps',
  ],
  [
    `networks: { many: [${blocks.join(', ')}, 192.0.2.0/24], all: [many, 10.0.0.0/24] }\n`,
    web,
    // That a list has too many items is said of it alone.
    'sluice.yaml:6:19 too-many-items: a list or mapping of 10001 items; expected at most 10000 in one',
  ],
  [
    `networks: { many: [${blocks.join(', ')}], all: [many, 192.0.2.0/24] }\n`,
    web,
    /^sluice\.yaml:6:\d+ network-too-large: this network has more than 10000 blocks; expected at most as many$/,
  ],
  [
    `networks:\n  many: [${blocks.join(', ')}]\n${naming}`,
    web,
    /^sluice\.yaml:32:9 networks-too-large: the networks up to here stand for more than 250000 blocks; expected fewer, or fewer networks that name others$/,
  ],
  [
    `rulesets: { all: { ingress: [${`${rule}, `.repeat(200)}] } }\n`,
    `${web}use: [${'all, '.repeat(51)}]\n`,
    'groups/web.yaml:2:257 too-many-rules: the rulesets up to here have more than 10000 rules; expected fewer',
  ],
  [
    `networks: { many: [${blocks.slice(0, 6000).join(', ')}] }
rulesets: { all: { ingress: [{ protocol: all, source: many }] } }\n`,
    `${web}use: [all, all]\n`,
    'groups/web.yaml:2:12 too-many-rules: the rules of the rulesets up to here stand for more than 10000; expected fewer',
  ],
  [
    `rulesets: { all: { ingress: [${rule}] } }\n`,
    `${web}use: [${'all, '.repeat(101)}]\n`,
    'groups/web.yaml:2:6 too-many-items: the group uses 101 rulesets; expected at most 100',
  ],
] as const)('much text: %#', (more, group, message) => {
  const result = parseGroups({ 'groups/web.yaml': group }, { workspace: workspaceText + more });
  expect(faults(result)).toEqual([
    typeof message === 'string' ? message : expect.stringMatching(message),
  ]);
});

test.each([
  [
    workspaceText,
    {},
    'sluice.yaml:3:9 no-group-files: no file matches "groups/**/*.yaml"; expected a glob of group files, relative to this file',
  ],
  [
    `${workspaceText}tests: tests/*.yaml\n`,
    { 'groups/web.yaml': web },
    'sluice.yaml:6:8 no-test-files: no file matches "tests/*.yaml"; expected a glob of test files, relative to this file',
  ],
  [
    workspaceText,
    { 'groups/web.yaml': Buffer.from('name: caf\u00e9\n', 'latin1') },
    /^groups\/web\.yaml:1:1 not-utf8: .*UTF-8/,
  ],
  [
    workspaceText,
    { 'groups/web.yaml': '#'.repeat(5_000_001) },
    /^groups\/web\.yaml:1:1 file-too-large: /,
  ],
] as const)('files: %#', async (workspace, written, message) => {
  const files: Readonly<Record<string, string | Buffer>> = written;
  const place = mkdtempSync(path.join(folder, 'w-'));
  mkdirSync(path.join(place, 'groups'));
  writeFileSync(path.join(place, 'sluice.yaml'), workspace);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(place, name), text);
  const result = await load(path.join(place, 'sluice.yaml'), { nowMs: noon });
  expect(faults(result)).toEqual([
    typeof message === 'string' ? message : expect.stringMatching(message),
  ]);
});

test('there is no code in the source without a test that has it', () => {
  const source = textsUnder('src/desired', /\.ts$/);
  const codes = [...source.matchAll(/\bcode: '([a-z0-9-]+)'/g)].map(([, code = '']) => code);
  expect(new Set(codes).size).toBeGreaterThan(60);
  const tests = textsUnder('test/desired', /\.(ts|txt)$/) + textsUnder('test/cli', /\.ts$/);
  const tested = new Set(tests.match(/[a-z0-9]+(-[a-z0-9]+)+/g));
  expect(codes.filter((code) => !tested.has(code))).toEqual([]);
});

test('there are more than 60 bad inputs, each with its message in the golden file', () => {
  const golden = textsUnder('test/desired/golden', /^bad-input\.txt$/);
  expect(golden.match(/^\S+:\d+:\d+ [\w-]+$/gm)?.length).toBeGreaterThan(250);
});

function faults(result: LoadResult): readonly string[] {
  const findings = result.ok ? [] : result.findings;
  return findings.map(({ source, code, message }) => `${formatSource(source)} ${code}: ${message}`);
}

function textsUnder(place: string, name: RegExp): string {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => readFileSync(path.join(place, file), 'utf8'))
    .join('\n');
}
