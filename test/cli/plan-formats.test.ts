// Goal: a pipeline plans once and tells it as often and in as many ways as it likes, also to GitHub, and
// without the cloud.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readJunit } from '../report/junit/read-junit.ts';
import { sarifFault } from '../report/sarif-fault.ts';
import { recordsIn } from './cloud-world.ts';
import { makeWorkspace, sluice, type Ran } from './sluice.ts';

const web = `name: web
ingress:
  - { protocol: tcp, ports: 443, source: 0.0.0.0/0 }
egress: []
`;
const onEmulator = ['--emulator', 'state.json'];
const taken = 'name: app\nadopt: sg-bp1nowhere\n';
let folder: string;
let planned: Ran;

beforeAll(async () => {
  folder = makeWorkspace({ web });
  planned = await sluice(
    folder,
    [
      ...['plan', ...onEmulator, '--format', 'github', '--out', 'change.plan.json'],
      ...['--report', 'markdown=comment.md', '--report', 'junit=plan.xml', '--comment-id', 'infra'],
    ],
    { GITHUB_STEP_SUMMARY: 'summary.md', GITHUB_OUTPUT: 'output.txt', GITHUB_SHA: 'c0ffee' },
  );
});

function read(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

function show(...args: readonly string[]): Promise<Ran> {
  return sluice(folder, ['show', 'change.plan.json', ...args]);
}

test('plan marks lines for GitHub, and gives a summary, outputs and further reports', () => {
  expect(planned.exitCode).toBe(0);
  expect(planned.out).toMatch(
    /^::error file=groups\/web\.yaml,line=3,col=5,title=opens-to-internet::opens web: /,
  );
  expect(read('output.txt')).toBe(
    'changes=true\nrisk=opens-to-internet\napplyable=false\nhazards=2\n',
  );
  const comment = read('comment.md');
  expect(comment).toMatch(/^<!-- sluice:plan:infra -->\n### Plan for `prod`: needs consent to 2 /);
  expect(comment).toContain(' Commit `c0ffee`.\n');
  expect(comment).toMatch(
    /: `sluice apply change\.plan\.json --emulator state\.json --allow-hazards first-apply,opens-to-internet`\n$/,
  );
  expect(read('summary.md')).toBe(comment);
  expect(readJunit(read('plan.xml')).map(({ name }) => name)).toEqual([
    ...['plan', 'group web', 'hazard opens-to-internet of web', 'hazard first-apply'],
  ]);
});

test('show tells a saved plan in each format, and asks no cloud', async () => {
  const json = await show('--format', 'json');
  expect(json).toMatchObject({ exitCode: 0, err: '', out: read('change.plan.json') });
  const markdown = await show(
    '--format',
    'markdown',
    '--comment-id',
    'infra',
    '--commit',
    'c0ffee',
  );
  const withoutNext = (text: string) => text.replace(/\nTo apply.*\n$/, '');
  expect(withoutNext(markdown.out)).toBe(withoutNext(read('comment.md')));
  expect((await show('--format', 'junit')).out).toBe(read('plan.xml'));
  expect(sarifFault(JSON.parse((await show('--format', 'sarif')).out))).toBeUndefined();
  const github = await show('--format', 'github');
  expect(github).toMatchObject({ exitCode: 0, err: '', out: planned.out });
});

test('a target that cannot be planned is told of as well, with why', async () => {
  const there = makeWorkspace({ app: taken });
  const ran = await sluice(there, ['plan', ...onEmulator, '--format', 'github'], {
    GITHUB_OUTPUT: 'output.txt',
  });
  expect(ran.exitCode).toBe(4);
  expect(ran.out).toMatch(/^::error file=groups\/app\.yaml,line=\d+,col=\d+,title=not-found::/);
  expect(readFileSync(path.join(there, 'output.txt'), 'utf8')).toBe(
    'changes=false\nrisk=none\napplyable=false\nhazards=0\n',
  );
});

test('a summary that is full already stays as it is', async () => {
  const full = 'x'.repeat(1024 * 1024 - 10);
  writeFileSync(path.join(folder, 'full.md'), full);
  const ran = await sluice(folder, ['show', 'change.plan.json', '--format', 'github'], {
    GITHUB_STEP_SUMMARY: 'full.md',
  });
  expect(ran.exitCode).toBe(0);
  expect(read('full.md')).toBe(full);
});

test('a journal is text or lines of JSON, and nothing else', async () => {
  const consent = ['--auto-approve', '--allow-hazards', 'first-apply,opens-to-internet'];
  const there = makeWorkspace({ web });
  await sluice(there, ['apply', ...onEmulator, ...consent]);
  const journal = path.join('.sluice', recordsIn(there)[0] ?? '', 'journal.ndjson');
  const json = await sluice(there, ['show', journal, '--format', 'json']);
  expect(json.out).toBe(readFileSync(path.join(there, journal), 'utf8'));
  const sarif = await sluice(there, ['show', journal, '--format', 'sarif']);
  expect(sarif).toMatchObject({ exitCode: 3, out: '' });
});

test('what cannot be meant is refused, and a report that cannot be written is an error', async () => {
  const both = await sluice(folder, ['plan', ...onEmulator, '--json', '--format', 'sarif']);
  expect(both).toMatchObject({ exitCode: 3, out: '' });
  const unknown = await sluice(folder, ['plan', ...onEmulator, '--report', 'html=a.html']);
  expect(unknown.exitCode).toBe(3);
  expect(unknown.err).toContain('as in markdown=comment.md');
  const nowhere = ['--report', 'markdown=no/such/folder/comment.md'];
  const beside = ['--report', 'junit=beside.xml', '--out', 'beside.plan.json'];
  const lost = await sluice(folder, ['plan', ...onEmulator, ...nowhere, ...beside]);
  expect(lost.exitCode).toBe(1);
  expect(lost.err).toContain(
    'error: --report: no/such/folder/comment.md cannot be written (ENOENT); expected a file in a folder that is there and can be written to.\n',
  );
  for (const file of ['beside.xml', 'beside.plan.json']) {
    expect(readFileSync(path.join(folder, file), 'utf8')).not.toBe('');
  }
});

test.each([
  ['--report', 'markdown=one.md', '--report', 'junit=./one.md'],
  ['--report', 'json=one.plan.json', '--out', 'one.plan.json'],
])('a file that would be written over is refused: %s %s %s %s', async (...flags) => {
  const { exitCode, out, err } = await sluice(folder, ['plan', ...onEmulator, ...flags]);
  expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
  expect(err).toMatch(/^error: --report and --out name \S+ twice; expected a file for each\.\n$/);
});

test('what nothing brought about has no cause', async () => {
  const made = makeWorkspace({ web: 'name: web\ninnerAccessPolicy: drop\n' });
  const { out } = await sluice(made, ['plan', ...onEmulator, '--format', 'markdown']);
  expect(out).toContain('| **opens** | egress all to anybody | web |  |\n');
});
