// Goal: a call that writes all groups of an interface takes back nothing that others did, and is sent again
// only where a read shows that it had no effect and that nobody else was there meanwhile.
// Method: plans from an emulator in which interfaces have room for one group, and somebody who joins, or a
// network that fails, right before or right after a call.
import { expect, test } from 'vitest';
import { withRetry } from '../../src/cloud/retry.ts';
import type { ApiCall, ApiReply, Transport } from '../../src/cloud/transport.ts';
import type { WrittenMember } from '../../src/model/member.ts';
import type { Plan } from '../../src/model/plan.ts';
import { allOf, instance, secondary, worldWith } from '../cloud/machine-words.ts';
import {
  applied,
  counting,
  lastKind,
  patience,
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

async function prepared(): Promise<World & { readonly plan: Plan }> {
  const world = worldWith({
    groups: [seed('web'), seed('app'), seed('other', [], { id: othersId, tags: {} })],
    instances: [instance('one', [app])],
    interfaces: [secondary('two', [app])],
  });
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
