// Goal: an apply may write for as long as it has the lease, and no longer.
import { expect, test } from 'vitest';
import type { Transport } from '../../src/cloud/transport.ts';
import { keepLease, repeatByTimer, type Repeat } from '../../src/lease/keep-lease.ts';
import { graceMs } from '../../src/lease/lease.ts';
import { worldOf } from '../planner/in-process.ts';
import { seed } from '../planner/words.ts';
import { asks, leaseMs, leaseOf, tagStoreOf } from './places.ts';
import { settled, VirtualTime } from './virtual-time.ts';

async function kept() {
  const time = new VirtualTime();
  const { send } = worldOf([seed('web')]);
  const cloud = { isDown: false };
  const through: Transport = (call) => (cloud.isDown ? Promise.reject(new Error()) : send(call));
  const lease = leaseOf(await time.run(asks(tagStoreOf(through, { clock: time }), time)));
  let act: (() => void) | undefined;
  const repeat: Repeat = (renew, everyMs) => {
    expect(everyMs).toBe(leaseMs / 3);
    act = renew;
    return () => (act = undefined);
  };
  const keeping = keepLease(lease, { leaseMs, now: time.now, repeat });
  const third = async () => {
    time.pass(leaseMs / 3);
    act?.();
    await settled();
  };
  const askAnother = () => time.run(asks(tagStoreOf(send, { clock: time }), time, { name: 'bob' }));
  return { time, keeping, third, askAnother, cloud, isKept: () => act !== undefined };
}

test('a lease that is kept is good for many times its length', async () => {
  const { keeping, third, askAnother } = await kept();
  for (let turn = 0; turn < 20; turn++) await third();
  expect(keeping.mayWrite()).toBe(true);
  expect((await askAnother()).kind).toBe('held');
});

test('without renewals nobody writes after its end', async () => {
  const { keeping, time } = await kept();
  time.pass(leaseMs - 1);
  expect(keeping.mayWrite()).toBe(true);
  time.pass(1);
  expect(keeping.mayWrite()).toBe(false);
});

test('a lease that another has taken ends all writes, and is renewed no more', async () => {
  const { keeping, third, time, askAnother, isKept } = await kept();
  time.pass(leaseMs + graceMs);
  expect((await askAnother()).kind).toBe('acquired');
  await third();
  expect(keeping.mayWrite()).toBe(false);
  expect(isKept()).toBe(false);
});

test('what goes wrong with a renewal ends the writes and not the process', async () => {
  const { keeping, third, cloud } = await kept();
  cloud.isDown = true;
  await third();
  expect(keeping.mayWrite()).toBe(false);
});

test('the timer acts until it is stopped', async () => {
  let acts = 0;
  await new Promise<void>((resolve) => {
    const stop = repeatByTimer(() => {
      if (++acts < 3) return;
      stop();
      resolve();
    }, 1);
    // The timer alone would not keep the process.
    setTimeout(() => undefined, 1000);
  });
  await settled();
  expect(acts).toBe(3);
});
