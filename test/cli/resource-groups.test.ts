// Goal: a group is brought to the resource group that is written, and back; whichever way the cloud shows
// the default one, the plan after an apply is empty, and what is not written is left alone.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace, writeGroupFile, type Ran } from './sluice.ts';

const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
const usual = 'rg-default-1000000000000001';
const owned = (name: string) => {
  return { 'sluice:owner': 'edge-platform', 'sluice:group': name };
};
const quick = ['--settle', '0', '--patience', '0'];

let world: CloudWorld | undefined;
afterEach(async () => {
  await world?.close();
});

async function open(defaultResourceGroup: 'named' | 'unnamed', web: string) {
  const opened = await CloudWorld.open(
    [
      { ...here, id: 'sg-web', name: 'web', resourceGroupId: 'rg-edge', tags: owned('web') },
      { ...here, id: 'sg-db', name: 'db', resourceGroupId: 'rg-data', tags: owned('db') },
    ],
    { switches: { defaultResourceGroup } },
  );
  world = opened;
  const folder = makeWorkspace({ web, db: 'name: db\n' });
  const run = (...args: readonly string[]): Promise<Ran> => opened.run(folder, args);
  const placeOf = (id: string) => {
    const group = opened.emulator.snapshot().groups.find((one) => one.id === id);
    return group?.resourceGroupId;
  };
  const move = (to: string) =>
    opened.emulator.call({
      ...{ product: 'Ecs', version: '2014-05-26', action: 'JoinResourceGroup' },
      region: here.region,
      parameters: { ResourceType: 'securitygroup', ResourceId: 'sg-web', ResourceGroupId: to },
    });
  return { opened, folder, run, placeOf, move };
}

async function isDone(run: (...args: readonly string[]) => Promise<Ran>): Promise<void> {
  const again = await run('plan', '--detailed-exitcode');
  expect(again).toMatchObject({ exitCode: 0 });
}

for (const shown of ['unnamed', 'named'] as const) {
  test(`it is moved, and moved back, with a default one that is ${shown}`, async () => {
    const { opened, folder, run, placeOf, move } = await open(
      shown,
      'name: web\nresourceGroup: rg-core\n',
    );
    const applied = await run('apply', '--auto-approve', ...quick);
    expect(applied.exitCode, applied.err).toBe(0);
    expect(applied.out).toContain('resourceGroup "rg-edge" → "rg-core"');
    expect(opened.writes).toEqual(['JoinResourceGroup']);
    expect([placeOf('sg-web'), placeOf('sg-db')]).toEqual(['rg-core', 'rg-data']);
    await isDone(run);
    expect(await run('rollback', '--auto-approve', ...quick)).toMatchObject({ exitCode: 0 });
    expect(placeOf('sg-web')).toBe('rg-edge');

    writeGroupFile(folder, 'web', `name: web\nresourceGroup: ${usual}\n`);
    expect((await run('plan', '--out', 'p.json')).exitCode).toBe(0);
    expect(await run('apply', 'p.json', '--auto-approve', ...quick)).toMatchObject({ exitCode: 0 });
    expect(placeOf('sg-web')).toBe('');
    await isDone(run);
    expect(await run('rollback', 'p.json', '--auto-approve', ...quick)).toMatchObject({
      exitCode: 0,
    });
    expect(placeOf('sg-web')).toBe('rg-edge');

    // A plan that was made before somebody moved it is stale.
    expect((await run('plan', '--out', 'q.json')).exitCode).toBe(0);
    move('rg-other');
    const stale = await run('apply', 'q.json', '--auto-approve', ...quick);
    expect(stale).toMatchObject({ exitCode: 5 });
    expect(stale.err).toContain('resourceGroup is "rg-other", not "rg-edge"');
  });

  test(`drift is seen, without the cloud too, and accepted, with one that is ${shown}`, async () => {
    const { folder, run, move } = await open(shown, 'name: web\nresourceGroup: rg-edge\n');
    await isDone(run);
    move('rg-other');
    expect((await run('snapshot', '--out', 'live.json')).exitCode).toBe(0);
    const planned = await run('plan', '--live', 'live.json');
    expect(planned.out).toContain('resourceGroup "rg-other" → "rg-edge"');
    const drift = await run('drift');
    expect(drift.out).toContain('resourceGroup is "rg-other", not "rg-edge"');
    expect((await run('drift', '--accept')).out).toContain('+resourceGroup: rg-other');
    const file = path.join(folder, 'groups', 'web.yaml');
    expect(readFileSync(file, 'utf8')).toBe('name: web\nresourceGroup: rg-other\n');
    await isDone(run);
  });
}

test('a resource group that is not there stops the apply, and nothing else happens', async () => {
  const { opened, run } = await open('unnamed', 'name: web\nresourceGroup: rg-core\n');
  opened.emulator.refuseNext('JoinResourceGroup', { code: 'InvalidResourceGroup.NotFound' });
  const applied = await run('apply', '--auto-approve', ...quick);
  expect(applied.exitCode).toBe(1);
  expect(applied.out + applied.err).toContain('InvalidResourceGroup.NotFound');
  expect(opened.writes).toEqual(['JoinResourceGroup']);
});

test('a resource group that is not there stops no plan, whether the filter takes it or refuses it', async () => {
  const { opened, run } = await open('unnamed', 'name: web\nresourceGroup: rg-typo\n');
  opened.emulator.put({ ...here, id: 'sg-new', name: 'new', tags: owned('new') });
  const folder = makeWorkspace({ new: 'name: new\nresourceGroup: rg-typo\n' });
  opened.before = (request) =>
    request.parameters['ResourceGroupId'] === 'rg-typo'
      ? opened.refuse(request, 'InvalidResourceGroup.NotFound')
      : undefined;
  expect(await run('plan')).toMatchObject({ exitCode: 0 });
  const plan = await opened.run(folder, ['plan']);
  expect(plan).toMatchObject({ exitCode: 0 });
  expect(plan.out).toContain('resourceGroup "" → "rg-typo"');
  const apply = await opened.run(folder, ['apply', '--auto-approve', ...quick]);
  expect(apply.exitCode).not.toBe(0);
  expect(apply.err).toContain('InvalidResourceGroup.NotFound');
});
