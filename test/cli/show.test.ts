// Goal: whoever comes later reads with `sluice show` what an apply was to do, how it is taken back, and
// what happened.
// Method: one apply on an emulator in the process; what is fresh in each run has a word in its place.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { recordsIn } from './cloud-world.ts';
import { copyOf, makeWorkspace, sluice, type Ran } from './sluice.ts';

const web = 'name: web\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\negress: []\n';
const onEmulator = ['--emulator', 'state.json'];
const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
let folder: string;
/** From the workspace. */
let records: string;
let applied: Ran;

beforeAll(async () => {
  folder = makeWorkspace({ web });
  applied = await sluice(folder, ['apply', ...onEmulator, ...consent]);
  expect(applied.exitCode).toBe(0);
  records = path.join('.sluice', recordsIn(folder)[0] ?? '');
});

function show(file: string): Promise<Ran> {
  return sluice(folder, ['show', path.join(records, file)]);
}

function steady(text: string): string {
  return text
    .replaceAll(/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}/g, 'REQUEST')
    .replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'PLAN')
    .replaceAll(/token [\da-f]{12}…/g, 'token …')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]{12}Z/g, 'TIME')
    .replaceAll(/sluice \d+\.\d+\.\d+/g, 'sluice VERSION');
}

test('the plan is shown as the apply showed it', async () => {
  const shown = await show('plan.json');
  expect(shown).toMatchObject({ exitCode: 0, err: '' });
  expect(applied.out.startsWith(shown.out)).toBe(true);
  expect(shown.out).toMatch(/^Target prod: vpc-bp1test in cn-hangzhou, account 1000000000000001\n/);
});

test('its way back says what it takes back, and that nothing was read for it', async () => {
  const shown = await show('undo.json');
  expect(shown).toMatchObject({ exitCode: 0, err: '' });
  expect(steady(shown.out)).toBe(
    `Target prod: vpc-bp1test in cn-hangzhou, account 1000000000000001, taking back the plan PLAN

Traffic of new sessions (risk: narrows):
- ingress  all      from members of web  web  without the inner access policy of web
- ingress  tcp 443  from 10.0.0.0/8      web  groups/web.yaml:2:11 and 1 more
- egress   all      to anybody           web  without the inner access policy of web

- group web

! deletes-group: deletes group web
  To consent: --allow-hazards deletes-group

1 call in 1 wave.

Plan: 0 to add, 0 to change, 1 to remove. Hazards: 1. Prepared with the plan that it takes back.
`,
  );
});

const journalText = `Apply of plan PLAN to prod: vpc-bp1test in cn-hangzhou, account 1000000000000001
  TIME  begins            sluice VERSION, 2 steps
  TIME  reads             2 to run, 0 true already
  TIME  sends     step 1  CreateSecurityGroup     web  token …
  TIME  done      step 1  answered                web  request REQUEST
  TIME  sends     step 2  AuthorizeSecurityGroup  web  token …
  TIME  done      step 2  answered                web  request REQUEST
  TIME  verified          1 group, 1 rule
Ended: verified.
`;

test('its journal says what was sent and what came back', async () => {
  const shown = await show('journal.ndjson');
  expect(shown).toMatchObject({ exitCode: 0, err: '' });
  expect(steady(shown.out)).toBe(journalText);
});

test('a second apply goes on in the journal, on a line of its own where the first was cut off', async () => {
  const copy = copyOf(folder);
  const journal = path.join(records, 'journal.ndjson');
  const lines = readFileSync(path.join(copy, journal), 'utf8').split('\n');
  // As after a power cut: the last call was sent, and its answer written in part.
  writeFileSync(path.join(copy, journal), lines.slice(0, 5).join('\n') + '\n');
  appendFileSync(path.join(copy, journal), lines[5]?.slice(0, 40) ?? '');
  const cut = await sluice(copy, ['show', journal]);
  expect(cut.out).toContain(
    'The journal ends here, with 1 call in flight whose outcome nobody wrote down: step 2 (AuthorizeSecurityGroup of web).',
  );
  expect(cut.out).toMatch(/\n1 line was cut off while written\.\n$/);
  const again = ['apply', path.join(records, 'plan.json'), ...onEmulator];
  expect(await sluice(copy, [...again, ...consent])).toMatchObject({ exitCode: 0 });
  const both = await sluice(copy, ['show', journal]);
  expect(both.exitCode).toBe(0);
  expect(both.out.match(/^Apply of plan /gm)).toHaveLength(2);
  expect(steady(both.out)).toMatch(
    /0 to run, 2 true already\n.*\nEnded: verified\.\n1 line was cut off while written\.\n$/,
  );
});

test('several plans in one file are shown under a heading each', async () => {
  const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  canary: { account: '1000000000000001', region: cn-shanghai, vpc: vpc-bp1canary }
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1prod }
`;
  const two = makeWorkspace({ web: web.replace('\n', '\ntarget: prod\n') }, workspace);
  const planned = await sluice(two, ['plan', ...onEmulator, '--out', 'p.json']);
  expect(planned.exitCode).toBe(0);
  const { exitCode, out } = await sluice(two, ['show', 'p.json']);
  expect(exitCode).toBe(0);
  expect(out.match(/^target .*/gim)).toEqual([
    'Target canary: vpc-bp1canary in cn-shanghai, account 1000000000000001',
    'Target prod: vpc-bp1prod in cn-hangzhou, account 1000000000000001',
  ]);
  // The same words as when they were made.
  expect(planned.out.startsWith(out)).toBe(true);
});

test.each([
  ['a file of something else', '{"a": 1}\n'],
  ['an empty file', ''],
  ['a journal without its first line', '{"event":"started","target":"prod"}\n'],
])('%s is neither, exit 3', async (_, text) => {
  const copy = copyOf(folder);
  writeFileSync(path.join(copy, 'x.json'), text);
  const shown = await sluice(copy, ['show', 'x.json']);
  expect(shown).toMatchObject({ exitCode: 3, out: '' });
  expect(shown.err).toMatch(/^error: x\.json is neither a plan nor a journal: .*\n {4}right: /);
});

test.each([
  ['no JSON', () => '{"a": \u001b[31m\n::error::x'],
  ['a key of its own', (json: string) => json.replace('{', '{"\u202e::error::x\\n":1,')],
])('a file that is no plan is quoted without what moves its reader: %s', async (_, hostile) => {
  const there = copyOf(folder);
  const json = readFileSync(path.join(there, records, 'plan.json'), 'utf8');
  writeFileSync(path.join(there, 'hostile.json'), hostile(json));
  for (const command of ['show', 'apply']) {
    const { exitCode, err } = await sluice(there, [command, 'hostile.json']);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/\\u\{(1b|202e)\}/);
    expect(err).not.toMatch(/[\u001b\u202e]|^::/m);
  }
});
