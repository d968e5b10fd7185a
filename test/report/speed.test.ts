// Goal: the time that is said to be left is about right, also where calls go through in bursts.
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

test('a steady speed is told exactly, and soon', () => {
  expect(perSecond(observed(3, (second) => 2 * second))).toBeCloseTo(2);
  expect(
    timeLeftMs(
      observed(3, (second) => 2 * second),
      26,
    ),
  ).toBeCloseTo(10_000);
  expect(
    timeLeftMs(
      observed(3600, (second) => 2 * second),
      7220,
    ),
  ).toBeCloseTo(10_000);
});

test('nothing is said from too little', () => {
  expect(timeLeftMs(startSpeed(0), 10)).toBeUndefined();
  expect(
    timeLeftMs(
      observed(100, () => 2),
      10,
    ),
  ).toBeUndefined();
  expect(
    timeLeftMs(
      observed(1, () => 5),
      10,
    ),
  ).toBeUndefined();
  expect(timeLeftMs(startSpeed(0), 0)).toBe(0);
});

test('a burst a minute is not taken for speed: at any moment it is right within a third', () => {
  const bursts = (second: number) =>
    100 * Math.floor(second / 60) + Math.min(100, 20 * (second % 60));
  for (let second = 300; second < 600; second++) {
    const speed = observed(second, bursts);
    const left = timeLeftMs(speed, bursts(second) + 1000) ?? 0;
    expect(left / 600_000).toBeGreaterThan(0.66);
    expect(left / 600_000).toBeLessThan(1.34);
  }
});

test('what was long ago is forgotten', () => {
  const slower = observed(1200, (second) => 10 * Math.min(second, 600) + Math.max(0, second - 600));
  expect(perSecond(slower)).toBeLessThan(1.1);
});

test('where nothing comes any more, the time grows', () => {
  const before =
    timeLeftMs(
      observed(60, (second) => second),
      120,
    ) ?? 0;
  const stuck =
    timeLeftMs(
      observed(120, (second) => Math.min(second, 60)),
      120,
    ) ?? 0;
  expect(stuck).toBeGreaterThan(1.5 * before);
});

test('a clock that goes back does no harm', () => {
  const speed = observeSpeed(
    observed(10, (second) => second),
    { atMs: 0, count: 11 },
  );
  expect(perSecond(speed)).toBeCloseTo(1.1);
  expect(speed.atMs).toBe(15_000);
});

test.each([
  [0, 'a few seconds left'],
  [10_000, 'a few seconds left'],
  [10_001, 'about 20 s left'],
  [41_000, 'about 50 s left'],
  [50_000, 'about 50 s left'],
  [50_001, 'about 1 min left'],
  [61_000, 'about 2 min left'],
  [5_400_000, 'about 90 min left'],
  [5_400_001, 'about 2 h left'],
  [7_300_000, 'about 2.5 h left'],
])('%i ms is said as "%s"', (ms, text) => {
  expect(formatTimeLeft(ms)).toBe(text);
});
