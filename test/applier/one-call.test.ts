// Goal: a call that writes all groups of an interface takes back nothing that others did, and is sent again
// only where a read shows that it had no effect and that nobody else was there meanwhile.
// Method: plans from an emulator in which interfaces have room for one group, and somebody who joins, or a
// network that fails, right before or right after a call.
import { assert, expect, test } from 'vitest';
import { withRetry } from '../../src/cloud/retry.ts';
import type { ApiCall, ApiReply, Transport } from '../../src/cloud/transport.ts';
import type { WrittenMember } from '../../src/model/member.ts';
import type { Plan, PlanId } from '../../src/model/plan.ts';
import { withContents } from '../../src/planner/contents.ts';
import { planBack } from '../../src/planner/plan-back.ts';
import { allOf, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import {
  applied,
  counting,
  lastKind,
  patience,
  planned,
  planOf,
  type World,
} from '../planner/in-process.ts';
import { othersId, seededId } from '../planner/names.ts';
import { group, seed, wanted } from '../planner/words.ts';
import { failed } from './transports.ts';

const [web, app] = [seededId('web'), seededId('app')];
const source = { file: 'groups/web.yaml', line: 2, column: 1 };

function only(...all: readonly Pick<WrittenMember, 'kind' | 'id'>[]) {
  const written = all.map((one) => ({ ...one, source }));
  return { members: { all: written, isExclusive: true, source } };
}

const moving = [
  { kind: 'instance', id: 'i-one' },
  { kind: 'networkInterface', id: 'eni-two' },
] as const;
const desired = {
  ...wanted(group('web', only(...moving)), group('app', only())),
  quotas: { groupsPerInterface: 1 },
};
const actions = ['ModifyInstanceAttribute', 'ModifyNetworkInterfaceAttribute'];

const seeded = {
  groups: [seed('web'), seed('app'), seed('other', [], { id: othersId, tags: {} })],
  instances: [instance('one', [app])],
  interfaces: [secondary('two', [app])],
};

async function prepared(): Promise<World & { readonly plan: Plan }> {
  const world = worldWith(seeded);
  return { ...world, plan: planOf(desired, await allOf(desired, world.send)) };
}

/** Runs something once, before the first call that writes all groups of an interface, or before its read. */
function before(send: Transport, isIt: (call: ApiCall) => boolean, act: () => void): Transport {
  let isDone = false;
  return (call) => {
    if (!isDone && isIt(call)) {
      isDone = true;
      act();
    }
    return send(call);
  };
}

const isReadOfOne = ({ parameters }: ApiCall) => parameters['InstanceIds'] !== undefined;
const isReplacement = ({ action }: ApiCall) => actions.includes(action);

function groupsOf({ emulator }: World): readonly (readonly string[])[] {
  const { interfaces = [] } = emulator.snapshot();
  return interfaces.map(({ groupIds }) => groupIds);
}

test('one call for each interface, of which none joins or leaves', async () => {
  const world = await prepared();
  const counted = counting(world.send);
  expect(lastKind(await applied(world.plan, counted.send))).toBe('verified');
  expect(counted.writes.map(({ action }) => action).toSorted()).toEqual(actions);
  expect(counted.writes.map(({ parameters }) => parameters)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ InstanceId: 'i-one', 'SecurityGroupIds.1': web }),
      expect.objectContaining({ NetworkInterfaceId: 'eni-two', 'SecurityGroupId.1': web }),
    ]),
  );
  expect(groupsOf(world)).toEqual([[web], [web]]);
});

test('whom somebody else moved before the apply began is not moved', async () => {
  const world = await prepared();
  world.emulator.load({ instances: [instance('one', [app, othersId])] });
  const counted = counting(world.send);
  const [last] = await applied(world.plan, counted.send);
  expect(last).toMatchObject({ kind: 'refused', reason: { kind: 'stale' } });
  expect(counted.writes).toEqual([]);
});

test('whom somebody else moved right before the call is not moved, and what differs is told', async () => {
  const world = await prepared();
  const join = () => world.emulator.load({ instances: [instance('one', [app, othersId])] });
  const events = await applied(world.plan, before(world.send, isReadOfOne, join));
  expect(events.at(-1)).toMatchObject({
    kind: 'unverified',
    groups: [
      {
        group: 'app',
        why: 'changed',
        differences: [
          { kind: 'memberElsewhere', member: 'i-one', expected: ['app'], found: ['app', othersId] },
        ],
      },
    ],
  });
  expect(groupsOf(world)).toContainEqual([app, othersId]);
});

test('a call whose reply is lost is read, and not sent again over what others did since', async () => {
  const world = await prepared();
  const join = () => world.emulator.load({ instances: [instance('one', [web, othersId])] });
  let isLost = false;
  const losing: Transport = async (call) => {
    const reply = await world.send(call);
    if (isLost || call.action !== 'ModifyInstanceAttribute') return reply;
    isLost = true;
    join();
    return failed('lost', 'NoReply');
  };
  const counted = counting(impatient(losing));
  const events = await applied(world.plan, counted.send);
  expect(lastKind(events)).not.toBe('verified');
  expect(groupsOf(world)).toContainEqual([web, othersId]);
  const sent = counted.writes.filter(({ action }) => action === 'ModifyInstanceAttribute');
  expect(sent).toHaveLength(1);
});

test.each(['throttled', 'unavailable', 'lost'] as const)(
  'a call that had no effect (%s) is sent again after a read of its interface',
  async (kind) => {
    const world = await prepared();
    let failures = 3;
    const failing: Transport = (call): Promise<ApiReply> => {
      if (call.action !== 'ModifyInstanceAttribute' || failures === 0) return world.send(call);
      failures -= 1;
      return Promise.resolve(failed(kind, 'NotNow'));
    };
    const counted = counting(impatient(failing));
    const events = await applied(world.plan, counted.send, patience({ patienceMs: 500 }));
    expect(lastKind(events)).toBe('verified');
    const again = events.filter((event) => event.kind === 'again');
    expect(again).toHaveLength(3);
    expect(again).toMatchObject([{ why: 'noEffect' }, { why: 'noEffect' }, { why: 'noEffect' }]);
    const ofOne = counted.calls.filter(
      (call) => call.action === 'ModifyInstanceAttribute' || isReadOfOne(call),
    );
    const pairs = Array.from({ length: 4 }, () => ['DescribeInstances', actions[0]]).flat();
    expect(ofOne.map(({ action }) => action)).toEqual(pairs);
  },
);

test('a call that the cloud refuses is not sent again', async () => {
  const world = await prepared();
  const counted = counting((call) =>
    isReplacement(call) ? Promise.resolve(failed('refused', 'Forbidden.RAM')) : world.send(call),
  );
  expect(lastKind(await applied(world.plan, counted.send))).toBe('failed');
  expect(counted.writes).toHaveLength(1);
  expect(groupsOf(world)).toEqual([[app], [app]]);
});

const backOptions = {
  id: 'back' as PlanId,
  createdAt: '2026-11-22T08:00:00Z',
  toolVersion: '0.0.0',
  allowHazards: [],
};

test('the way back leaves whom somebody else has moved since where it is, and says so', async () => {
  const world = worldWith(seeded);
  const made = planned(desired, await allOf(desired, world.send));
  assert(made.ok);
  const saved = withContents(made.plan, made.states);
  expect(lastKind(await applied(saved, world.send))).toBe('verified');
  world.emulator.load({ instances: [instance('one', [web, othersId])] });
  const back = planBack(saved, desired, await allOf(desired, world.send), backOptions);
  expect(back.steps).toMatchObject([
    { kind: 'replaceGroups', group: 'app', member: 'eni-two', from: ['web'], to: ['app'] },
  ]);
  expect(back.notes.map(({ message }) => message).join()).toContain('i-one stays where it is');
  expect(lastKind(await applied(back, world.send))).toBe('verified');
  expect(groupsOf(world)).toEqual(expect.arrayContaining([[web, othersId], [app]]));
});

test('the way back from the middle moves back those who moved', async () => {
  const world = worldWith(seeded);
  const made = planned(desired, await allOf(desired, world.send));
  assert(made.ok);
  const saved = withContents(made.plan, made.states);
  const stopping: Transport = (call) =>
    call.action === 'ModifyInstanceAttribute'
      ? Promise.resolve(failed('refused', 'IncorrectInstanceStatus'))
      : world.send(call);
  expect(lastKind(await applied(saved, stopping))).toBe('failed');
  expect(groupsOf(world)).toEqual(expect.arrayContaining([[web], [app]]));
  const back = planBack(saved, desired, await allOf(desired, world.send), backOptions);
  expect(back.steps).toMatchObject([{ kind: 'replaceGroups', member: 'eni-two', to: ['app'] }]);
  expect(lastKind(await applied(back, world.send))).toBe('verified');
  expect(groupsOf(world)).toEqual([[app], [app]]);
});

const once = ['lostBefore', 'lostAfter', 'throttled'] as const;

test('every call in turn fails once, and each apply ends where it should', async () => {
  const { plan, send } = await prepared();
  const counted = counting(send);
  await applied(plan, counted.send);
  const meetings = counted.calls.flatMap((_, nth) => once.map((fault) => ({ nth, fault })));
  for (const { nth, fault } of meetings) {
    const world = await prepared();
    const faulty = failingAt(world.send, nth, fault);
    const events = await applied(world.plan, impatient(faulty));
    expect([nth, fault, lastKind(events)]).toEqual([nth, fault, 'verified']);
    expect(groupsOf(world)).toEqual([[web], [web]]);
  }
});

test('where secondary interfaces keep the type of their groups, the apply stops there and nothing is lost', async () => {
  const state = wanted(
    group('web', { type: 'enterprise', ...only(...moving) }),
    group('app', only()),
  );
  const world = worldWith(
    {
      groups: [seed('web', [], { type: 'enterprise' }), seed('app')],
      interfaces: [secondary('two', [app])],
      instances: [instance('one', [app])],
    },
    { switches: { interfaceTypeChange: 'fails' } },
  );
  const plan = planOf(state, await allOf(state, world.send));
  const events = await applied(plan, world.send);
  expect(events.at(-1)).toMatchObject({
    kind: 'failed',
    failure: { code: 'InvalidOperation.MultiGroupType' },
  });
  expect(groupsOf(world)).toContainEqual([app]);
});

/** The call of this number fails: it is lost on its way there, or its reply is, or it is throttled. */
function failingAt(send: Transport, nth: number, fault: (typeof once)[number]): Transport {
  let calls = 0;
  return async (call) => {
    if (calls++ !== nth) return send(call);
    if (fault === 'throttled') return failed('throttled', 'Throttling.User');
    if (fault === 'lostAfter') await send(call);
    return failed('lost', 'NoReply');
  };
}

/** As much as the product retries, in no time. */
function impatient(send: Transport): Transport {
  return withRetry(send, {
    attemptsMax: 5,
    firstPauseMs: 1,
    pauseMaxMs: 1,
    deadlineMs: 1000,
    throttledDeadlineMs: 1000,
    sleep: () => Promise.resolve(),
    now: () => 0,
    random: () => 0,
    isStopped: () => false,
  });
}
