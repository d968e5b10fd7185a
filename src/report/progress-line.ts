// The live list of an apply on a terminal: the steps that are on their way, then one line that says
// how far it is. It moves no cursor and knows no terminal: whoever prints it does.
import type { Colors } from 'picocolors/types.js';
import type { Step } from '../model/step.ts';
import { plural } from './counts.ts';
import { fitWidth, type WidthOf } from './fit-width.ts';
import { formatTimeLeft } from './speed.ts';
import { stepLine } from './step-line.ts';

export interface ProgressView {
  readonly done: number;
  readonly total: number;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** At most one for a group of a target. */
  readonly inFlight: readonly StepInFlight[];
  readonly callsPerSecond: number;
  /** Whether calls wait for the rate limit. */
  readonly isThrottled: boolean;
  /** Undefined where it cannot be told yet. */
  readonly leftMs: number | undefined;
}

export interface StepInFlight {
  readonly step: Step;
  /** Its name, where there are several. */
  readonly target: string | undefined;
  readonly sinceMs: number;
}

export interface Screen {
  readonly columns: number;
  readonly linesMax: number;
  readonly widthOf: WidthOf;
  readonly colours: Colors;
}

/** At most so many lines, each narrower than the screen, so that none of them wraps. */
export function renderProgress(view: ProgressView, screen: Screen): readonly string[] {
  const { linesMax, colours } = screen;
  if (linesMax < 1) return [];
  const list = flightLines(view, linesMax - 1);
  return [...list.map((line) => colours.dim(fit(line, screen))), statusLine(view, screen)];
}

function fit(line: string, { columns, widthOf }: Screen): string {
  return fitWidth(line, columns - 1, widthOf);
}

/** What has been on its way for longest is first, for it may be stuck. */
function flightLines({ inFlight, nowMs }: ProgressView, linesMax: number): readonly string[] {
  const lines = inFlight
    .map(({ step, target, sinceMs }) => ({ sinceMs, text: flightText(step, target) }))
    .toSorted((a, b) => a.sinceMs - b.sinceMs || (a.text < b.text ? -1 : 1))
    .map(({ sinceMs, text }) => `  ${text}${sinceText(nowMs - sinceMs)}`);
  if (lines.length <= linesMax) return lines;
  if (linesMax < 1) return [];
  const shown = lines.slice(0, linesMax - 1);
  return [...shown, `  and ${plural(lines.length - shown.length, 'more group')}`];
}

function flightText(step: Step, target: string | undefined): string {
  return target === undefined ? stepLine(step) : `${target}: ${stepLine(step)}`;
}

const longMs = 10_000;

function sinceText(ms: number): string {
  return ms < longMs ? '' : ` (for ${elapsedText(ms)})`;
}

const barColumns = 20;

/** The bar goes first where there is too little room for all, then the end of what is said. */
function statusLine(view: ProgressView, screen: Screen): string {
  const { done, total, startedAtMs, nowMs, callsPerSecond, isThrottled, leftMs } = view;
  const { columns, widthOf, colours } = screen;
  const said = [
    `${String(done).padStart(String(total).length)}/${plural(total, 'step')}`,
    elapsedText(nowMs - startedAtMs),
    ...(callsPerSecond > 0 ? [rateText(callsPerSecond)] : []),
    ...(leftMs === undefined ? [] : [formatTimeLeft(leftMs)]),
  ].join(', ');
  const waits = isThrottled ? ', waiting for the rate limit' : '';
  const withBar = `${bar(done, total)} ${said}${waits}`;
  const isWide = widthOf(withBar) < columns;
  if (!isWide) return fit(`${said}${waits}`, screen);
  return `${colours.bold(bar(done, total))} ${said}${colours.yellow(waits)}`;
}

/** Of plain characters, for others are wider on some terminals than on others. */
function bar(done: number, total: number): string {
  const part = total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
  // Full only at the end.
  const filled = Math.floor(part * barColumns);
  return `[${'#'.repeat(filled)}${'-'.repeat(barColumns - filled)}]`;
}

function rateText(callsPerSecond: number): string {
  return callsPerSecond >= 0.95
    ? `${callsPerSecond.toFixed(callsPerSecond < 9.95 ? 1 : 0)} calls/s`
    : `${(callsPerSecond * 60).toFixed(0)} calls/min`;
}

/** Such as `45 s`, `3 min 05 s` or `2 h 07 min`. */
function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${hours} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
