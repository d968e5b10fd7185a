// Goal: what happened within the last minute is counted, to the second, and nothing older.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MinuteCount } from '../../src/cloud/pace/minute-count.ts';

test('counts what a list of all times would count', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 100 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), gaps, (startMs, pauses) => {
      const count = new MinuteCount();
      const times: number[] = [];
      let nowMs = startMs;
      for (const pause of pauses) {
        nowMs += pause;
        times.push(nowMs);
        count.add(nowMs);
        const since = Math.floor(nowMs / 1000) - 60;
        const expected = times.filter((at) => Math.floor(at / 1000) > since).length;
        expect(count.total(nowMs)).toBe(expected);
      }
    }),
  );
});

test('a clock that goes back stands still', () => {
  const count = new MinuteCount();
  count.add(100_000);
  count.add(50_000);
  expect(count.total(100_000)).toBe(2);
  expect(count.total(159_999)).toBe(2);
  expect(count.total(160_000)).toBe(0);
});
