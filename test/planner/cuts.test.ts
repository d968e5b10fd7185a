// Goal: a plan that takes a kind of traffic from everybody on interfaces in use needs consent, and one that
// makes it narrower does not. Which kinds is in cuts.property.test.ts; here it is what people read.
import { expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Hazard } from '../../src/model/hazard.ts';
import type { Rule } from '../../src/model/rule.ts';
import { allOf, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import { planFrom, planOf, worldOf } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, drop, gone, group, named, seed, wanted } from './words.ts';

const https = accept('tcp 443', '0.0.0.0/0');
const web = seededId('web');

/** The groups `web` and `app` as they are, with these rules of `web`. */
const there = (...rules: readonly Rule[]) => [seed('web', rules), seed('app')];

async function cutsOf(
  desired: readonly DesiredGroup[],
  { groups = there(https), ...world }: EmulatorSeed,
): Promise<readonly Hazard[]> {
  const state = wanted(...desired);
  const plan = planOf(state, await allOf(state, worldWith({ groups, ...world }).send));
  return plan.hazards.filter(({ code }) => code === 'cuts-traffic');
}

const onTwo = { instances: [instance('a', [web]), instance('b', [web])] };
const ingress = (...rules: readonly ReturnType<typeof accept>[]) => [
  group('web', { ingress: rules }),
  group('app'),
];

test('the last rule of a port that goes is named with its interfaces, and who used it', async () => {
  expect(await cutsOf(ingress(), onTwo)).toEqual([
    {
      code: 'cuts-traffic',
      group: 'web',
      message:
        'ingress tcp 443 of web (2 instances): accepted from 0.0.0.0/0 before, from nobody after',
    },
  ]);
});

test('a drop that cuts has its place in the files', async () => {
  const stop = drop('tcp 443', '0.0.0.0/0', { priority: 1 });
  const source = { file: 'groups/web.yaml', line: 7, column: 3 };
  const kept = accept('tcp 443', '0.0.0.0/0', { priority: 9 });
  const found = await cutsOf(ingress(kept, { ...stop, source }), {
    groups: there(kept),
    ...onTwo,
  });
  expect(found).toMatchObject([{ group: 'web', source }]);
});

test.each<[string, readonly ReturnType<typeof accept>[]]>([
  ['an office', [accept('tcp 443', '203.0.113.0/24')]],
  ['another family', [accept('tcp 443', '::/0')]],
  ['members of another group', [accept('tcp 443', named('app'))]],
  ['all ports of somebody', [accept('all', '10.0.0.0/8')]],
])('nothing is cut where it stays for %s', async (_, rules) => {
  expect(await cutsOf(ingress(...rules), onTwo)).toEqual([]);
});

test('members of the group itself are not somebody', async () => {
  const inside = seed('web', [https], { innerAccessPolicy: 'Accept' });
  expect(await cutsOf(ingress(), { groups: [inside, seed('app')], ...onTwo })).toHaveLength(1);
});

test('another group on the interface may keep it', async () => {
  const groups = [seed('web', [https]), seed('app', [accept('tcp 443', '10.0.0.0/8')])];
  const both = { interfaces: [secondary('a', [web, seededId('app')])] };
  expect(await cutsOf(ingress(), { groups, ...both })).toEqual([]);
  const [hazard] = await cutsOf(ingress(), {
    groups,
    interfaces: [...both.interfaces, secondary('b', [web])],
  });
  expect(hazard?.message).toContain('of web (1 interface):');
});

test('nothing is cut where no interface is, and egress that falls back to the default is none', async () => {
  expect(await cutsOf(ingress(), { interfaces: [secondary('a', [seededId('app')])] })).toEqual([]);
  const out = accept('tcp 443', '0.0.0.0/0', { direction: 'egress' });
  const egress = [group('web', { egress: [] }), group('app')];
  expect(await cutsOf(egress, { groups: there(out), ...onTwo })).toEqual([]);
  const closed = drop('all', '0.0.0.0/0', { direction: 'egress' });
  const closed6 = drop('all', '::/0', { direction: 'egress' });
  const shut = [group('web', { egress: [closed, closed6] }), group('app')];
  expect(await cutsOf(shut, { groups: there(out), ...onTwo })).toMatchObject([
    {
      message: expect.stringMatching(
        /^egress .* of web \(2 instances\): .* to nobody after$/,
      ) as string,
    },
  ]);
});

test('where interfaces may not be read, each group counts as in use, but not one that goes', async () => {
  const cut = async (...desired: readonly DesiredGroup[]) => {
    const plan = await planFrom(wanted(...desired), worldOf(there(https)).send);
    return plan.hazards.filter(({ code }) => code === 'cuts-traffic').map(({ message }) => message);
  };
  expect(await cut(...ingress())).toEqual([
    'ingress tcp 443 of web: accepted from 0.0.0.0/0 before, from nobody after',
  ]);
  expect(await cut(gone('web'), group('app'))).toEqual([]);
});

test('the way back of what opens cuts what it opened, and says so', async () => {
  const state = wanted(...ingress(https));
  const world = worldWith({ groups: there(), ...onTwo });
  const plan = planOf(state, await allOf(state, world.send));
  expect(plan.hazards.map(({ code }) => code)).toEqual(['opens-to-internet']);
  expect(plan.undo?.hazards).toMatchObject([{ code: 'cuts-traffic', group: 'web' }]);
});

test('one network that goes from several groups is one hazard', async () => {
  const groups = [
    seed('web', [https], { innerAccessPolicy: 'Drop' }),
    seed('app', [https], { innerAccessPolicy: 'Drop' }),
  ];
  const desired = [group('web', { ingress: [] }), group('app', { ingress: [] })];
  const instances = [instance('a', [web]), instance('b', [seededId('app')])];
  const found = await cutsOf(desired, { groups, instances });
  expect(found.map(({ message }) => message)).toEqual([
    'ingress tcp 443 of app, web (2 instances): accepted from 0.0.0.0/0 before, from nobody after',
  ]);
});
