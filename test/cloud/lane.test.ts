// Goal: the rate of one API moves as its file says, and replies that tell of a time that is over move
// nothing.
import { expect, test } from 'vitest';
import { Lane, type Ticket } from '../../src/cloud/pace/lane.ts';
import { failing, success } from './replies.ts';

const throttled = failing('throttled');
const atOnce = { hasWaited: false };

/** Sends one call as soon as there is room, hears at once what `reply` gives, and returns the time. */
function call(lane: Lane, nowMs: number, reply = success): number {
  const turn = lane.turn(nowMs);
  if (turn.kind === 'trying') throw new Error('another call tries');
  const sentAtMs = turn.kind === 'go' ? nowMs : nowMs + turn.ms;
  const ticket = lane.send(sentAtMs, { hasWaited: turn.kind === 'wait' });
  lane.hear(ticket, reply, sentAtMs);
  return sentAtMs;
}

/** A lane in which one call of three has been throttled, at the time 0. */
function closedLane(): { readonly lane: Lane; readonly early: readonly [Ticket, Ticket] } {
  const lane = new Lane({ perSecond: 5 });
  const early = [lane.send(0, atOnce), lane.send(0, atOnce)] as const;
  expect(lane.hear(lane.send(0, atOnce), throttled, 0)).toBe(1000);
  return { lane, early };
}

test('the rate doubles each half second in which it is what holds calls up', () => {
  const lane = new Lane({ perSecond: 5 });
  let nowMs = 0;
  while (nowMs < 2000) nowMs = call(lane, nowMs);
  expect(lane.perSecond).toBeGreaterThan(5 * 2 ** 3.5);
  expect(lane.perSecond).toBeLessThan(5 * 2 ** 4.5);
});

test('the rate stays where it is while calls are slower than it', () => {
  const lane = new Lane({ perSecond: 5 });
  for (let nowMs = 0; nowMs < 600_000; nowMs += 500) call(lane, nowMs);
  expect(lane.perSecond).toBe(5);
});

test('after a throttled reply one call tries, and the pauses between tries grow', () => {
  const { lane } = closedLane();
  expect(lane.turn(0)).toEqual({ kind: 'wait', ms: 1000 });
  expect(lane.turn(999)).toEqual({ kind: 'wait', ms: 1 });
  const attempt = lane.send(1000, atOnce);
  expect(lane.turn(1000)).toEqual({ kind: 'trying' });
  expect(lane.hear(attempt, throttled, 1000)).toBe(2000);
  expect(lane.hear(lane.send(3000, atOnce), throttled, 3000)).toBe(4000);
  expect(lane.hear(lane.send(7000, atOnce), throttled, 7000)).toBe(5000);
  expect(lane.hear(lane.send(12_000, atOnce), throttled, 12_000)).toBe(5000);
});

test('what was sent before the lane closed neither opens it nor counts as a try', () => {
  const { lane, early } = closedLane();
  lane.hear(early[0], success, 100);
  expect(lane.turn(100)).toEqual({ kind: 'wait', ms: 900 });
  expect(lane.hear(early[1], throttled, 500)).toBe(500);
});

test('a longer wait that is told in the meantime is kept', () => {
  const { lane, early } = closedLane();
  expect(lane.hear(early[0], failing('throttled', { retryAfterMs: 9000 }), 500)).toBe(9000);
  expect(lane.hear(early[1], failing('throttled', { retryAfterMs: 10 }), 600)).toBe(8900);
});

test('once it is open, what was sent before does not close it again', () => {
  const { lane, early } = closedLane();
  expect(lane.hear(lane.send(1000, atOnce), success, 1000)).toBe(0);
  const { perSecond } = lane;
  expect(lane.hear(early[0], throttled, 1500)).toBe(0);
  expect(lane.turn(2000)).toEqual({ kind: 'go' });
  expect(lane.perSecond).toBe(perSecond);
});

test('a lost reply to a try is no answer: the next call tries, at once', () => {
  const { lane } = closedLane();
  lane.hear(lane.send(1000, atOnce), failing('lost'), 1000);
  expect(lane.turn(1000)).toEqual({ kind: 'go' });
  lane.send(1000, atOnce);
  expect(lane.turn(1000)).toEqual({ kind: 'trying' });
});

test('a refusal is let through as much as a success is', () => {
  const { lane } = closedLane();
  lane.hear(lane.send(1000, atOnce), failing('refused', { status: 404 }), 1000);
  expect(lane.turn(2000)).toEqual({ kind: 'go' });
});

test('little that got through takes away a third at most, and never all', () => {
  const lane = new Lane({ perSecond: 10 });
  let nowMs = 0;
  for (const expected of [7, 4.9, 3.43]) {
    nowMs = call(lane, nowMs + 120_000, throttled);
    nowMs = call(lane, nowMs);
    expect(lane.perSecond).toBeCloseTo(expected);
  }
  for (let time = 0; time < 30; time++) nowMs = call(lane, call(lane, nowMs, throttled));
  expect(lane.perSecond).toBe(0.1);
});

test('where there was a steady rate, a little less than it is kept', () => {
  const lane = new Lane({ perSecond: 10 });
  // Never held up: ten a second is what is asked for.
  for (let nowMs = 0; nowMs <= 300_000; nowMs += 100) call(lane, nowMs);
  call(lane, call(lane, 300_100, throttled));
  // Of the last 60 seconds one was spent waiting.
  expect(lane.perSecond).toBeGreaterThan(0.95 * 10 * (58 / 60));
  expect(lane.perSecond).toBeLessThanOrEqual(0.95 * 10);
});

test('a pause before a burst is not taken for slowness', () => {
  const lane = new Lane({ perSecond: 10 });
  call(lane, 0);
  for (let nowMs = 600_000; nowMs < 605_000; nowMs += 100) call(lane, nowMs);
  call(lane, call(lane, 605_000, throttled));
  // 50 in 6 seconds, and not in 60.
  expect(lane.perSecond).toBeGreaterThan(7.5);
});

test('each quiet minute the rate grows by twice as much', () => {
  const lane = new Lane({ perSecond: 10 });
  let nowMs = call(lane, call(lane, 0, throttled));
  const start = lane.perSecond;
  const rates = [1, 2, 3, 4].map((minute) => {
    while (nowMs < 1000 + minute * 60_000) nowMs = call(lane, nowMs);
    return lane.perSecond / start;
  });
  const expected = [1.02, 1.06, 1.14, 1.3];
  for (const [index, rate] of rates.entries()) expect(rate).toBeCloseTo(expected[index] ?? 0, 2);
});
