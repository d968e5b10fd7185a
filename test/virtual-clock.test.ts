// Goal: sleepers wake in the order of their times, and hours take no time.
import { expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

test('sleepers wake by time, and by arrival where that is the same', async () => {
  const clock = new VirtualClock(1000);
  const woken: string[] = [];
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push(`${name} ${clock.now()}`);
  };
  await clock.run(
    Promise.all([
      sleeper('c', 3_600_000),
      sleeper('a', 5),
      sleeper('d', 3_600_000),
      sleeper('b', 7),
    ]),
  );
  expect(woken).toEqual(['a 1005', 'b 1007', 'c 3601000', 'd 3601000']);
});

test('time stands still while anything runs', async () => {
  const clock = new VirtualClock();
  const later = clock.sleep(10);
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  expect(clock.now()).toBe(0);
  await clock.run(later);
  expect(clock.now()).toBe(10);
});

test('who is woken early wakes now', async () => {
  const clock = new VirtualClock();
  const sleeping = clock.sleep(1000);
  clock.wakeAll();
  await clock.run(sleeping);
  expect(clock.now()).toBe(0);
});

test('work that fails fails, and work that waits for nothing is said to', async () => {
  const clock = new VirtualClock();
  await expect(clock.run(Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('nobody sleeps');
});
