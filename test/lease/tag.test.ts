// Goal: what only a tag can meet: a group that is missing, doubled or full, calls that fail, tags of
// strangers; and that nothing of it is left in the group.
import { expect, test } from 'vitest';
import type { ApiCall, ApiReply, Transport } from '../../src/cloud/transport.ts';
import { acquireLease } from '../../src/lease/acquire.ts';
import { leaseOwner } from '../../src/lease/lease-owner.ts';
import { graceMs } from '../../src/lease/lease.ts';
import { counting, worldOf } from '../planner/in-process.ts';
import { seededId } from '../planner/names.ts';
import { ownTags, seed } from '../planner/words.ts';
import { asks, leaseMs, leaseOf, tagsOfWeb, tagStoreOf } from './places.ts';
import { startMs, VirtualTime } from './virtual-time.ts';

const id = seededId('web');

function world(tags: Readonly<Record<string, string>> = {}) {
  const time = new VirtualTime();
  const { send, emulator } = worldOf([seed('web', [], { tags: { ...ownTags('web'), ...tags } })]);
  const ask = (through: Transport = send) =>
    time.run(asks(tagStoreOf(through, { clock: time }), time));
  return { time, send, emulator, ask };
}

test('a lease can be read in the console, and goes without a trace', async () => {
  const { send, ask, time } = world();
  const lease = leaseOf(await ask());
  const tags = Object.entries(await tagsOfWeb(send));
  const [[key, value] = []] = tags.filter(([name]) => !(name in ownTags('web')));
  expect(key).toMatch(/^sluice:lock:[0-9a-f]{16}$/);
  expect(value).toBe('2026-11-22T08:00:00Z/2026-11-22T08:15:00Z/alice');
  await time.run(lease.release());
  expect(await tagsOfWeb(send)).toEqual(ownTags('web'));
});

test('the command that the answer gives names the tag that is in the way', async () => {
  const { send, ask } = world();
  await ask();
  const [key] = Object.keys(await tagsOfWeb(send)).filter((name) => !(name in ownTags('web')));
  expect(await ask()).toMatchObject({
    kind: 'held',
    where: 'a tag of the group web',
    unlock: `aliyun ecs UntagResources --RegionId cn-hangzhou --ResourceType securitygroup --ResourceId.1 ${id} --TagKey.1 '${key}'`,
  });
});

test('who is refused wrote nothing', async () => {
  const { send, ask } = world();
  await ask();
  const { send: counted, writes } = counting(send);
  await ask(counted);
  expect(writes).toEqual([]);
});

test('an owner of any length and any letters fits into the tag', async () => {
  const { send, time } = world();
  const owner = leaseOwner(`https://ci.example/${'ü'.repeat(300)}`);
  expect(owner).toBe('https:/ci.example/-');
  const long = leaseOwner('x'.repeat(300));
  expect(long).toHaveLength(128);
  const terms = { owner: long, leaseMs, timeoutMs: 0, clock: time, random: () => 1 };
  const store = tagStoreOf(send, { clock: time });
  expect((await time.run(acquireLease(store, terms))).kind).toBe('acquired');
  const longest = Math.max(...Object.values(await tagsOfWeb(send)).map(({ length }) => length));
  expect(longest).toBe(128);
});

test('a group that is not there yet is an answer of its own', async () => {
  const time = new VirtualTime();
  const { send } = worldOf([seed('app')]);
  const answer = await time.run(asks(tagStoreOf(send, { clock: time }), time));
  expect(answer).toEqual({ kind: 'noGroup', group: 'web' });
});

test('a group of somebody else with the same name carries no lease of ours', async () => {
  const time = new VirtualTime();
  const others = { 'sluice:owner': 'another', 'sluice:group': 'web' };
  const { send } = worldOf([seed('web', [], { tags: others })]);
  expect((await time.run(asks(tagStoreOf(send, { clock: time }), time))).kind).toBe('noGroup');
});

test('two groups that both say they are ours cannot tell who applies', async () => {
  const time = new VirtualTime();
  const { send } = worldOf([seed('web'), { ...seed('web'), id: 'sg-copy' }]);
  const answer = await time.run(asks(tagStoreOf(send, { clock: time }), time));
  expect(answer).toMatchObject({
    kind: 'unreadable',
    why: `sg-copy, ${id} all carry the tags of our group "web"`,
  });
});

test.each(['sluice:lock', 'sluice:lock:mine', 'sluice:lock:0123456789abcdef'])(
  'a tag %s that holds no lease is in the way, and is left',
  async (key) => {
    const { send, ask } = world({ [key]: 'maintenance until noon' });
    const answer = await ask();
    expect(answer).toMatchObject({ kind: 'unreadable', why: `the tag ${key} holds no lease` });
    expect(await tagsOfWeb(send)).toEqual({ ...ownTags('web'), [key]: 'maintenance until noon' });
  },
);

test('leases that have ended make room, even where the group has no more', async () => {
  const ended = Array.from({ length: 18 }, (_, index) => {
    const token = String(index).padStart(16, '0');
    return [`sluice:lock:${token}`, '2026-11-22T06:00:00Z/2026-11-22T07:00:00Z/x'] as const;
  });
  const { send, ask } = world(Object.fromEntries(ended));
  expect((await ask()).kind).toBe('acquired');
  expect(Object.keys(await tagsOfWeb(send))).toHaveLength(3);
});

test('a group that is full of other tags is said, with the words of the cloud', async () => {
  const others = Array.from({ length: 18 }, (_, index) => [`key-${index}`, ''] as const);
  const { ask } = world(Object.fromEntries(others));
  expect(await ask()).toMatchObject({
    kind: 'unreadable',
    why: expect.stringContaining('QuotaExceed.Tags') as string,
  });
});

const lost: ApiReply = {
  ok: false,
  failure: {
    kind: 'lost',
    code: 'NoReply',
    message: 'reset',
    status: undefined,
    requestId: undefined,
    retryAfterMs: undefined,
  },
  attempts: 1,
};

/** Answers to these calls are lost after they had their effect. */
function losing(send: Transport, isLost: (call: ApiCall, nth: number) => boolean): Transport {
  let nth = 0;
  return async (call) => {
    const reply = await send(call);
    return isLost(call, ++nth) ? lost : reply;
  };
}

test('whichever answer is lost, nobody has a lease who was not told, and none stays', async () => {
  for (let missing = 1; missing <= 4; missing++) {
    const { send, ask } = world();
    const answer = await ask(losing(send, (_, nth) => nth === missing));
    expect(answer.kind).toBe(missing <= 3 ? 'unreadable' : 'acquired');
    if (missing <= 3) expect(await tagsOfWeb(send)).toEqual(ownTags('web'));
  }
});

test('a renewal that cannot be made is no loss, and can be made again', async () => {
  const { send, time } = world();
  let isDown = false;
  const through: Transport = (call) => (isDown ? Promise.resolve(lost) : send(call));
  const lease = leaseOf(await time.run(asks(tagStoreOf(through, { clock: time }), time)));
  isDown = true;
  time.pass(60_000);
  expect(await time.run(lease.renew())).toBe('unreachable');
  expect(lease.expiresAt).toBe(startMs + leaseMs);
  expect(await time.run(lease.release())).toBe('stays');
  isDown = false;
  expect(await time.run(lease.renew())).toBe('renewed');
  expect(await time.run(lease.release())).toBe('released');
});

test('a renewal that arrives after the end, when somebody else has asked, is lost', async () => {
  const { send, time, ask } = world();
  let isSlow = false;
  const slow: Transport = async (call) => {
    if (isSlow && call.action === 'TagResources') {
      isSlow = false;
      time.pass(leaseMs + graceMs);
      expect((await asks(tagStoreOf(send, { clock: time }), time, { name: 'bob' })).kind).toBe(
        'acquired',
      );
    }
    return await send(call);
  };
  const lease = leaseOf(await time.run(asks(tagStoreOf(slow, { clock: time }), time)));
  isSlow = true;
  expect(await time.run(lease.renew())).toBe('lost');
  expect(await ask()).toMatchObject({ kind: 'held', owner: 'bob' });
});

test('a tag that one read does not show is looked for again', async () => {
  const { send, time } = world();
  const blind = { times: 0 };
  const through: Transport = async (call) => {
    const reply = await send(call);
    if (blind.times === 0 || call.action !== 'DescribeSecurityGroups' || !reply.ok) return reply;
    blind.times--;
    return { ...reply, body: { SecurityGroups: { SecurityGroup: [] } } };
  };
  const store = tagStoreOf(through, { clock: time, patienceMs: 5000 });
  const lease = leaseOf(await time.run(asks(store, time)));
  blind.times = 3;
  expect(await time.run(lease.renew())).toBe('renewed');
});

test('a lease on a group that was deleted is lost, and nothing is left to give back', async () => {
  const { send, time } = world();
  const lease = leaseOf(await time.run(asks(tagStoreOf(send, { clock: time }), time)));
  const parameters = { SecurityGroupId: id };
  await send({ product: 'Ecs', action: 'DeleteSecurityGroup', parameters });
  expect(await time.run(lease.release())).toBe('released');
  expect(await time.run(lease.renew())).toBe('lost');
});
