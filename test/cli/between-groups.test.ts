// Goal: who moves from one group into another is looked at in both, by whatever binds a plan: its way back,
// what was approved, lists, holds. A group that nothing else changes counts as much as any.
// Method: the command line on an emulator over HTTP, once for groups of one type and once for a move that
// only one call can make, with somebody else at work in the console.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CloudWorld } from './cloud-world.ts';
import { makeWorkspace } from './sluice.ts';

const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
const tagsOf = (name: string) => ({ 'sluice:owner': 'edge-platform', 'sluice:group': name });
const consent = ['--allow-hazards', 'cuts-traffic,first-apply'];
const types = ['normal', 'enterprise'] as const;

let world: CloudWorld;

beforeEach(async () => {
  world = await CloudWorld.open();
});

afterEach(() => world.close());

/** i-one goes from app into web, which needs nothing else; third is to be made. */
function load(type: (typeof types)[number], more: readonly string[] = []): string {
  world.emulator.load({
    prefixLists: [
      {
        ...{ ...here, id: 'pl-office', name: 'office', maxEntries: 5 },
        entries: [{ text: '10.9.0.0/16', description: '' }],
      },
    ],
    groups: [
      { ...here, id: 'sg-app', name: 'app', tags: tagsOf('app'), innerAccessPolicy: 'Drop' },
      {
        ...{ ...here, id: 'sg-web', name: 'web', tags: tagsOf('web'), type },
        innerAccessPolicy: 'Drop',
        rules: [
          {
            ...{ Direction: 'ingress', IpProtocol: 'TCP', PortRange: '443/443' },
            SourcePrefixListId: 'pl-office',
          },
        ],
      },
    ],
    instances: ['one', 'two'].map((name) => {
      return { ...here, id: `i-${name}`, interfaceId: `eni-${name}`, groupIds: ['sg-app'] };
    }),
  });
  return makeWorkspace({
    web: `name: web\ntype: ${type}\nmembers: { instances: [i-one] }\n`,
    app: 'name: app\nmembers: { instances: [i-two], exclusive: true }\n',
    ...Object.fromEntries(more.map((name) => [name, `name: ${name}\n`])),
  });
}

function placeOfOne(): string {
  const request = { product: 'Ecs', version: '2014-05-26', region: 'cn-hangzhou' };
  const { body } = world.emulator.call({
    ...{ ...request, action: 'DescribeNetworkInterfaces' },
    parameters: { 'NetworkInterfaceId.1': 'eni-one', MaxResults: '10' },
  });
  return /"SecurityGroupId":\["([^\]]*)"\]/.exec(JSON.stringify(body))?.[1] ?? '';
}

test.each(types)(
  'a saved plan that moves into a %s group is applied and taken back',
  async (type) => {
    const folder = load(type);
    await world.run(folder, ['plan', '--out', 'p.json']);
    expect(await world.run(folder, ['apply', 'p.json', ...consent])).toMatchObject({ exitCode: 0 });
    expect(placeOfOne()).toBe('sg-web');
    const back = await world.run(folder, ['rollback', '--auto-approve', ...consent]);
    expect(back).toMatchObject({ exitCode: 0 });
    expect(placeOfOne()).toBe('sg-app');
  },
);

test.each(types)(
  'a list that a %s group names is bound, though only its members move',
  async (type) => {
    const folder = load(type);
    await world.run(folder, ['plan', '--out', 'p.json']);
    world.byHand('ModifyPrefixList', 'web', {
      ...{ PrefixListId: 'pl-office', 'AddEntry.1.Cidr': '0.0.0.0/0' },
    });
    const { exitCode, err } = await world.run(folder, ['apply', 'p.json', ...consent]);
    expect(exitCode).toBe(5);
    expect(err).toContain('  pl-office: + 0.0.0.0/0\n');
    expect(placeOfOne()).toBe('sg-app');
  },
);

test.each(types)(
  'what was approved is not done where a %s group has another rule by now',
  async (type) => {
    const folder = load(type);
    await world.run(folder, ['plan', '--out', 'p.json']);
    world.openPort('web', 22);
    const args = ['apply', '--approved', 'p.json', '--auto-approve', ...consent];
    const { exitCode, out } = await world.run(folder, args);
    expect(exitCode).toBe(5);
    expect(out).toContain('note: app is left out: i-one moves in web too, which is left out;');
    expect(placeOfOne()).toBe('sg-app');
  },
);

test.each(types)(
  'where a %s group is held nobody leaves for it, and all others are applied',
  async (type) => {
    const folder = load(type, ['third']);
    world.hold('web');
    const { exitCode, out } = await world.run(folder, ['apply', '--auto-approve', ...consent]);
    expect(exitCode).toBe(0);
    expect(out).toContain('note: app is left out: i-one moves in web too, which is held;');
    expect(placeOfOne()).toBe('sg-app');
    expect(world.groups).toEqual(['app', 'third', 'web 443']);
  },
);

test('where the group that somebody leaves is held, nobody joins another instead', async () => {
  const folder = load('enterprise');
  world.hold('app');
  const { exitCode, out } = await world.run(folder, ['apply', '--auto-approve', ...consent]);
  expect(exitCode).toBe(0);
  expect(out).toContain('note: web is left out: i-one moves in app too, which is held;');
  expect(world.writes).toEqual([]);
});

test('a plan from which somebody took the group that is joined is no plan', async () => {
  const folder = load('enterprise');
  await world.run(folder, ['plan', '--out', 'p.json']);
  const file = path.join(folder, 'p.json');
  const plan = JSON.parse(readFileSync(file, 'utf8')) as { undo?: object; groups: object };
  const groups = Object.fromEntries(Object.entries(plan.groups).filter(([name]) => name !== 'web'));
  writeFileSync(file, JSON.stringify({ ...plan, groups, undo: undefined }));
  const { exitCode, err } = await world.run(folder, ['apply', 'p.json', ...consent]);
  expect(exitCode).toBe(3);
  expect(err).toContain('moves members of web, which is not there');
});

test('no group of ours is called like the id of another one', async () => {
  const folder = makeWorkspace({ web: 'name: sg-app\ningress: []\n' });
  world.emulator.put({ ...here, id: 'sg-app', name: 'app' });
  const { exitCode, err } = await world.run(folder, ['plan']);
  expect(exitCode).toBe(4);
  expect(err).toContain('our group "sg-app" is called like the id of another group');
});

test('but one may be called like its own id', async () => {
  const folder = makeWorkspace({ web: 'name: sg-app\nadopt: sg-app\ncloudName: app\n' });
  world.emulator.put({ ...here, id: 'sg-app', name: 'app' });
  expect(await world.run(folder, ['plan'])).toMatchObject({ exitCode: 0 });
});
