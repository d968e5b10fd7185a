// The main job as a user runs it: processes, files and exit codes, on the emulator in the process.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStateFile } from '../../src/emulator/state-file.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];

function web(priority: number): string {
  return `name: web
description: Web tier
ingress:
  - { description: From inside 🚀, protocol: tcp, ports: 443, source: 10.0.0.0/8, priority: ${priority} }
egress: []
`;
}

test('validate, plan, apply, plan again: the second plan is empty and says what it read', async () => {
  const folder = makeWorkspace({ web: web(1) });
  const validated = await sluice(folder, ['validate']);
  expect(validated).toMatchObject({ exitCode: 0, err: '' });
  expect(validated.out).toBe('Valid. 1 group, 1 written rule (1 expanded), 0 references.\n');

  const planned = await sluice(folder, ['plan', ...onEmulator, '--detailed-exitcode']);
  expect(planned.exitCode).toBe(2);
  expect(planned.out).toContain('+ group web\n');
  expect(planned.out).toMatch(/\nPlan: 2 to add, 0 to change, 0 to remove\. Hazards: 1\. .*\n$/);
  expect(planned.err).toContain('This is not the cloud');

  const applied = await sluice(folder, ['apply', ...onEmulator, ...consent]);
  expect(applied.exitCode).toBe(0);
  expect(applied.out).toContain('Applied and verified: 1 group, 1 rule read back as planned.\n');

  const again = await sluice(folder, ['plan', ...onEmulator, '--detailed-exitcode']);
  expect(again).toMatchObject({ exitCode: 0, out: 'No changes. 1 group, 1 rule read.\n' });
  const drift = await sluice(folder, ['drift', ...onEmulator]);
  expect(drift).toMatchObject({
    exitCode: 0,
    out: 'No drift. 1 group, 1 rule read. Managed: 1 of 1 group, 100 %; 1 of 1 rule.\n',
  });
});

test('A→B→A→B by four saved plans ends in B, with every step really done', async () => {
  const folder = makeWorkspace({ web: web(10) });
  for (const [index, priority] of [10, 20, 10, 20].entries()) {
    writeGroupFile(folder, 'web', web(priority));
    const file = `${index}.plan.json`;
    const planned = await sluice(folder, ['plan', ...onEmulator, '--out', file]);
    expect(planned.exitCode).toBe(0);
    const applied = await sluice(folder, [
      'apply',
      file,
      ...onEmulator,
      '--allow-hazards',
      'first-apply',
    ]);
    expect(applied).toMatchObject({ exitCode: 0 });
  }
  const state = await openStateFile(path.join(folder, 'state.json'));
  await state.close();
  const rules = JSON.stringify(state.emulator.snapshot());
  expect(rules).toContain('"Priority":20');
  expect(rules).not.toContain('"Priority":10');
});

test('a plan whose group has changed since is refused with exit 5, and nothing is written', async () => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['apply', ...onEmulator, ...consent]);
  writeGroupFile(folder, 'web', web(5));
  await sluice(folder, ['plan', ...onEmulator, '--out', 'late.json']);
  writeGroupFile(folder, 'web', web(7));
  await sluice(folder, ['apply', ...onEmulator, '--auto-approve']);

  const before = readFileSync(path.join(folder, 'state.json'), 'utf8');
  const late = await sluice(folder, ['apply', 'late.json', ...onEmulator]);
  expect(late.exitCode).toBe(5);
  expect(late.err).toMatch(/stale: group web \(sg-\w+\) was changed since the plan was made\n/);
  expect(late.err).toContain('Nothing was written. Plan again');
  expect(readFileSync(path.join(folder, 'state.json'), 'utf8')).toBe(before);
});

test('an untagged group of the same name is never taken: exit 4 with its id and the way out', async () => {
  const folder = makeWorkspace({ web: web(1) });
  const opened = await openStateFile(path.join(folder, 'state.json'));
  const { body } = await opened.call({
    product: 'Ecs',
    version: '2014-05-26',
    action: 'CreateSecurityGroup',
    region: 'cn-hangzhou',
    parameters: { RegionId: 'cn-hangzhou', VpcId: 'vpc-bp1test', SecurityGroupName: 'web' },
  });
  await opened.close();
  const id = String(body['SecurityGroupId']);

  const planned = await sluice(folder, ['plan', ...onEmulator]);
  expect(planned.exitCode).toBe(4);
  expect(planned.err).toContain(`${id} is called "web" already and is not ours`);
  expect(planned.err).toContain(`adopt: ${id}`);

  writeGroupFile(folder, 'web', `${web(1)}adopt: ${id}\n`);
  const adopted = await sluice(folder, ['apply', ...onEmulator, ...consent]);
  expect(adopted).toMatchObject({ exitCode: 0 });
  expect(adopted.out).toContain('tag web: sluice:owner, sluice:group');
  const drift = await sluice(folder, ['drift', ...onEmulator]);
  expect(drift.exitCode).toBe(0);
});

test('hazards need consent by name, and nothing prompts without a terminal', async () => {
  const open = 'name: web\ningress: [{ protocol: tcp, ports: 22, source: 0.0.0.0/0 }]\n';
  const folder = makeWorkspace({ web: open });
  const refused = await sluice(folder, ['apply', ...onEmulator, '--auto-approve']);
  expect(refused.exitCode).toBe(4);
  expect(refused.err).toContain('--allow-hazards first-apply,opens-to-internet');
  const codes = ['--allow-hazards', 'first-apply,opens-to-internet'];
  const unasked = await sluice(folder, ['apply', ...onEmulator, ...codes]);
  expect(unasked.exitCode).toBe(4);
  expect(unasked.err).toContain('To apply without being asked: --auto-approve');

  await sluice(folder, ['apply', ...onEmulator, ...codes, '--auto-approve']);
  writeGroupFile(folder, 'web', 'name: web\nstate: absent\n');
  const deleting = await sluice(folder, ['apply', ...onEmulator, '--auto-approve']);
  expect(deleting.exitCode).toBe(4);
  expect(deleting.err).toContain('--allow-hazards deletes-group,empty-desired-state');
  const deleted = await sluice(folder, [
    'apply',
    ...onEmulator,
    '--auto-approve',
    '--allow-hazards',
    'deletes-group,empty-desired-state',
  ]);
  expect(deleted.exitCode).toBe(0);
  expect(deleted.out).toContain('delete group web');
});

test('plan --json is the saved plan, and --diff shows the same change as YAML', async () => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['apply', ...onEmulator, ...consent]);
  writeGroupFile(folder, 'web', web(9));
  const { out, exitCode } = await sluice(folder, ['plan', ...onEmulator, '--json']);
  expect(exitCode).toBe(0);
  const plan = JSON.parse(out) as Record<string, unknown>;
  expect(plan).toMatchObject({
    formatVersion: 1,
    complete: true,
    applyable: true,
    errored: false,
    hazards: [],
    steps: [{ kind: 'modifyRule', before: { priority: 1 }, after: { priority: 9 } }],
  });
  const diff = await sluice(folder, ['plan', ...onEmulator, '--diff']);
  expect(diff.out).toContain('--- live/web\n+++ desired/web\n');
  expect(diff.out).toContain('\n+    priority: 9\n');
});

test.each([
  ['not JSON', () => 'name: web'],
  ['a step that was edited away', (text: string) => text.replace('"createGroup"', '"eatGroup"')],
  [
    'a group that no step explains',
    (text: string) => text.replace('"before": "absent"', '"id": "sg-1", "before": "absent"'),
  ],
])('a plan file that is %s is refused with exit 3 and no stack trace', async (_, edit) => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  const file = path.join(folder, 'p.json');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  const { exitCode, err } = await sluice(folder, ['apply', 'p.json', ...onEmulator]);
  expect(exitCode).toBe(3);
  expect(err).toContain('p.json is not a plan that can be applied');
  expect(err).not.toMatch(/\n\s+at /);
});

test('a saved plan is applied with these words on stderr, and no others', async () => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  const { exitCode, err } = await sluice(folder, ['apply', 'p.json', ...onEmulator, ...consent]);
  expect(exitCode).toBe(0);
  const words = err
    .replace(/\d+ reads and \d+ writes in \d+\.\d s/, 'R reads and W writes in S s')
    .replace(/\.sluice\/\d+T\d+Z_prod_[0-9a-f]{8}/, '.sluice/RECORDS');
  expect(words).toBe(
    `This is not the cloud: an emulator in this process, with its state in state.json.
Reading back 1 group …
The way back: sluice rollback .sluice/RECORDS/plan.json --emulator state.json --allow-hazards deletes-group
R reads and W writes in S s.
`,
  );
});

test.each([
  ['"priority": 1', '"priority": 500', '/steps/1/rules/0/priority must be <= 127'],
  ['"first": 443', '"first": 0', '/steps/1/rules/0/traffic/ports/first must be >= 1'],
  [
    '"kind": "authorize"',
    '"kind": "eat"',
    '/steps/1/kind must be equal to one of the allowed values',
  ],
  ['"kind": "authorize",', '', "/steps/1 must have required property 'kind'"],
  ['"cloudName": "web",', '', "/steps/0 must have required property 'cloudName'"],
  ['"cidr": "10.0.0.0/8"', '"cidr": 10', '/steps/1/rules/0/peer/cidr must be string'],
])('a plan with %s made %s: the message names the fault', async (from, to, message) => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  const file = path.join(folder, 'p.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  const { err } = await sluice(folder, ['apply', 'p.json', ...onEmulator]);
  expect(err).toBe(
    `p.json is not a plan that can be applied: ${message}.\nMake one with \`sluice plan --out p.json --emulator state.json\`.\n`,
  );
});

test('one step that is true already is one step', async () => {
  const folder = makeWorkspace({ web: 'name: web\n' });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  await sluice(folder, ['apply', 'p.json', ...onEmulator, ...consent]);
  const { exitCode, out } = await sluice(folder, ['apply', 'p.json', ...onEmulator, ...consent]);
  expect(exitCode).toBe(0);
  expect(out).toContain('1 step of this plan is true already.\n');
});

test('a plan for another target is refused with exit 4', async () => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  const text = readFileSync(path.join(folder, 'sluice.yaml'), 'utf8');
  writeFileSync(path.join(folder, 'sluice.yaml'), text.replace('vpc-bp1test', 'vpc-bp1other'));
  const { exitCode, err } = await sluice(folder, ['apply', 'p.json', ...onEmulator]);
  expect(exitCode).toBe(4);
  expect(err).toContain(
    'the plan was made for vpc vpc-bp1test, and the workspace says vpc-bp1other',
  );
});

test('somebody else who holds the state file is named', async () => {
  const folder = makeWorkspace({ web: web(1) });
  const held = await openStateFile(path.join(folder, 'state.json'));
  const { exitCode, err } = await sluice(folder, ['plan', ...onEmulator]);
  await held.close();
  expect(exitCode).toBe(1);
  expect(err).toContain(String(process.pid));
  expect(err).not.toMatch(/\n\s+at /);
});

test('a hazard that was taken out of a plan file is asked for all the same', async () => {
  const open = 'name: web\ningress: [{ protocol: tcp, ports: 22, source: 0.0.0.0/0 }]\n';
  const folder = makeWorkspace({ web: open });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  const file = path.join(folder, 'p.json');
  const plan = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...plan, hazards: [] }));
  const { exitCode, err } = await sluice(folder, ['apply', 'p.json', ...onEmulator]);
  expect(exitCode).toBe(4);
  expect(err).toContain('--allow-hazards opens-to-internet');
});

test('a plan of another owner is refused with exit 4', async () => {
  const folder = makeWorkspace({ web: web(1) });
  await sluice(folder, ['plan', ...onEmulator, '--out', 'p.json']);
  const text = readFileSync(path.join(folder, 'sluice.yaml'), 'utf8');
  writeFileSync(path.join(folder, 'sluice.yaml'), text.replace('edge-platform', 'somebody'));
  const { exitCode, err } = await sluice(folder, ['apply', 'p.json', ...onEmulator]);
  expect(exitCode).toBe(4);
  expect(err).toContain('made for owner edge-platform, and the workspace says somebody');
});
