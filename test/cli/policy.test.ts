// Goal: the policies that sluice prints allow exactly what it calls. Whatever a command that plans calls is in the plan
// policy, and whatever one that applies calls in the apply policy; and nothing is in either that no command calls.
// Method: the commands, over HTTP, against an emulator that writes down each call and refuses, as RAM would, what the
// policy of the command's role does not allow.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import { region, target } from '../planner/names.ts';
import { CloudWorld } from './cloud-world.ts';
import { threeText } from './groups-of-three.ts';
import { makeWorkspace, sluice, writeGroupFile } from './sluice.ts';

interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource: string;
  }[];
}

const here = { region, vpcId: target.vpc };
const tagsOf = (name: string) => ({ 'sluice:owner': 'edge-platform', 'sluice:group': name });
const list = (id: string, ...texts: readonly string[]) => {
  return { region, id, maxEntries: 5, entries: texts.map((text) => ({ text, description: '' })) };
};
const seed: EmulatorSeed = {
  groups: [
    { ...here, id: 'sg-base', name: 'base' },
    { ...here, id: 'sg-big', name: 'big', type: 'enterprise', tags: tagsOf('big') },
  ],
  instances: [
    { ...here, id: 'i-one', interfaceId: 'eni-one', groupIds: ['sg-base'] },
    { ...here, id: 'i-two', interfaceId: 'eni-two', groupIds: ['sg-base'] },
    { ...here, id: 'i-big', interfaceId: 'eni-big', groupIds: ['sg-big'] },
  ],
  interfaces: [{ ...here, id: 'eni-spare', groupIds: ['sg-big'] }],
  prefixLists: [list('pl-office', '203.0.113.0/24')],
  portRangeLists: [list('prl-web', '443/443')],
};

/** By the name of its role, what sluice says that the role needs. */
const policies = new Map<string, Policy>();
/** What was called, such as `ecs:DescribeInstances`, by role. */
const called = { plan: new Set<string>(), apply: new Set<string>() };
let world: CloudWorld;
let folder: string;

beforeAll(async () => {
  for (const role of ['plan', 'apply']) {
    const { out, exitCode } = await sluice('.', ['policy', role, '--with', 'replacements']);
    expect(exitCode).toBe(0);
    policies.set(role, JSON.parse(out) as Policy);
  }
  world = await CloudWorld.open();
  world.emulator.load(seed);
  folder = makeWorkspace({}, `${threeText}lock: { group: web }\ntests: tests.yaml\n`);
  writeFileSync(path.join(folder, 'tests.yaml'), assertions);
});

afterAll(() => world.close());

function actionsOf(role: string): readonly string[] {
  return policies.get(role)?.Statement.flatMap(({ Action }) => Action) ?? [];
}

/** What RAM denies is refused, so that a policy with too little makes the command fail, or say less. */
async function as(role: 'plan' | 'apply', exitCode: number, ...args: readonly string[]) {
  const allowed = new Set(actionsOf(role));
  const denied: string[] = [];
  world.before = (request) => {
    const action = `${request.product.toLowerCase()}:${request.action}`;
    called[role].add(action);
    if (allowed.has(action)) return undefined;
    denied.push(action);
    return world.refuse(request, 'Forbidden.RAM');
  };
  const ran = await world.run(folder, args);
  expect({ args, denied, err: ran.exitCode === exitCode ? '' : ran.err }).toEqual({
    args,
    denied: [],
    err: '',
  });
}

const apply = [
  ...['apply', '--auto-approve', '--settle', '0', '--allow-hazards'],
  'first-apply,opens-to-internet,cuts-traffic,deletes-group,transient-window,egress-ingress-window,mass-change',
];

const assertions = `tests:
  - name: Nobody reaches Remote Desktop
    deny: { from: internet, to: { group: web }, protocol: tcp, port: 3389 }
`;

const before = `name: web
description: Before
innerAccessPolicy: accept
tags: { team: edge, old: 'yes' }
ingress:
  - { description: one, protocol: tcp, ports: 22, source: { prefixList: pl-office } }
  - { protocol: tcp, ports: { portList: prl-web }, source: 10.0.0.0/8 }
  - { protocol: tcp, ports: 80, source: 10.0.0.0/8 }
egress:
  - { description: one, protocol: tcp, ports: 5432, destination: 10.0.0.0/8 }
  - { protocol: tcp, ports: 3306, destination: 10.0.0.0/8 }
members: { instances: [i-one] }
`;
const after = `name: web
description: After
innerAccessPolicy: drop
tags: { team: core }
resourceGroup: rg-edge
ingress:
  - { description: two, protocol: tcp, ports: 22, source: { prefixList: pl-office } }
  - { protocol: tcp, ports: { portList: prl-web }, source: 10.0.0.0/8 }
egress:
  - { description: two, protocol: tcp, ports: 5432, destination: 10.0.0.0/8 }
members: { instances: [i-two, i-big], networkInterfaces: [eni-spare], exclusive: true }
`;

test('no command is refused anything under the policy of its role', async () => {
  writeGroupFile(folder, 'web', 'name: web\n');
  await as('plan', 0, 'import', '--id', 'sg-base');
  rmSync(path.join(folder, 'groups/base.yaml'));
  writeGroupFile(folder, 'web', before);
  writeGroupFile(folder, 'old', 'name: old\ningress: []\negress: []\n');
  // Nobody is in basic and advanced groups at once, so who leaves the one for the other does both in one call.
  writeGroupFile(folder, 'big', 'name: big\ntype: enterprise\n');
  await as('apply', 0, ...apply);
  writeGroupFile(folder, 'web', after);
  writeGroupFile(folder, 'old', 'name: old\nstate: absent\n');
  writeGroupFile(
    folder,
    'big',
    'name: big\ntype: enterprise\nmembers: { instances: [], exclusive: true }\n',
  );
  await as('plan', 0, 'plan', '--out', 'p.json');
  await as('plan', 2, 'drift');
  await as('plan', 0, 'snapshot', '--out', 'live.json');
  await as('plan', 0, 'test', '--state', 'all');
  await as('plan', 0, 'graph', '--state', 'live');
  const ask = ['explain', '--from', '203.0.113.7', '--to', 'web', '--port', 'tcp/22'];
  await as('plan', 0, ...ask, '--state', 'planned');
  await as('apply', 0, 'hold', 'web', '--for', '1h', '--reason', 'INC-42');
  await as('apply', 0, 'unhold', 'web');
  const [command = '', ...flags] = apply;
  await as('apply', 0, command, '--approved', 'p.json', ...flags);
  await as('apply', 0, 'rollback', ...flags);
});

test('each action of a policy is called by a command of its role', () => {
  expect([...called.plan].toSorted()).toEqual(actionsOf('plan'));
  // An apply looks at what is there too, and so has all that a plan has.
  expect([...called.apply].toSorted()).toEqual(actionsOf('apply'));
});

test('who may change instances may set their passwords, so that is allowed only --with replacements', async () => {
  const unasked = JSON.parse((await sluice('.', ['policy', 'apply'])).out) as Policy;
  const actions = new Set(unasked.Statement.flatMap(({ Action }) => Action));
  expect(actionsOf('apply').filter((action) => !actions.has(action))).toEqual([
    'ecs:ModifyInstanceAttribute',
    'ecs:ModifyNetworkInterfaceAttribute',
  ]);
  const wrong = await sluice('.', ['policy', 'apply', '--with', 'members']);
  expect(wrong).toMatchObject({ exitCode: 3 });
  expect(wrong.err).toContain('expected some of replacements');
});

test('a policy is one statement of RAM that allows, and the role to plan writes nothing', () => {
  for (const role of ['plan', 'apply']) {
    const { Version, Statement } = policies.get(role) ?? { Version: '', Statement: [] };
    expect(Version).toBe('1');
    expect(Statement.map(({ Effect, Resource }) => ({ Effect, Resource }))).toEqual([
      { Effect: 'Allow', Resource: '*' },
    ]);
  }
  expect(actionsOf('plan').filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
});

test('--without leaves out what can be done without, and refuses the rest: exit 3', async () => {
  const without = await sluice('.', [
    ...['policy', 'apply', '--with', 'replacements'],
    ...['--without', 'members,lists'],
  ]);
  const { Statement } = JSON.parse(without.out) as Policy;
  const left = new Set(Statement.flatMap(({ Action }) => Action));
  expect(actionsOf('apply').filter((action) => !left.has(action))).toEqual([
    'ecs:DescribePortRangeListEntries',
    'ecs:DescribePortRangeLists',
    'ecs:DescribePrefixListAttributes',
    'ecs:DescribePrefixLists',
    'ecs:JoinSecurityGroup',
    'ecs:LeaveSecurityGroup',
  ]);
  const wrong = await sluice('.', ['policy', 'plan', '--without', 'groups']);
  expect(wrong.exitCode).toBe(3);
  expect(wrong.err).toContain('expected some of interfaces, references, lists, members');
});
