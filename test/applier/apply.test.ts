// Goal: an apply does what the plan says, once, and knows at every end how far it came.
// Method: the emulator in this process, and transports on which every call in turn goes wrong.
import { describe, expect, test } from 'vitest';
import type { ApplyEvent } from '../../src/applier/events.ts';
import { withRetry } from '../../src/cloud/retry.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { expectEnd, groupsOf } from '../planner/end-state.ts';
import {
  applied,
  counting,
  lastKind,
  patience,
  planFrom,
  worldOf,
  type World,
} from '../planner/in-process.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { accept, gone, group, outline, seed, wanted } from '../planner/words.ts';
import { brokenFrom, cutAt, failed, lagging, losing, refusing } from './transports.ts';

interface Prepared extends World {
  readonly plan: Plan;
  /** Everything that changed something, until now. */
  readonly effects: () => readonly string[];
  /** The end is what was wanted. */
  readonly expectDone: () => void;
}

/** The same ids every time, so that one plan fits all. */
async function prepared(seeds = richSeeds, desired: DesiredState = richDesired): Promise<Prepared> {
  const world = worldOf(seeds);
  const plan = await planFrom(desired, world.send);
  const before = groupsOf(world.emulator);
  const effects: string[] = [];
  world.emulator.onMutation(({ action }) => effects.push(action));
  return {
    ...world,
    plan,
    effects: () => effects,
    expectDone: () => {
      expectEnd(desired, { before, after: groupsOf(world.emulator) });
    },
  };
}

const retrying = (send: Transport) =>
  withRetry(send, {
    attemptsMax: 3,
    firstPauseMs: 1,
    pauseMaxMs: 1,
    deadlineMs: 60_000,
    throttledDeadlineMs: 60_000,
    sleep: () => Promise.resolve(),
    now: () => 0,
    isStopped: () => false,
    random: () => 0,
  });

describe('an apply', () => {
  test('sends one call a step, in their order, and verifies the end', async () => {
    const { plan, send, expectDone, effects } = await prepared();
    const events = await applied(plan, send);
    const done = events.flatMap((event) => (event.kind === 'done' ? [event.step.id] : []));
    expect(done).toEqual(plan.steps.map(({ id }) => id));
    expect(effects()).toHaveLength(plan.steps.length);
    expect(events[0]).toEqual({ kind: 'started', toRun: plan.steps.length, alreadyTrue: 0 });
    expect(events.at(-1)).toEqual({ kind: 'verified', groups: 2, rules: 8 });
    expectDone();
  });

  test('sends a client token with every call that takes one, and never the same', async () => {
    const { plan, send } = await prepared();
    const { send: counted, writes } = counting(send);
    await applied(plan, counted);
    const tokens = writes.flatMap(({ parameters }) => parameters['ClientToken'] ?? []);
    expect(new Set(tokens).size).toBe(tokens.length);
    const without = writes.filter(({ parameters }) => parameters['ClientToken'] === undefined);
    expect(new Set(without.map(({ action }) => action))).toEqual(
      new Set([
        'TagResources',
        'UntagResources',
        'ModifySecurityGroupAttribute',
        'DeleteSecurityGroup',
      ]),
    );
  });

  test('reads back and waits between two waves', async () => {
    const { plan, send } = await prepared();
    const events = await applied(plan, send);
    const waves = new Set(plan.steps.map(({ wave }) => wave)).size;
    expect(waves).toBeGreaterThan(2);
    const pauses = events.filter((event) => event.kind === 'readingBack' && !event.isEnd);
    expect(pauses).toHaveLength(waves - 1);
  });

  test('of a plan without steps verifies that nothing is to do', async () => {
    const { plan, send, effects } = await prepared([seed('web')], wanted(group('web')));
    expect((await applied(plan, send)).map(({ kind }) => kind)).toEqual([
      'started',
      'readingBack',
      'verified',
    ]);
    expect(effects()).toEqual([]);
  });
});

describe('nothing is written', () => {
  test('when the account is another, and nothing of it is read', async () => {
    const { plan } = await prepared();
    const other = worldOf(richSeeds, { account: '1000000000000009' });
    const { send, calls } = counting(other.send);
    expect(await applied(plan, send)).toEqual([
      {
        kind: 'refused',
        reason: {
          kind: 'wrongAccount',
          expected: '1000000000000001',
          found: '1000000000000009',
        },
      },
    ]);
    expect(calls.map(({ product }) => product)).toEqual(['Sts']);
  });

  test.each<[string, (world: World) => void, object]>([
    [
      'when a rule was added since',
      ({ emulator }) => {
        const [web] = richSeeds;
        const [added] = seed('web', [accept('tcp 22', '0.0.0.0/0')]).rules ?? [];
        if (web && added) emulator.put({ ...web, rules: [...(web.rules ?? []), added] });
      },
      { group: 'web', id: 'sg-live-web', why: 'changed' },
    ],
    [
      'when a group that is to be made is there, with rules',
      ({ emulator }) => {
        emulator.put(seed('app', [accept('tcp 22', '0.0.0.0/0')], { id: 'sg-new' }));
      },
      { group: 'app', id: 'sg-new', why: 'appeared' },
    ],
  ])('%s', async (_, meddle, stale) => {
    const world = await prepared();
    meddle(world);
    const before = world.emulator.snapshot();
    const { send, writes } = counting(world.send);
    expect(await applied(world.plan, send)).toMatchObject([
      { kind: 'refused', reason: { kind: 'stale', groups: [stale] } },
    ]);
    expect(writes).toEqual([]);
    expect(world.emulator.snapshot().groups).toEqual(before.groups);
  });

  test('when a group is gone', async () => {
    const { plan } = await prepared();
    const { send, writes } = counting(worldOf(richSeeds.slice(1)).send);
    expect(await applied(plan, send)).toMatchObject([
      {
        kind: 'refused',
        reason: { kind: 'stale', groups: [{ group: 'web', id: 'sg-live-web', why: 'gone' }] },
      },
    ]);
    expect(writes).toEqual([]);
  });

  test.each([0, 1, 2, 3])('when call %i, a reading one, fails', async (number) => {
    const { plan, send, effects } = await prepared();
    expect(await applied(plan, brokenFrom(send, number))).toMatchObject([
      { kind: 'refused', reason: { kind: 'unreadable', failure: { code: 'Broken' } } },
    ]);
    expect(effects()).toEqual([]);
  });

  test('when the plan was broken on its way', async () => {
    const { plan, send, effects } = await prepared();
    const broken = { ...plan, steps: plan.steps.slice(1) };
    await expect(applied(broken, send)).rejects.toThrow('bug in sluice');
    expect(effects()).toEqual([]);
  });
});

describe('the same plan again', () => {
  test('finds everything true and writes nothing', async () => {
    const { plan, send } = await prepared();
    await applied(plan, send);
    const { send: counted, writes } = counting(send);
    const events = await applied(plan, counted);
    expect(events[0]).toEqual({ kind: 'started', toRun: 0, alreadyTrue: plan.steps.length });
    expect(lastKind(events)).toBe('verified');
    expect(writes).toEqual([]);
  });

  test('goes on wherever the first was stopped, and does nothing twice', async () => {
    const { plan, send } = await prepared();
    const whole = counting(send);
    await applied(plan, whole.send);
    for (const stop of [brokenFrom, cutAt]) {
      for (let number = 0; number < whole.calls.length; number++) {
        const again = await prepared();
        const stopped = await applied(plan, stop(again.send, number));
        expect(['refused', 'failed', 'unverified']).toContain(lastKind(stopped));
        expectRemains(plan, stopped.at(-1), again.effects().length);

        const resumed = await applied(plan, again.send);
        expect(lastKind(resumed), `${stop.name} ${number}`).toBe('verified');
        expect(again.effects()).toHaveLength(plan.steps.length);
        again.expectDone();
      }
    }
  });

  /** A step whose reply was lost may have had its effect without our knowing. */
  function expectRemains(plan: Plan, event: ApplyEvent | undefined, effects: number): void {
    if (event === undefined || !('doneSteps' in event)) return;
    const ids = plan.steps.map(({ id }) => id);
    expect([...event.doneSteps, ...event.leftSteps]).toEqual(ids);
    expect([effects, effects - 1]).toContain(event.doneSteps.length);
  }
});

test('there and back and there again by four plans ends there', async () => {
  const there = wanted(group('web', { ingress: [accept('tcp 80', '0.0.0.0/0')] }));
  const back = wanted(group('web', { ingress: [accept('tcp 81', '0.0.0.0/0', { priority: 2 })] }));
  const { emulator, send } = worldOf([seed('web')]);
  for (const desired of [there, back, there, back, there]) {
    const plan = await planFrom(desired, send);
    const before = groupsOf(emulator);
    expect(plan.steps).not.toEqual([]);
    expect(lastKind(await applied(plan, send))).toBe('verified');
    expectEnd(desired, { before, after: groupsOf(emulator) });
  }
});

describe('a reply that is lost after its call took effect', () => {
  const actions = [
    'CreateSecurityGroup',
    'TagResources',
    'UntagResources',
    'ModifySecurityGroupAttribute',
    'ModifySecurityGroupPolicy',
    'AuthorizeSecurityGroup',
    'AuthorizeSecurityGroupEgress',
    'ModifySecurityGroupRule',
    'ModifySecurityGroupEgressRule',
    'RevokeSecurityGroup',
    'DeleteSecurityGroup',
  ];

  test.each(actions)('of %s is made up for by reading', async (action) => {
    const { plan, send, effects, expectDone } = await prepared();
    const events = await applied(
      plan,
      losing(send, (call) => call.action === action),
    );
    const seen = events.filter((event) => event.kind === 'done' && event.outcome.kind === 'seen');
    expect(seen.length).toBeGreaterThan(0);
    expect(lastKind(events)).toBe('verified');
    expect(effects()).toHaveLength(plan.steps.length);
    expectDone();
  });

  test.each(actions)('of %s is made up for by sending again', async (action) => {
    const { plan, send, expectDone } = await prepared();
    const events = await applied(plan, retrying(losing(send, (call) => call.action === action)));
    expect(lastKind(events)).toBe('verified');
    expectDone();
  });
});

describe('a final no', () => {
  test('stops there, and says what is done and what is left', async () => {
    const { plan } = await prepared();
    const ids = plan.steps.map(({ id }) => id);
    for (const [number, step] of plan.steps.entries()) {
      const { send, effects } = await prepared();
      const counted = counting(refusing(send, number));
      const events = await applied(plan, counted.send);
      expect(events.at(-1)).toMatchObject({
        kind: 'failed',
        step,
        failure: { kind: 'refused', code: 'Broken' },
        doneSteps: ids.slice(0, number),
        leftSteps: ids.slice(number),
      });
      expect(counted.writes).toHaveLength(number + 1);
      expect(effects()).toHaveLength(number);
    }
  });

  test('about credentials is not looked into', async () => {
    const { plan, send } = await prepared();
    const counted = counting((call) =>
      call.action === 'TagResources' ? Promise.resolve(failed('credentials')) : send(call),
    );
    const events = await applied(plan, counted.send);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', failure: { kind: 'credentials' } });
    expect(counted.calls.at(-1)?.action).toBe('TagResources');
  });

  test('about a group that others refer to leaves it and all after it', async () => {
    const others = seed('others', [accept('tcp 1', { kind: 'group', group: gone('web').name })], {
      id: 'sg-others',
      tags: {},
    });
    const { plan, send } = await prepared([seed('web'), others], wanted(gone('web')));
    expect((await applied(plan, send)).at(-1)).toMatchObject({
      kind: 'failed',
      failure: { code: 'DependencyViolation' },
      leftSteps: [plan.steps[0]?.id],
    });
  });
});

describe('reads that lag behind writes', () => {
  test('are waited for', async () => {
    const { plan, emulator, expectDone } = await prepared();
    const waits = patience({ patienceMs: 1000 });
    const events = await applied(plan, lagging(emulator, { lagMs: 500, now: waits.now }), waits);
    expect(lastKind(events)).toBe('verified');
    expectDone();
  });

  test('for longer than there is patience end the apply, with nothing sent after', async () => {
    const { plan, emulator, effects } = await prepared();
    const waits = patience({ patienceMs: 1000 });
    const send = lagging(emulator, { lagMs: 5000, now: waits.now });
    const events = await applied(plan, send, waits);
    const firstWave = plan.steps.filter(({ wave }) => wave === 0);
    expect(events.at(-1)).toMatchObject({
      kind: 'unverified',
      groups: [{ group: 'app' }, { group: 'web' }],
      failure: undefined,
      doneSteps: firstWave.map(({ id }) => id),
    });
    // The group that was made is asked by a write that changes nothing: are you there?
    expect(effects().filter((action) => action === 'CreateSecurityGroup')).toHaveLength(1);
    expect(effects()).toHaveLength(firstWave.length + 1);
  });

  test('do not make it wait longer than its patience', async () => {
    const { plan, emulator } = await prepared();
    const waits = patience({ patienceMs: 1000 });
    const startMs = waits.now();
    await applied(plan, lagging(emulator, { lagMs: 1e9, now: waits.now }), waits);
    expect(waits.now() - startMs).toBeLessThanOrEqual(1000);
  });
});

test('a reply that is only a replay, after an undo by hand, is seen to be one, and sent anew', async () => {
  const desired = wanted(group('web', { ingress: [accept('tcp 80', '0.0.0.0/0')] }));
  const { plan, emulator, send } = await prepared([seed('web')], desired);
  expect(lastKind(await applied(plan, send))).toBe('verified');
  const undo = await planFrom(wanted(group('web', { ingress: [] })), send);
  expect(lastKind(await applied(undo, send))).toBe('verified');

  const events = await applied(plan, send);
  expect(events.filter(({ kind }) => kind === 'again')).toMatchObject([{ why: 'replayed' }]);
  expect(lastKind(events)).toBe('verified');
  expect(emulator.snapshot().groups[0]?.rules).toHaveLength(1);
});

test('somebody else who changes a group meanwhile is noticed at the end of the wave', async () => {
  const { plan, emulator, send } = await prepared();
  let writes = 0;
  const meddled: Transport = async (call) => {
    const reply = await send(call);
    if (call.action === 'AuthorizeSecurityGroup' && writes++ === 0) {
      const parameters = { RegionId: 'cn-hangzhou', SecurityGroupId: 'sg-live-web' };
      const rename = { ...parameters, SecurityGroupName: 'by-hand' };
      const request = { product: 'Ecs', version: '2014-05-26', region: undefined };
      emulator.call({ ...request, action: 'ModifySecurityGroupAttribute', parameters: rename });
    }
    return reply;
  };
  expect((await applied(plan, meddled)).at(-1)).toMatchObject({
    kind: 'unverified',
    groups: [
      {
        group: 'web',
        why: 'changed',
        differences: [{ kind: 'attribute', name: 'cloudName', found: 'by-hand' }],
      },
    ],
  });
});

test('the change that all this is about has every kind of step', async () => {
  const { plan } = await prepared();
  expect(new Set(plan.steps.map(({ kind }) => kind)).size).toBe(9);
  expect(outline(plan).length).toBeGreaterThan(15);
});
