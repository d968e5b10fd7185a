// Goal: several targets are planned side by side and read one after the other, and what fails in one
// is said of that one.
// Method: the command line on a workspace of two accounts, in process and over HTTP.
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readAppliedPlan, readPlansFile, type SavedPlans } from '../../src/cli/read-plan-file.ts';
import { processSurroundings } from '../../src/cli/surroundings.ts';
import { openTargets } from '../../src/cli/targets/open-targets.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import { serve } from '../../src/emulator/http/server.ts';
import type { PlanSet } from '../../src/model/plan-set.ts';
import { makeWorkspace, sluice } from './sluice.ts';

const workspace = `version: 1
owner: edge-platform
groups: groups/*.yaml
targets:
  prod: { account: '1000000000000001', region: cn-hangzhou, vpc: vpc-bp1prod }
  canary: { account: '1000000000000002', region: cn-shanghai, vpc: vpc-bp1canary }
waves: [[canary], [prod]]
`;
const web =
  'name: web\ntarget: [canary, prod]\ningress: [{ protocol: tcp, ports: 443, source: 10.0.0.0/8 }]\n';
/** There is no such group in the canary, so that its plan is refused. */
const broken = 'name: old\ntarget: canary\nadopt: sg-bp1example0000000009\n';
const onEmulator = ['--emulator', 'state.json'];
const consent = ['--auto-approve', '--allow-hazards', 'first-apply'];
const banner =
  'This is not the cloud: an emulator in this process, with its state in state.json.\n';

test('each target is shown under its name in the order of the waves, and summed up at the end', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const { exitCode, out, err } = await sluice(folder, ['plan', ...onEmulator]);
  expect(exitCode).toBe(0);
  expect(out).toMatch(
    /^Target canary: vpc-bp1canary in cn-shanghai, account 1000000000000002\n[^]*\n\nTarget prod: vpc-bp1prod in cn-hangzhou, account 1000000000000001\n/,
  );
  expect(out).toMatch(
    /\n\nTargets:\n {2}canary {2}2 to add, 0 to change, 0 to remove\n {2}prod {4}2 to add, 0 to change, 0 to remove\n$/,
  );
  expect(err.replaceAll(/\d+\.\d s/g, 'S s')).toBe(
    `${banner}canary: 4 reads and 0 writes in S s.\nprod: 4 reads and 0 writes in S s.\n`,
  );
});

test('a target that fails is said to, its neighbours are planned, and the worst exit code counts', async () => {
  const folder = makeWorkspace({ web, broken }, workspace);
  const { exitCode, out, err } = await sluice(folder, [
    'plan',
    ...onEmulator,
    '--detailed-exitcode',
    '--out',
    'set.json',
  ]);
  expect(exitCode).toBe(4);
  expect(err).toContain('canary: groups/broken.yaml:1:1: refused: there is no group sg-bp1example');
  expect(err).toContain('canary: Nothing was written.\n');
  expect(out).toContain('\nTarget prod: ');
  expect(out).toContain('\n  canary  no plan: refused, exit 4\n  prod    2 to add, ');
  expect(err).toContain('Nothing was saved: a target has no plan.\n');
  expect(existsSync(path.join(folder, 'set.json'))).toBe(false);
});

test('drift in one target of two is drift, and a failure in the other is worse', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const applied = await sluice(folder, ['apply', ...onEmulator, ...consent, '--target', 'canary']);
  expect(applied.exitCode).toBe(0);
  const drift = await sluice(folder, ['drift', ...onEmulator]);
  expect(drift.exitCode).toBe(2);
  expect(drift.out).toMatch(/\nTargets:\n {2}canary {2}no drift\n {2}prod {4}drift\n$/);
  const canary = await sluice(folder, ['drift', ...onEmulator, '--target', 'canary']);
  expect(canary).toMatchObject({
    exitCode: 0,
    out: 'No drift. 1 group, 1 rule read. Managed: 1 of 1 group, 100 %; 1 of 1 rule.\n',
  });
  writeFileSync(path.join(folder, 'groups', 'broken.yaml'), broken);
  const failed = await sluice(folder, ['drift', ...onEmulator]);
  expect(failed.exitCode).toBe(4);
  expect(failed.out).toMatch(/\n {2}canary {2}no plan: refused, exit 4\n {2}prod {4}drift\n$/);
});

test('a glob that no target matches is a fault that lists them, and nothing is read', async () => {
  const folder = makeWorkspace({ web }, workspace);
  for (const command of ['validate', 'plan', 'drift', 'apply']) {
    const { exitCode, out, err } = await sluice(folder, [command, '--target', 'prod,stag*']);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
    expect(err).toBe(
      'error: --target: no target matches "stag*"; expected one of canary, prod. Nothing was read or written.\n',
    );
  }
});

test('validate counts each target, and tells what it finds in a group of both once', async () => {
  const open = web.replace('443, source: 10.0.0.0/8', '22, source: 0.0.0.0/0');
  const folder = makeWorkspace({ web: open }, workspace);
  const { exitCode, out, err } = await sluice(folder, ['validate']);
  expect(exitCode).toBe(3);
  expect(out).toBe(
    `target canary: 1 group, 1 written rule (1 expanded), 0 references.
target prod: 1 group, 1 written rule (1 expanded), 0 references.
Not valid. 2 targets. 1 error, 3 info.
`,
  );
  expect(err.match(/public-admin-port/g)).toHaveLength(1);
  const one = await sluice(folder, ['validate', '--target', 'c*']);
  expect(one.out).toBe(
    'Not valid. 1 group, 1 written rule (1 expanded), 0 references. 1 error, 3 info.\n',
  );
});

test('the plans of several targets are one document, as its schema says', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const shown = await sluice(folder, ['plan', ...onEmulator, '--json', '--diff']);
  const set = JSON.parse(shown.out) as PlanSet;
  expect(set).toMatchObject({
    formatVersion: 1,
    kind: 'planSet',
    waves: [['canary'], ['prod']],
    plans: [{ target: { name: 'canary' } }, { target: { name: 'prod' } }],
  });
  expect(shown.err.match(/\+\+\+ desired\/web/g)).toHaveLength(2);
  expect(shown.err).toMatch(/\nTargets:\n {2}canary {2}2 to add/);
  const ajv = new Ajv2020({ allowUnionTypes: true, strictRequired: false });
  for (const name of ['plan', 'plan-set']) {
    const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    ajv.addSchema(JSON.parse(readFileSync(url, 'utf8')) as object);
  }
  expect(ajv.validate('urn:sluice:plan-set', set)).toBe(true);
  expect(ajv.validate('urn:sluice:plan-set', { ...set, plans: [{}] })).toBe(false);
  const one = await sluice(folder, ['plan', ...onEmulator, '--json', '--target', 'prod']);
  expect(JSON.parse(one.out)).toMatchObject({ steps: [{}, {}], target: { name: 'prod' } });
});

test('a set of plans is read as it was saved, and one that contradicts itself is refused', async () => {
  const folder = makeWorkspace({ web }, workspace);
  const saved = await sluice(folder, ['plan', ...onEmulator, '--out', 'set.json']);
  expect(saved.err).toContain(
    'Saved. To apply exactly this: sluice apply set.json --emulator state.json\n',
  );
  const set = JSON.parse(readFileSync(path.join(folder, 'set.json'), 'utf8')) as PlanSet;
  const read = async (value: object): Promise<SavedPlans | string> => {
    writeFileSync(path.join(folder, 'edited.json'), JSON.stringify(value));
    const said: string[] = [];
    const err = (text: string) => void said.push(text);
    const surroundings = { ...processSurroundings({ wantsColour: false }), folder, err };
    return (await readPlansFile('edited.json', {}, surroundings)) ?? said[0] ?? '';
  };
  const [canary, prod] = set.plans;
  expect(await read(set)).toEqual({
    waves: set.waves,
    plans: [canary, prod],
    document: set,
  });
  expect(await read({ ...set, plans: [prod, canary] })).toEqual(await read(set));
  expect(await read(prod ?? {})).toEqual({
    waves: [['prod']],
    plans: [prod],
    document: prod,
  });
  const fault = (text: string) => `edited.json is not a plan that can be applied: ${text}.\n`;
  for (const [edited, text] of [
    [{ plans: [prod] }, 'there is no plan for the target canary'],
    [{ waves: [['prod']] }, 'the target canary is in no wave'],
    [{ waves: [['canary'], ['prod', 'canary']] }, 'the target canary stands in it twice'],
    [{ plans: [canary, prod, prod] }, 'the target prod stands in it twice'],
    [
      { plans: [canary, { ...prod, id: canary?.id, undo: undefined }] },
      `two of its plans have the id ${canary?.id ?? ''}`,
    ],
    [
      { plans: [canary, { ...prod, comment: '' }] },
      '/plans/1 has "comment", which no plan has there',
    ],
    [
      { plans: [canary, { ...prod, proof: undefined }] },
      '/plans/1 has no "proof"; another version of sluice made it, or it was edited',
    ],
    [{ plans: [canary, { ...prod, undo: canary?.undo }] }, 'its way back is that of another plan'],
    [
      { waves: undefined },
      'the file has no "waves"; another version of sluice made it, or it was edited',
    ],
  ] as const) {
    expect(await read({ ...set, ...edited })).toBe(fault(text));
  }
});

test('where one plan is wanted, several are refused in words', async () => {
  const folder = makeWorkspace({ web }, workspace);
  await sluice(folder, ['plan', ...onEmulator, '--out', 'set.json']);
  const said: string[] = [];
  const err = (text: string) => void said.push(text);
  const surroundings = { ...processSurroundings({ wantsColour: false }), folder, err };
  expect(await readAppliedPlan('set.json', '', surroundings)).toBeUndefined();
  expect(said.join('')).toContain('set.json has plans of several targets');
});

test('over HTTP the credentials are those of one account: its target is planned, the other refused', async () => {
  const emulator = new Emulator({ account: '1000000000000001' });
  const served = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
  const folder = makeWorkspace({ web }, workspace);
  const { exitCode, out, err } = await sluice(folder, ['plan'], {
    SLUICE_ENDPOINT: served.url,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator',
  });
  await served.close();
  expect(exitCode).toBe(4);
  expect(err).toContain(
    'canary: refused: target canary is account 1000000000000002, and these credentials belong to 1000000000000001.\n',
  );
  expect(out).toContain('\n  canary  no plan: refused, exit 4\n  prod    2 to add, ');
  expect(err.match(/This is not the cloud/g)).toHaveLength(1);
});

test('one emulator answers each target for its own account, and saves what all of them write', async () => {
  const folder = makeWorkspace({});
  const surroundings = {
    ...processSurroundings({ wantsColour: false }),
    folder,
    err: () => undefined,
  };
  const targets = ['1', '2'].map((digit) => ({
    name: `t${digit}`,
    account: `100000000000000${digit}`,
    region: 'cn-hangzhou',
    vpc: `vpc-${digit}`,
  }));
  const open = async () => {
    const opened = await openTargets(
      targets,
      { emulator: 'state.json', purpose: 'plan' },
      surroundings,
    );
    if (typeof opened === 'number') throw new Error(`exit ${opened}`);
    return opened;
  };
  const first = await open();
  const groups = await Promise.all(
    targets.map(async ({ name, vpc }) => {
      const parameters = { VpcId: vpc, SecurityGroupName: `web-${name}` };
      return await first.byName
        .get(name)
        ?.send({ product: 'Ecs', action: 'CreateSecurityGroup', parameters });
    }),
  );
  expect(groups.map((reply) => reply?.ok)).toEqual([true, true]);
  expect(first.byName.get('t1')?.callsSoFar()).toMatch(/^0 reads and 1 write in /);
  await first.close();
  const again = await open();
  for (const { name } of targets) {
    const reply = await again.byName
      .get(name)
      ?.send({ product: 'Ecs', action: 'DescribeSecurityGroups', parameters: {} });
    expect(JSON.stringify(reply)).toContain(`web-${name}`);
    expect(JSON.stringify(reply)).toContain('"TotalCount":1');
  }
  await again.close();
});
