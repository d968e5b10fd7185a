// Goal: who should be in a group can be written, and is made so by the whole tool.
import path from 'node:path';
import { expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import { openStateFile } from '../../src/emulator/state-file.ts';
import { makeWorkspace, sluice, workspaceText } from './sluice.ts';

const onEmulator = ['--emulator', 'state.json'];
const here = { region: 'cn-hangzhou', vpcId: 'vpc-bp1test' };
const tagsOf = (name: string) => ({ 'sluice:owner': 'edge-platform', 'sluice:group': name });

const seed: EmulatorSeed = {
  groups: [
    { ...here, id: 'sg-base', name: 'base' },
    { ...here, id: 'sg-app', name: 'app', tags: tagsOf('app'), innerAccessPolicy: 'Drop' },
    { ...here, id: 'sg-big', name: 'big', type: 'enterprise' },
  ],
  instances: [
    { ...here, id: 'i-one', interfaceId: 'eni-one', groupIds: ['sg-app', 'sg-base'] },
    { ...here, id: 'i-two', interfaceId: 'eni-two', groupIds: ['sg-base'] },
    { ...here, id: 'i-only', interfaceId: 'eni-only', groupIds: ['sg-app'] },
    { ...here, id: 'i-big', interfaceId: 'eni-big', groupIds: ['sg-big'] },
  ],
  interfaces: [{ ...here, id: 'eni-spare', groupIds: ['sg-base'] }],
};

const web = `name: web
innerAccessPolicy: drop
ingress: [{ protocol: tcp, ports: 443, source: 0.0.0.0/0 }]
members: { instances: [i-one, i-two], networkInterfaces: [eni-spare] }
`;
const app = `name: app
ingress: [{ protocol: tcp, ports: 22, source: 10.0.0.0/8 }]
members: { instances: [i-two, i-only], exclusive: true }
`;
const consent = [
  '--allow-hazards',
  'opens-to-internet,cuts-traffic,deletes-group,transient-window',
];

/** Puts the world into the state file of a workspace. */
async function load(folder: string): Promise<void> {
  const state = await openStateFile(path.join(folder, 'state.json'));
  state.emulator.load(seed);
  await state.close();
}

/** The groups of each interface, sorted. */
async function placesIn(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const state = await openStateFile(path.join(folder, 'state.json'));
  const { body } = state.emulator.call({
    product: 'Ecs',
    version: '2014-05-26',
    action: 'DescribeNetworkInterfaces',
    region: here.region,
    parameters: { MaxResults: '100' },
  });
  await state.close();
  const { NetworkInterfaceSets: sets } = body as unknown as {
    NetworkInterfaceSets: { NetworkInterfaceSet: readonly Listed[] };
  };
  return Object.fromEntries(
    sets.NetworkInterfaceSet.map(({ NetworkInterfaceId, SecurityGroupIds }) => [
      NetworkInterfaceId,
      SecurityGroupIds.SecurityGroupId.toSorted(),
    ]),
  );
}

interface Listed {
  readonly NetworkInterfaceId: string;
  readonly SecurityGroupIds: { readonly SecurityGroupId: readonly string[] };
}

test('members join and leave, a second plan is empty, and the way back leads back', async () => {
  const folder = makeWorkspace({ web, app });
  await load(folder);
  const before = await placesIn(folder);

  const plan = await sluice(folder, ['plan', ...onEmulator]);
  expect(plan.out).toContain('+   member i-two, which is in sg-base\n');
  expect(plan.out).toContain('-   member i-one, which is in app + sg-base\n');
  expect(plan.out).toContain('sg-base → app + sg-base + web (1 instance)');
  expect(plan.out).toContain('! opens-to-internet: opens web: tcp 443 from 0.0.0.0/0');
  // It gets the new rule of app before it leaves.
  expect(plan.out).toContain(
    '! transient-window: steps 1 to 9 open for a while, on interfaces that move among ' +
      'app + sg-base + web: ingress tcp 22 from 10.0.0.0/8',
  );

  const apply = await sluice(folder, ['apply', '--auto-approve', ...consent, ...onEmulator]);
  expect(apply.out).toContain('Applied and verified');
  const { 'eni-one': one, 'eni-two': two, ...others } = await placesIn(folder);
  expect(one).toEqual(['sg-base', expect.stringMatching(/^sg-bp/) as string]);
  expect(two).toEqual(['sg-app', 'sg-base', one?.[1]]);
  expect(others).toMatchObject({ 'eni-only': ['sg-app'], 'eni-big': ['sg-big'] });
  const again = await sluice(folder, ['plan', '--detailed-exitcode', ...onEmulator]);
  expect(again).toMatchObject({ exitCode: 0 });

  const back = await sluice(folder, ['rollback', '--auto-approve', ...consent, ...onEmulator]);
  expect(back.out + back.err).toContain('Applied and verified');
  expect(await placesIn(folder)).toEqual(before);
}, 60_000);

test('what the cloud would refuse is refused before anything is written', async () => {
  const folder = makeWorkspace({
    web: 'name: web\nmembers: { instances: [i-gone, i-big], networkInterfaces: [eni-one] }\n',
    app: 'name: app\nmembers: { instances: [], exclusive: true }\n',
  });
  await load(folder);
  const { exitCode, err } = await sluice(folder, ['plan', ...onEmulator]);
  expect(exitCode).toBe(4);
  expect(err).toContain('groups/web.yaml:2:24: refused: there is no instance i-gone');
  expect(err).toContain('eni-one is the primary interface of i-one');
});

test('nobody is left in no group, and types are not mixed', async () => {
  const folder = makeWorkspace({
    web: 'name: web\nmembers: { instances: [i-big] }\n',
    app: 'name: app\nmembers: { instances: [], exclusive: true }\n',
  });
  await load(folder);
  const { exitCode, err } = await sluice(folder, ['plan', ...onEmulator]);
  expect(exitCode).toBe(4);
  expect(err).toContain('groups/app.yaml:2:10: refused: i-only would be in no group: app is all');
  expect(err).toContain(
    '(sg-big is enterprise, web is normal); sg-big is not ours, so nothing here takes i-big out of it [members-mixed]',
  );
});

const swapped = {
  web: 'name: web\ntype: enterprise\ningress: []\negress: []\nmembers: { instances: [i-only], networkInterfaces: [eni-spare] }\n',
  app: 'name: app\nmembers: { instances: [i-one], exclusive: true }\n',
  base: 'name: base\nadopt: sg-base\nmembers: { instances: [i-one, i-two], exclusive: true }\n',
};

test('from basic to advanced groups in one call, and back', async () => {
  const folder = makeWorkspace(swapped);
  await load(folder);
  const before = await placesIn(folder);
  const plan = await sluice(folder, ['plan', ...onEmulator]);
  expect(plan.out).toContain('~   member i-only, in one call from app to web\n');
  expect(plan.out).toContain('~   member eni-spare, in one call from base to web\n');
  expect(plan.out).toContain('basic and advanced groups are never on one interface');

  const drift = await sluice(folder, ['drift', '--format', 'json', ...onEmulator]);
  expect(drift.out).toContain('"memberUnexpected"');
  const apply = await sluice(folder, ['apply', '--auto-approve', ...consent, ...onEmulator]);
  expect(apply.out).toContain('move i-only out of app and into web in one call');
  expect(apply.out).toContain('Applied and verified');
  const after = await placesIn(folder);
  expect(after).toMatchObject({ 'eni-one': ['sg-app', 'sg-base'], 'eni-two': ['sg-base'] });
  expect(after['eni-only']).toEqual([expect.stringMatching(/^sg-bp/)]);
  expect(after['eni-spare']).toEqual(after['eni-only']);
  const again = await sluice(folder, ['plan', '--detailed-exitcode', ...onEmulator]);
  expect(again).toMatchObject({ exitCode: 0 });

  const back = await sluice(folder, ['rollback', '--auto-approve', ...consent, ...onEmulator]);
  expect(back.out + back.err).toContain('Applied and verified');
  expect(await placesIn(folder)).toEqual(before);
}, 60_000);

test('out of a full interface and into another group in one call, and what is not ours stays', async () => {
  const folder = makeWorkspace(
    {
      web: 'name: web\ningress: []\negress: []\nmembers: { instances: [i-one] }\n',
      app: 'name: app\nmembers: { instances: [i-only], exclusive: true }\n',
    },
    `${workspaceText}quotas: { groupsPerInterface: 2 }\n`,
  );
  await load(folder);
  const plan = await sluice(folder, ['plan', '--out', 'p.json', ...onEmulator]);
  expect(plan.out).toContain('~   member i-one, in one call from app + sg-base to sg-base + web\n');
  expect(plan.out).toContain('for a moment it would be over a quota');
  const apply = await sluice(folder, ['apply', 'p.json', ...consent, ...onEmulator]);
  expect(apply.err + apply.out).toContain('Applied and verified');
  const { 'eni-one': one } = await placesIn(folder);
  expect(one).toEqual(['sg-base', expect.stringMatching(/^sg-bp/)]);
}, 60_000);
