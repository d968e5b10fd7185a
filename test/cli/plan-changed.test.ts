// Goal: a plan of what changed since a commit reads what it needs, says why in a line, and leaves the
// other groups alone.
// Method: 2,000 groups on an emulator, all as written; of them 150 use one network, of which one entry
// changes. The numbers of calls are those that the command itself counts.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import type { Plan } from '../../src/model/plan.ts';
import { commitAll } from '../desired/commit/repository.ts';
import { copyOf, makeWorkspace, sluice, workspaceText } from './sluice.ts';

const all = 2000;
const using = 150;
const networks = `networks:
  everywhere:
    - 192.0.2.0/24
    - office
  office:
    - 203.0.113.0/24
    - 198.51.100.0/24
`;
const names = Array.from({ length: all }, (_, index) => `g${String(index).padStart(4, '0')}`);
const onEmulator = ['--emulator', 'state.json'];
const sinceMain = ['plan', '--changed', 'main', ...onEmulator];

let made: string;
let folder: string;

beforeAll(() => {
  made = makeWorkspace(
    { all: names.map((name, index) => groupText(name, index < using)).join('---\n') },
    workspaceText + networks,
  );
  commitAll(made);
  const emulator = new Emulator({ seed: 1, account: '1000000000000001' });
  for (const [index, name] of names.entries()) {
    const blocks = index < using ? ['203.0.113.0/24', '198.51.100.0/24'] : ['10.0.0.0/8'];
    emulator.put({
      region: 'cn-hangzhou',
      vpcId: 'vpc-bp1test',
      name,
      tags: { 'sluice:owner': 'edge-platform', 'sluice:group': name },
      // Drifted, which a plan of all groups would mend.
      rules: (index === all - 1 ? [] : blocks).map((SourceCidrIp) => ({
        ...{ Direction: 'ingress', IpProtocol: 'TCP', PortRange: '443/443', Policy: 'Accept' },
        ...{ Priority: 1, SourceCidrIp },
      })),
    });
  }
  writeFileSync(path.join(made, 'state.json'), JSON.stringify(emulator.snapshot()));
});

beforeEach(() => {
  folder = copyOf(made);
});

test('one line of a network that 150 of 2,000 groups use is one cause, and 150 groups are read', async () => {
  edit('sluice.yaml', '203.0.113.0/24', '203.0.113.128/25');
  const ran = await sluice(folder, sinceMain);
  expect(ran.exitCode, ran.err).toBe(0);
  const causes = ran.out.match(/^note: .* rules? .*in \d+ groups?$/gm);
  expect(causes).toEqual(['note: network office (sluice.yaml:11:7): +1 −1 rule in 150 groups']);
  expect(ran.out).toContain('note: 1850 groups are as at main and were not read\n');
  expect(ran.out).toContain(
    'Plan: 0 to add, 150 to change, 0 to remove. 150 groups, 300 rules read.',
  );
  expect(ran.out).not.toMatch(/orphan|in no file|g1999/);
  // The account, pages of the list and of who is on interfaces, and 150 groups.
  const pages = Math.ceil(all / 100);
  expect(readsIn(ran.err)).toBeLessThanOrEqual(using + pages + 10);
  expect(readsIn(ran.err)).toBeGreaterThan(using);
});

test('lines that move change nothing, and then no group is read', async () => {
  edit('sluice.yaml', 'networks:\n', '# Ours.\n\nnetworks:\n');
  edit('groups/all.yaml', 'name: g0000\n', '# The first.\nname: g0000\n');
  const ran = await sluice(folder, sinceMain);
  expect(ran.exitCode, ran.err).toBe(0);
  expect(ran.out).toContain('No changes.');
  expect(ran.out).toContain('note: 2000 groups are as at main and were not read\n');
  expect(readsIn(ran.err)).toBeLessThan(40);
});

test('a group that a changed rule names is made with it, and one that left the files is an orphan', async () => {
  edit('groups/all.yaml', groupText('g0003', true), groupText('new', false));
  const peer = groupText('g0150', false).replace('10.0.0.0/8', '{ group: new }');
  edit('groups/all.yaml', groupText('g0150', false), peer);
  const ran = await sluice(folder, sinceMain);
  expect(ran.exitCode, ran.err).toBe(0);
  expect(ran.out).toContain('+ group new');
  expect(ran.out).toContain('note: g0003 (');
  expect(ran.out).toContain('note: 1998 groups are as at main and were not read\n');
  expect(readsIn(ran.err)).toBeLessThan(40);
});

test('a commit that is not there, and flags that need a whole plan, are refused', async () => {
  const unknown = await sluice(folder, ['plan', '--changed', 'nowhere', ...onEmulator]);
  expect(unknown.exitCode).toBe(3);
  expect(unknown.err).toContain('error: --changed: there is no commit nowhere in this clone.');
  for (const flag of [['--out', 'plan.json'], ['--prune'], ['--only', 'expired']]) {
    const ran = await sluice(folder, [...sinceMain, ...flag]);
    expect(ran.exitCode).toBe(3);
    expect(ran.err).toContain('error: --changed shows a part of a plan');
  }
});

function groupText(name: string, usesOffice: boolean): string {
  const source = usesOffice ? 'office' : '10.0.0.0/8';
  return `name: ${name}\ningress:\n  - { protocol: tcp, ports: 443, source: ${source} }\n`;
}

function edit(file: string, before: string, after: string): void {
  const place = path.join(folder, file);
  const text = readFileSync(place, 'utf8');
  expect(text).toContain(before);
  writeFileSync(place, text.replace(before, after));
}

function readsIn(err: string): number {
  return Number(/(\d+) reads/.exec(err)?.[1]);
}

test('a line of a network that groups of several targets use is one cause of all of them', async () => {
  const place = (digit: number) =>
    `{ account: '100000000000000${digit}', region: cn-hangzhou, vpc: vpc-${digit} }`;
  const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  one: ${place(1)}
  two: ${place(2)}
  three: ${place(3)}
${networks}`;
  const group = (name: string, targets: string) =>
    groupText(name, true).replace('\n', `\ntarget: ${targets}\n`);
  const groups = {
    web: group('web', "'*'"),
    app: group('app', '[one, two]'),
    lone: group('lone', 'three').replace('source: office', 'source: 10.0.0.0/8'),
  };
  folder = makeWorkspace(groups, workspace);
  commitAll(folder);
  edit('sluice.yaml', '203.0.113.0/24', '203.0.113.128/25');
  edit('groups/lone.yaml', '10.0.0.0/8', '10.0.0.0/9');
  const ran = await sluice(folder, sinceMain);
  expect(ran.exitCode, ran.err).toBe(0);
  const [, causes] = /^Causes:\n((?: {2}.*\n)+)/m.exec(ran.out) ?? [];
  expect(causes).toBe(
    '  network office (sluice.yaml:13:7): +1 −1 rule in 5 groups of 3 targets\n' +
      '  groups/lone.yaml:4:5: +1 rule in 1 group\n' +
      '  main:groups/lone.yaml:4:5: −1 rule in 1 group\n',
  );
  expect(ran.out.endsWith(`Causes:\n${causes}`)).toBe(true);

  const comment = await sluice(folder, [...sinceMain, '--format', 'markdown']);
  expect(comment.out).toContain(`
Causes:

- \`network office (sluice.yaml:13:7): +1 −1 rule in 5 groups of 3 targets\`
- \`groups/lone.yaml:4:5: +1 rule in 1 group\`
- \`main:groups/lone.yaml:4:5: −1 rule in 1 group\`

#### Target \`one\`: `);
  const { out } = await sluice(folder, [...sinceMain, '--json']);
  const { plans } = JSON.parse(out) as { plans: Plan[] };
  const office = { network: 'office', added: 2, removed: 2, groups: 2, isAlike: true };
  expect(plans.map(({ notes }) => notes.flatMap(({ cause = [] }) => cause))).toEqual([
    [office],
    [office],
    [
      { added: 1, removed: 0, groups: 1, isAlike: true },
      { added: 0, removed: 1, groups: 1, isAlike: true },
      { ...office, added: 1, removed: 1, groups: 1 },
    ],
  ]);
});
