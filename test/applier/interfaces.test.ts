// Goal: a plan is run only while its groups sit on interfaces with the groups that it was made for,
// as far as anybody could know that; else nothing is written.
// Method: plans from whole reads of an emulator, then somebody moves interfaces.
import { describe, expect, test } from 'vitest';
import type { SeedInterface } from '../../src/emulator/load-seed.ts';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { WrittenMembers } from '../../src/model/member.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { staleText } from '../../src/report/apply-text.ts';
import { allOf, denying, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import { applied, counting, lastKind, planOf, type World } from '../planner/in-process.ts';
import { othersId, seededId } from '../planner/names.ts';
import { accept, gone, group, seed, wanted } from '../planner/words.ts';
import { refusing } from './transports.ts';

const [web, app] = [seededId('web'), seededId('app')];
const open = { ingress: [accept('tcp 443', '0.0.0.0/0')] };
const desired = wanted(group('web', open), group('app'));
const seeds = [seed('web'), seed('app'), seed('other', [], { id: 'sg-other', tags: {} })];

/** Exclusively. */
function members(...ids: readonly string[]): WrittenMembers {
  const source = { file: 'groups/web.yaml', line: 2, column: 1 };
  const all = ids.map((id) => ({ kind: 'instance', id, source }) as const);
  return { all, isExclusive: true, source };
}

interface Prepared extends World {
  readonly plan: Plan;
  /** Puts interfaces, or gives those that are there other groups. */
  readonly put: (...interfaces: readonly SeedInterface[]) => void;
}

async function prepared(
  interfaces: readonly SeedInterface[],
  { state = desired, groups = seeds }: { state?: DesiredState; groups?: readonly SeedGroup[] } = {},
): Promise<Prepared> {
  const world = worldWith({ groups, interfaces });
  const plan = planOf(state, await allOf(state, world.send));
  return { ...world, plan, put: (...more) => world.emulator.load({ interfaces: more }) };
}

async function expectStale({ plan, send }: Prepared, ...groups: readonly object[]): Promise<void> {
  const counted = counting(send);
  expect(await applied(plan, counted.send)).toMatchObject([
    { kind: 'refused', reason: { kind: 'stale', groups } },
  ]);
  expect(counted.writes).toEqual([]);
}

const staleWeb = { group: 'web', id: web, why: 'interfaces' };

/** Without a single interface nobody would know whether there are any. */
const elsewhere = secondary('elsewhere', [othersId]);

describe('nothing is written when a group of the plan', () => {
  test('sits with another of ours', async () => {
    const world = await prepared([secondary('a', [web])]);
    world.put(secondary('a', [web, app]));
    await expectStale(world, staleWeb);
  });

  test('sits with a group of somebody else', async () => {
    const world = await prepared([secondary('a', [web])]);
    world.put(secondary('b', [web, 'sg-other']));
    await expectStale(world, staleWeb);
  });

  test('has its first member', async () => {
    const world = await prepared([elsewhere]);
    world.put(secondary('a', [web]));
    await expectStale(world, staleWeb);
  });

  test('sits with fewer groups than it did', async () => {
    const world = await prepared([secondary('a', [web, app])]);
    world.put(secondary('a', [web]));
    await expectStale(world, staleWeb);
  });

  test('has lost its last member', async () => {
    const world = await prepared([secondary('a', [web])]);
    world.put(secondary('a', [app]));
    await expectStale(world, staleWeb);
  });

  test('is the primary one of an instance, which joins another group', async () => {
    const world = worldWith({ groups: seeds, instances: [instance('a', [web])] });
    const plan = planOf(desired, await allOf(desired, world.send));
    world.emulator.load({ instances: [instance('a', [web, app])] });
    await expectStale({ ...world, plan, put: () => undefined }, staleWeb);
  });

  test('and all of them are named', async () => {
    const both = wanted(group('web', open), group('app', open));
    const world = await prepared([secondary('a', [web]), secondary('b', [app])], { state: both });
    world.put(secondary('c', [web, app]));
    await expectStale(world, { group: 'app', id: app, why: 'interfaces' }, staleWeb);
  });

  test('is to be deleted, and has got a member', async () => {
    const world = await prepared([elsewhere], { state: wanted(gone('web'), group('app')) });
    world.put(secondary('a', [web]));
    await expectStale(world, staleWeb);
  });
});

describe('a plan is run', () => {
  test('when there are more interfaces of the same groups, or fewer', async () => {
    const a = secondary('a', [web, app]);
    const b = secondary('b', [web, app]);
    const grown = await prepared([a]);
    grown.put(b);
    expect(lastKind(await applied(grown.plan, grown.send))).toBe('verified');

    const shrunk = await prepared([a, b]);
    shrunk.put(secondary('b', [app]));
    expect(lastKind(await applied(shrunk.plan, shrunk.send))).toBe('verified');
  });

  test('when only groups that it does not touch have moved', async () => {
    const world = await prepared([secondary('a', [web]), secondary('b', [app])]);
    world.put(secondary('b', [app, 'sg-other']));
    expect(lastKind(await applied(world.plan, world.send))).toBe('verified');
  });

  test('when no rule of the group that has moved is left to change', async () => {
    const world = await prepared([secondary('a', [web])]);
    expect(lastKind(await applied(world.plan, world.send))).toBe('verified');
    world.put(secondary('a', [web, app]));
    const { send, calls } = counting(world.send);
    expect(lastKind(await applied(world.plan, send))).toBe('verified');
    expect(calls.map(({ action }) => action)).not.toContain('DescribeNetworkInterfaces');
  });

  test('without a look at interfaces where only tags and names change', async () => {
    const state = wanted(group('web', { tags: { team: 'edge' }, cloudName: 'front' }));
    const world = await prepared([secondary('a', [web])], { state, groups: seeds });
    world.put(secondary('a', [web, app]));
    const { send, calls } = counting(world.send);
    expect(lastKind(await applied(world.plan, send))).toBe('verified');
    expect(calls.map(({ action }) => action)).not.toContain('DescribeNetworkInterfaces');
  });

  test('where nobody could know when it was made, without a look now', async () => {
    const world = worldWith({ groups: seeds, interfaces: [secondary('a', [web])] });
    const blind = denying(
      world.send,
      'Forbidden.RAM',
      (action) => action === 'DescribeNetworkInterfaces',
    );
    const plan = planOf(desired, await allOf(desired, blind));
    expect(plan.interfaces.kind).toBe('unreadable');
    world.emulator.load({ interfaces: [secondary('a', [web, app])] });
    const { send, calls } = counting(world.send);
    expect(lastKind(await applied(plan, send))).toBe('verified');
    expect(calls.map(({ action }) => action)).not.toContain('DescribeNetworkInterfaces');
  });
});

describe('of a plan by which somebody joins and leaves', () => {
  const both = wanted(
    group('web', { members: members('i-a') }),
    group('app', { members: members('i-b') }),
  );
  const machines = (ofA: readonly string[], ofB: readonly string[]) => [
    instance('a', ofA),
    instance('b', ofB),
  ];

  async function moving(): Promise<Prepared & { readonly move: typeof machines }> {
    const world = worldWith({ groups: seeds, instances: machines([app], [app, 'sg-other']) });
    const plan = planOf(both, await allOf(both, world.send));
    const steps = plan.steps.map((step) => `${step.kind} ${step.group}`);
    expect(steps.toSorted()).toEqual(['joinGroup web', 'leaveGroup app']);
    const move: typeof machines = (ofA, ofB) => {
      const instances = machines(ofA, ofB);
      world.emulator.load({ instances });
      return instances;
    };
    return { ...world, plan, put: () => undefined, move };
  }

  const staleApp = { group: 'app', id: app, why: 'interfaces' };

  test.each([
    ['it joined another group since', [app, 'sg-other'], [staleApp, staleWeb]],
    // It has left already, so that only its join is stale.
    ['it is in another group now', ['sg-other'], [staleWeb]],
    ['somebody else is in the group that it joins', [app], [staleWeb], [app, 'sg-other', web]],
  ])('nothing is written when %s', async (_, ofA, stale, ofB = [app, 'sg-other']) => {
    const world = await moving();
    world.move(ofA, ofB);
    const counted = counting(world.send);
    const [told] = await applied(world.plan, counted.send);
    expect(told).toMatchObject({ kind: 'refused', reason: { kind: 'stale' } });
    const groups =
      told?.kind === 'refused' && told.reason.kind === 'stale' ? told.reason.groups : [];
    expect(groups).toEqual(
      expect.arrayContaining(stale.map((one) => expect.objectContaining(one) as unknown)),
    );
    expect(counted.writes).toEqual([]);
  });

  test('nothing is written when the machine is gone', async () => {
    const world = worldWith({ groups: seeds, instances: machines(['sg-other'], [app]) });
    const plan = planOf(both, await allOf(both, world.send));
    const without = worldWith({ groups: seeds, instances: machines(['sg-other'], [app]).slice(1) });
    const counted = counting(without.send);
    expect(await applied(plan, counted.send)).toMatchObject([
      { kind: 'refused', reason: { kind: 'stale', groups: [staleWeb] } },
    ]);
    expect(counted.writes).toEqual([]);
  });

  test('one of which the join is done already is gone on with', async () => {
    const world = await moving();
    world.move([app, web], [app, 'sg-other']);
    const counted = counting(world.send);
    expect(lastKind(await applied(world.plan, counted.send))).toBe('verified');
    expect(counted.writes.map(({ action }) => action)).toEqual(['LeaveSecurityGroup']);
  });
});

test('what could be read when the plan was made must be read again', async () => {
  const world = await prepared([secondary('a', [web])]);
  const blind = denying(world.send, 'Forbidden.RAM', (action) => action === 'DescribeInstances');
  const { send, writes } = counting(blind);
  expect(await applied(world.plan, send)).toMatchObject([
    {
      kind: 'refused',
      reason: {
        kind: 'unreadable',
        failure: { code: 'Forbidden.RAM' },
        during: 'DescribeInstances',
      },
    },
  ]);
  expect(writes).toEqual([]);
});

test('a group that an interrupted run made, and that has got a member since, is stale', async () => {
  const state = wanted(group('new', open), group('web', open), group('app'));
  const world = await prepared([secondary('a', [web])], { state });
  const stopped = await applied(world.plan, refusing(world.send, 1));
  expect(stopped.at(-1)).toMatchObject({ kind: 'failed', doneSteps: ['1'] });
  const made = world.emulator.snapshot().groups.find(({ name }) => name === 'new');
  expect(made?.rules).toEqual([]);

  world.put(secondary('b', [made?.id ?? '']));
  await expectStale(world, { group: 'new', id: made?.id, why: 'interfaces' });

  world.put(secondary('b', ['sg-other']));
  expect(lastKind(await applied(world.plan, world.send))).toBe('verified');
});

test('the refusal says which group, and why', () => {
  const text = staleText(
    [
      {
        group: desired.groups[0]?.name ?? ('' as never),
        id: web,
        why: 'interfaces',
        differences: [],
      },
    ],
    'made',
  );
  expect(text).toContain(
    'stale: group web (sg-live-web) is on network interfaces with other groups than when the plan was made',
  );
});
