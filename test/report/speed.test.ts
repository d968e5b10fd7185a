// Goal: the time that is said to be left is not too short, also where calls go through in bursts, and
// nothing is said where that cannot be told.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatTimeLeft,
  observeSpeed,
  perSecond,
  startSpeed,
  timeLeftMs,
  type Speed,
} from '../../src/report/speed.ts';

/** Observed each second; `countAt` says how many there have been after so many seconds. */
function observed(seconds: number, countAt: (second: number) => number): Speed {
  let speed = startSpeed(5000);
  for (let second = 1; second <= seconds; second++) {
    speed = observeSpeed(speed, { atMs: 5000 + second * 1000, count: countAt(second) });
  }
  return speed;
}

test('a steady speed is told exactly, and the time left once a minute has been seen', () => {
  const steady = (seconds: number) => observed(seconds, (second) => 2 * second);
  expect(perSecond(steady(3))).toBeCloseTo(2);
  expect(timeLeftMs(steady(59), 1000)).toBeUndefined();
  expect(timeLeftMs(steady(60), 140)).toBeCloseTo(10_000);
  expect(timeLeftMs(steady(3600), 7220)).toBeCloseTo(10_000);
});

test('nothing is said from too little', () => {
  expect(timeLeftMs(startSpeed(0), 10)).toBeUndefined();
  expect(
    timeLeftMs(
      observed(200, () => 2),
      10,
    ),
  ).toBeUndefined();
  // What is left is not counted: reading back, and waiting for what cannot be seen yet.
  expect(
    timeLeftMs(
      observed(100, (second) => second),
      100,
    ),
  ).toBeUndefined();
  expect(timeLeftMs(startSpeed(0), 0)).toBeUndefined();
});

/** What a limit of so many a minute lets through, from `startsAt` within one of its minutes. */
function limited(perMinute: number, perSecondMax: number, startsAt: number) {
  const inFirst = Math.min(perMinute, perSecondMax * (60 - startsAt));
  return (second: number): number => {
    if (second <= 60 - startsAt) return Math.min(perMinute, perSecondMax * second);
    const since = second - (60 - startsAt);
    const inThis = Math.min(perMinute, perSecondMax * (since % 60));
    return inFirst + perMinute * Math.floor(since / 60) + inThis;
  };
}

test('with a limit by the minute what is said is never less than half of the time that is left', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 200 }),
      fc.integer({ min: 4, max: 50 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 10 }),
      (perMinute, perSecondMax, startsAt, seconds, minutesLeft) => {
        const countAt = limited(perMinute, perSecondMax, startsAt);
        const total = countAt(seconds + 60 * minutesLeft);
        const left = timeLeftMs(observed(seconds, countAt), total);
        // Two bursts may lie in the first minute that was seen; the last of all may begin its own.
        let last = seconds;
        while (countAt(last) < total) last += 1;
        const text = left === undefined ? '' : formatTimeLeft(left);
        const said = left === undefined ? Infinity : Number(/^about (\d+) min/.exec(text)?.[1]);
        expect(60 * said).toBeGreaterThanOrEqual(0.5 * (last - seconds) - 1);
        if (seconds < 60) expect(left).toBeUndefined();
      },
    ),
  );
});

test('with bursts at the start of each minute it is right to a few parts in a hundred', () => {
  const bursts = limited(100, 20, 0);
  for (let second = 120; second < 600; second++) {
    const left = timeLeftMs(observed(second, bursts), bursts(second) + 1000) ?? 0;
    expect(left / 600_000).toBeGreaterThan(0.95);
    expect(left / 600_000).toBeLessThan(1.05);
  }
});

test('what was long ago is forgotten', () => {
  const slower = observed(1200, (second) => 10 * Math.min(second, 600) + Math.max(0, second - 600));
  expect(perSecond(slower)).toBeCloseTo(1);
});

test('where nothing comes any more, the time grows, and then is not known', () => {
  const stuckFor = (seconds: number) =>
    timeLeftMs(
      observed(120 + seconds, (second) => Math.min(second, 120)),
      240,
    );
  expect(stuckFor(40) ?? 0).toBeGreaterThan(2 * (stuckFor(0) ?? 0));
  expect(stuckFor(61)).toBeUndefined();
});

test('a clock that goes back does no harm', () => {
  const speed = observeSpeed(
    observed(10, (second) => second),
    { atMs: 0, count: 11 },
  );
  expect(perSecond(speed)).toBeCloseTo(1.1);
  expect(speed.atMs).toBe(15_000);
});

test('it is as large after a day as after three minutes', () => {
  let speed = startSpeed(0);
  for (let frame = 1; frame <= 4 * 86_400; frame++) {
    speed = observeSpeed(speed, { atMs: frame * 250, count: frame });
  }
  expect(speed.marks.length).toBeLessThanOrEqual(122);
  expect(perSecond(speed)).toBeCloseTo(4);
});

test.each([
  [1, 'about 1 min left'],
  [60_000, 'about 1 min left'],
  [60_001, 'about 2 min left'],
  [5_400_000, 'about 90 min left'],
  [5_400_001, 'about 2 h left'],
  [7_300_000, 'about 2.5 h left'],
])('%i ms is said as "%s"', (ms, text) => {
  expect(formatTimeLeft(ms)).toBe(text);
});
