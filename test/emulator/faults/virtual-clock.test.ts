// Virtual time: who sleeps in parallel wakes in the order of time, and only once all others rest.

import { expect, test } from 'vitest';
import { virtualClock } from '../../../src/emulator/faults/virtual-clock.ts';

test('sleepers in parallel wake in the order of time, and time is what they waited for', async () => {
  const clock = virtualClock({ startMs: 100 });
  const log: string[] = [];
  const nap = async (name: string, ...naps: readonly number[]): Promise<void> => {
    for (const ms of naps) {
      await clock.sleep(ms);
      log.push(`${name} ${clock.now()}`);
    }
  };
  await Promise.all([nap('a', 10, 10, 10), nap('b', 25), nap('c', 5, 1000), nap('d', 10)]);
  expect(log).toEqual(['c 105', 'a 110', 'd 110', 'a 120', 'b 125', 'a 130', 'c 1105']);
  expect(clock.sleepers()).toBe(0);
});

test('time stands still while promises still lead to promises', async () => {
  const clock = virtualClock();
  const sleeper = clock.sleep(1).then(() => 'woke');
  const busy = (async (): Promise<string> => {
    for (let step = 0; step < 500; step++) await Promise.resolve();
    return clock.now() === 0 ? 'rested' : 'overtaken';
  })();
  expect(await Promise.race([sleeper, busy])).toBe('rested');
  await sleeper;
});

test('who works after waking can go to sleep again before time goes on', async () => {
  const clock = virtualClock();
  const log: string[] = [];
  const early = async (): Promise<void> => {
    await clock.sleep(10);
    for (let step = 0; step < 50; step++) await Promise.resolve();
    await clock.sleep(5);
    log.push('early 15');
  };
  const late = async (): Promise<void> => {
    await clock.sleep(16);
    log.push('late 16');
  };
  await Promise.all([late(), early()]);
  expect(log).toEqual(['early 15', 'late 16']);
});

test('no time, or less, is a rest for others that are due', async () => {
  const clock = virtualClock();
  const log: string[] = [];
  await Promise.all([
    clock.sleep(0).then(() => log.push('first')),
    clock.sleep(-5).then(() => log.push('second')),
  ]);
  expect([log, clock.now()]).toEqual([['first', 'second'], 0]);
});

test('a sleeper who never ends does not keep real events out', async () => {
  const clock = virtualClock();
  const over = new AbortController();
  setImmediate(() => {
    over.abort();
  });
  let naps = 0;
  while (!over.signal.aborted) {
    await clock.sleep(1);
    naps++;
  }
  expect(clock.now()).toBe(naps);
});

test('a year of naps by a thousand sleepers is over at once', async () => {
  const clock = virtualClock();
  const hourMs = 3_600_000;
  const sleeper = async (first: number): Promise<void> => {
    await clock.sleep(first);
    for (let nap = 0; nap < 100; nap++) await clock.sleep(24 * 3.65 * hourMs);
  };
  await Promise.all(Array.from({ length: 1000 }, (_, first) => sleeper(first)));
  expect(clock.now()).toBe(365 * 24 * hourMs + 999);
});
