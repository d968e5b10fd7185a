// Goal: a plan says on how many interfaces and instances it changes what decides about traffic, and an
// instance counts once wherever its interfaces are.
// Method: whole reads of an emulator; random interfaces are counted again by hand.
import fc from 'fast-check';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import type { Plan } from '../../src/model/plan.ts';
import { renderPlan } from '../../src/report/plan-text.ts';
import { allOf, denying, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import { planOf } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, group, seed, wanted } from './words.ts';

const names = ['web', 'app', 'db'];
const [web, app, db] = [seededId('web'), seededId('app'), seededId('db')];
const groups = names.map((name) => seed(name, [], { innerAccessPolicy: 'Drop' }));
const https = accept('tcp 443', '10.0.0.0/8');

async function planWith(world: EmulatorSeed, desired: readonly DesiredGroup[]): Promise<Plan> {
  const state = wanted(...desired);
  return planOf(state, await allOf(state, worldWith({ groups, ...world }).send));
}

const opening = (...names: readonly string[]) =>
  names.map((name) => group(name, names.includes(name) ? { ingress: [https] } : {}));

const withInterface = (name: string, ids: readonly string[]) =>
  secondary(name, ids, { instanceId: 'i-a' });

describe('an instance with an interface in each of two groups', () => {
  const world = {
    instances: [instance('a', [web]), instance('b', [web])],
    interfaces: [withInterface('c', [app])],
  };

  test('counts once where both change alike', async () => {
    const { access } = await planWith(world, opening('web', 'app'));
    expect(access.touches).toEqual({ interfaces: 3, instances: 2 });
    expect(access.changes).toMatchObject([{ touches: { interfaces: 3, instances: 2 } }]);
    expect(access.changes[0]?.scopes).toEqual([
      { groups: ['app'], interfaces: 1, instances: 1 },
      { groups: ['web'], interfaces: 2, instances: 2 },
    ]);
  });

  test('is said in the line of the change and in its title', async () => {
    const text = renderPlan(await planWith(world, opening('web', 'app')), plain);
    expect(text).toContain('(risk: widens; 3 interfaces, 2 instances):');
    expect(text).toContain('app, web (3 interfaces, 2 instances)');
  });
});

test('as many instances as interfaces are instances alone, and none are not mentioned', async () => {
  const attached = { instances: [instance('a', [web]), instance('b', [web])] };
  const text = async (world: EmulatorSeed) =>
    renderPlan(await planWith(world, opening('web')), plain);
  expect(await text(attached)).toMatch(/risk: widens; 2 instances.*\n.* web \(2 instances\)/);
  expect(await text({ interfaces: [secondary('a', [web])] })).toMatch(
    /risk: widens; 1 interface\).*\n.* web \(1 interface\)/,
  );
  expect(await text({ interfaces: [secondary('a', [db])] })).toMatch(
    /risk: widens; no interface\).*\n.* web \(no interface\)/,
  );
});

test('nothing is counted where interfaces may not be read', async () => {
  const state = wanted(...opening('web'));
  const { send } = worldWith({ groups, instances: [instance('a', [web])] });
  const isDenied = (action: string) => action === 'DescribeNetworkInterfaces';
  const unread = denying(send, 'Forbidden.RAM', isDenied);
  const plan = planOf(state, await allOf(state, unread));
  expect(plan.access).not.toHaveProperty('touches');
  expect(plan.access.changes[0]).not.toHaveProperty('touches');
  expect(renderPlan(plan, plain)).toContain('(risk: widens):');
});

test('on any interfaces, the counts are those by hand', async () => {
  const nics = fc.array(
    fc.record({
      ids: fc.subarray([web, app, db], { minLength: 1 }),
      on: fc.constantFrom('i-a', 'i-b', undefined),
    }),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(nics, fc.subarray(['web', 'app'], { minLength: 1 }), async (all, changing) => {
      const world = {
        instances: [instance('a', [web]), instance('b', [db])],
        interfaces: all.map(({ ids, on }, index) =>
          secondary(String(index), ids, on === undefined ? {} : { instanceId: on }),
        ),
      };
      const { access } = await planWith(world, opening(...changing));
      const everything = [{ ids: [web], on: 'i-a' }, { ids: [db], on: 'i-b' }, ...all];
      const changed = changing.map(seededId);
      const here = everything.filter(({ ids }) => ids.some((id) => changed.includes(id)));
      const count = (some: typeof here) => ({
        interfaces: some.length,
        instances: new Set(some.flatMap(({ on }) => on ?? [])).size,
      });
      expect(access.touches).toEqual(count(here));
      for (const { scopes, touches } of access.changes) {
        const sets = scopes.map((scope) => scope.groups.toSorted().join());
        const inSets = here.filter(({ ids }) => sets.includes(ids.map(nameOf).toSorted().join()));
        expect(touches).toEqual(count(inSets));
      }
    }),
    { numRuns: 100 },
  );
});

const plain = picocolors.createColors(false);

function nameOf(id: GroupId): string {
  return names.find((name) => seededId(name) === id) ?? id;
}
