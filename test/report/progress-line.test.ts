// Goal: the live list is true, fits any terminal whatever the groups are called, and lets no text of
// other people's making through to the terminal.
import fc from 'fast-check';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Step, StepId } from '../../src/model/step.ts';
import { fitWidth } from '../../src/report/fit-width.ts';
import { renderProgress, type ProgressView } from '../../src/report/progress-line.ts';

/** Enough for these texts: emoji and Chinese are two columns wide, and everything else is one. */
function widthOf(text: string): number {
  const segments = [...new Intl.Segmenter('en').segment(text)];
  const isWide = (segment: string) => /\p{Extended_Pictographic}|\p{Script=Han}/u.test(segment);
  return segments.reduce((sum, { segment }) => sum + (isWide(segment) ? 2 : 1), 0);
}

const screen = {
  columns: 100,
  linesMax: 6,
  widthOf,
  colours: picocolors.createColors(false),
};

function deleting(group: string): Step {
  const named = { id: group as StepId, group: group as GroupName, wave: 1 };
  return { ...named, kind: 'deleteGroup' };
}

const flight = (group: string, sinceMs: number) => ({
  step: deleting(group),
  target: undefined,
  sinceMs,
});

const view: ProgressView = {
  done: 45,
  total: 120,
  startedAtMs: 0,
  nowMs: 65_000,
  inFlight: [flight('web', 64_000), flight('app', 23_000)],
  callsPerSecond: 3.21,
  isThrottled: false,
  leftMs: 110_000,
};

test('the steps on their way, the oldest first, and how far it is', () => {
  expect(renderProgress(view, screen)).toEqual([
    '  delete group app (for 42 s)',
    '  delete group web',
    '[#######-------------]  45/120 steps, 1 min 05 s, 3.2 calls/s, about 2 min left',
  ]);
});

test('only what is known is said', () => {
  const early = {
    ...view,
    done: 0,
    inFlight: [],
    callsPerSecond: 0,
    leftMs: undefined,
    nowMs: 900,
  };
  expect(renderProgress(early, screen)).toEqual(['[--------------------]   0/120 steps, 0 s']);
  const over = { ...view, done: 120, inFlight: [], leftMs: undefined, nowMs: 7_620_000 };
  expect(renderProgress(over, screen)).toEqual([
    '[####################] 120/120 steps, 2 h 07 min, 3.2 calls/s',
  ]);
});

test('the bar is full at the end and not before', () => {
  const [line] = renderProgress({ ...view, done: 999, total: 1000, inFlight: [] }, screen);
  expect(line).toMatch(/^\[#{19}-\]/);
});

test('waiting for the rate limit is said, and slow rates are by the minute', () => {
  const slow = { ...view, inFlight: [], callsPerSecond: 0.3, isThrottled: true, leftMs: 5_400_000 };
  const said =
    ' 45/120 steps, 1 min 05 s, 18 calls/min, about 90 min left, waiting for the rate limit';
  // Where there is no room for all, the bar goes first.
  expect(renderProgress(slow, screen)).toEqual([said]);
  expect(renderProgress(slow, { ...screen, columns: 109 })).toEqual([said]);
  expect(renderProgress(slow, { ...screen, columns: 110 })).toEqual([
    `[#######-------------] ${said}`,
  ]);
});

test('of more groups than there are lines the oldest are shown, and the others counted', () => {
  const inFlight = Array.from({ length: 9 }, (_, index) => flight(`g${index}`, 60_000 + index));
  const lines = renderProgress({ ...view, inFlight: inFlight.toReversed() }, screen);
  expect(lines.slice(0, -1)).toEqual([
    '  delete group g0',
    '  delete group g1',
    '  delete group g2',
    '  delete group g3',
    '  and 5 more groups',
  ]);
  expect(renderProgress(view, { ...screen, linesMax: 2 }).slice(0, -1)).toEqual([
    '  and 2 more groups',
  ]);
  expect(renderProgress(view, { ...screen, linesMax: 1 })).toHaveLength(1);
  expect(renderProgress(view, { ...screen, linesMax: 0 })).toEqual([]);
});

test('the order in which groups are given does not matter', () => {
  const inFlight = ['c', 'a', 'b'].map((group) => flight(group, 60_000));
  expect(renderProgress({ ...view, inFlight }, screen)).toEqual(
    renderProgress({ ...view, inFlight: inFlight.toReversed() }, screen),
  );
});

test('no line is as wide as the screen, and there are never too many, whatever the names', () => {
  const name = fc.string({ unit: fc.constantFrom('a', '办', '👩‍💻', 'ö', '\u001b', '\n', '\u202e') });
  fc.assert(
    fc.property(
      fc.array(name, { maxLength: 12 }),
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 8 }),
      fc.boolean(),
      (names, columns, linesMax, isThrottled) => {
        const inFlight = names.map((group, index) => flight(group, index));
        const lines = renderProgress(
          { ...view, inFlight, isThrottled },
          { ...screen, columns, linesMax },
        );
        expect(lines.length).toBeLessThanOrEqual(linesMax);
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThan(Math.max(columns, 1));
          expect(line).not.toMatch(/(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      },
    ),
  );
});

test('colours are those that are passed in, and take no room', () => {
  const colours = picocolors.createColors(true);
  const coloured = renderProgress(
    { ...view, isThrottled: true },
    { ...screen, columns: 120, colours },
  );
  const bare = coloured.map((line) => line.replace(/\u001b\[\d+m/g, ''));
  expect(coloured).not.toEqual(bare);
  expect(bare).toEqual(renderProgress({ ...view, isThrottled: true }, { ...screen, columns: 120 }));
});

test('nothing is cut within a character as readers see it', () => {
  expect(fitWidth('办公室出口', 10, widthOf)).toBe('办公室出口');
  expect(fitWidth('办公室出口', 9, widthOf)).toBe('办公室出…');
  expect(fitWidth('办公室出口', 8, widthOf)).toBe('办公室…');
  expect(fitWidth('a👩‍💻b', 3, widthOf)).toBe('a…');
  expect(fitWidth('a e\u0301xy', 4, widthOf)).toBe('a e\u0301…');
  expect(fitWidth('abc', 1, widthOf)).toBe('…');
  expect(fitWidth('abc', 0, widthOf)).toBe('');
});
