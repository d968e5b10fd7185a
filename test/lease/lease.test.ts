// Goal: what a lease is does not depend on where it is kept. Method: one set of claims, run on a file
// and on a tag, in virtual time.
import { describe, expect, test } from 'vitest';
import { graceMs } from '../../src/lease/lease.ts';
import { asks, filePlace, leaseMs, leaseOf, tagPlace } from './places.ts';
import { startMs, VirtualTime } from './virtual-time.ts';

describe.each([
  ['a file', filePlace],
  ['a tag', tagPlace],
] as const)('a lease in %s', (_, newPlace) => {
  function world() {
    const time = new VirtualTime();
    const place = newPlace();
    const ask = (name: string, timeoutMs = 0) =>
      time.run(asks(place.storeOf(time), time, { name, timeoutMs }));
    return { time, place, ask };
  }

  test('is had by who asks first, until its end', async () => {
    const { ask } = world();
    expect(leaseOf(await ask('alice')).expiresAt).toBe(startMs + leaseMs);
  });

  test('is refused to the next, who learns whose it is, and does not wait', async () => {
    const { ask, time } = world();
    await ask('alice@build-7:4711');
    time.pass(90_000);
    expect(await ask('bob')).toMatchObject({
      kind: 'held',
      owner: 'alice@build-7:4711',
      since: startMs,
      until: startMs + leaseMs,
    });
    expect(time.now()).toBe(startMs + 90_000);
  });

  test('is given to the next once it was given back', async () => {
    const { ask, time } = world();
    const lease = leaseOf(await ask('alice'));
    expect(await time.run(lease.release())).toBe('released');
    expect((await ask('bob')).kind).toBe('acquired');
  });

  test('is waited for, until it is given back', async () => {
    const { ask, time, place } = world();
    const lease = leaseOf(await ask('alice'));
    const waiting = asks(place.storeOf(time), time, { name: 'bob', timeoutMs: 600_000 });
    const releasing = time.sleep(120_000).then(() => lease.release());
    const [answer] = await time.run(Promise.all([waiting, releasing]));
    expect(answer.kind).toBe('acquired');
    expect(time.now()).toBeLessThan(startMs + 120_000 + 16_000);
  });

  test('is waited for no longer than the deadline', async () => {
    const { ask, time } = world();
    await ask('alice');
    expect(await ask('bob', 100_000)).toMatchObject({ kind: 'held', owner: 'alice' });
    expect(time.now()).toBe(startMs + 100_000);
  });

  test('of one who was killed is taken over after its end, and not at its end', async () => {
    const { ask, time } = world();
    await ask('alice');
    time.pass(leaseMs + graceMs - 1);
    expect(await ask('bob')).toMatchObject({ kind: 'held', owner: 'alice' });
    time.pass(1);
    expect((await ask('bob')).kind).toBe('acquired');
    expect(await ask('carol')).toMatchObject({ kind: 'held', owner: 'bob' });
  });

  test('that is renewed is good for as long again', async () => {
    const { ask, time } = world();
    const lease = leaseOf(await ask('alice'));
    for (let turn = 1; turn <= 4; turn++) {
      time.pass(leaseMs / 2);
      expect(await time.run(lease.renew())).toBe('renewed');
      expect(lease.expiresAt).toBe(startMs + (turn * leaseMs) / 2 + leaseMs);
    }
    const answer = await ask('bob');
    expect(answer).toMatchObject({ kind: 'held', since: startMs, until: lease.expiresAt });
  });

  test('is renewed even after its end while nobody has taken it', async () => {
    const { ask, time } = world();
    const lease = leaseOf(await ask('alice'));
    time.pass(10 * leaseMs);
    expect(await time.run(lease.renew())).toBe('renewed');
    expect((await ask('bob')).kind).toBe('held');
  });

  test('that somebody took over is lost, and stays whose it is', async () => {
    const { ask, time } = world();
    const lease = leaseOf(await ask('alice'));
    time.pass(leaseMs + graceMs);
    const other = leaseOf(await ask('bob'));
    expect(await time.run(lease.renew())).toBe('lost');
    await time.run(lease.release());
    expect(await ask('carol')).toMatchObject({ kind: 'held', owner: 'bob' });
    expect(await time.run(other.renew())).toBe('renewed');
  });

  test('that somebody took over is not given back by who had it before', async () => {
    const { ask, time } = world();
    const lease = leaseOf(await ask('alice'));
    time.pass(leaseMs + graceMs);
    await ask('bob');
    expect(await time.run(lease.release())).toBe('released');
    expect(await ask('carol')).toMatchObject({ kind: 'held', owner: 'bob' });
  });

  test('that a person took away is lost, whether or not somebody has it now', async () => {
    const { ask, time, place } = world();
    const lease = leaseOf(await ask('alice'));
    await place.unlock();
    expect(await time.run(lease.renew())).toBe('lost');
    expect((await ask('bob')).kind).toBe('acquired');
    expect(await time.run(lease.renew())).toBe('lost');
    expect(await time.run(lease.release())).toBe('released');
    expect(await ask('carol')).toMatchObject({ kind: 'held', owner: 'bob' });
  });

  test('that was given back is not written again by a renewal that was on its way', async () => {
    const { ask, time } = world();
    const lease = leaseOf(await ask('alice'));
    const all = [lease.renew(), lease.release(), lease.renew(), lease.release()];
    expect(await time.run(Promise.all(all))).toEqual(['renewed', 'released', 'lost', 'released']);
    expect((await ask('bob')).kind).toBe('acquired');
  });

  test('goes through the hands of all who wait, and is never in two of them', async () => {
    const { time, place } = world();
    let holders = 0;
    const seen: number[] = [];
    const one = async (name: string) => {
      const lease = leaseOf(await asks(place.storeOf(time), time, { name, timeoutMs: 3_600_000 }));
      seen.push(++holders);
      await time.sleep(20_000);
      await lease.renew();
      await time.sleep(20_000);
      holders--;
      await lease.release();
    };
    await time.run(Promise.all(['alice', 'bob', 'carol', 'dave'].map(one)));
    expect(seen).toEqual([1, 1, 1, 1]);
  });
});
