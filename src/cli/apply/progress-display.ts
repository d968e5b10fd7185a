// The live list under what an apply prints, on a terminal: which steps are on their way, how far it is,
// and how long it will take. Lines that are printed meanwhile go above it. Several targets share one.
import stringWidth from 'string-width';
import type { ApplyEvent } from '../../applier/events.ts';
import { assert } from '../../model/assert.ts';
import type { Plan } from '../../model/plan.ts';
import { renderProgress } from '../../report/progress-line.ts';
import { observeSpeed, perSecond, startSpeed, timeLeftMs, type Speed } from '../../report/speed.ts';
import type { LiveTerminal } from '../live-terminal.ts';
import type { Surroundings } from '../surroundings.ts';
import { PlanProgress, type Speedometer } from './plan-progress.ts';

const framesEveryMs = 250;
const linesMax = 8;

export class ProgressDisplay {
  readonly #terminal: LiveTerminal;
  readonly #colours: Surroundings['colours'];
  readonly #plans: readonly PlanProgress[];
  readonly #startedAtMs = Date.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #steps: Speed = startSpeed(Date.now());
  #calls: Speed = startSpeed(Date.now());
  /** As they were drawn last; none where nothing is on the screen. */
  #shown: readonly string[] = [];

  /** `plans` are all that will be executed, also those whose turn comes later. */
  constructor(
    terminal: LiveTerminal,
    plans: readonly Plan[],
    { colours }: Pick<Surroundings, 'colours'>,
  ) {
    this.#terminal = terminal;
    this.#colours = colours;
    const isOne = plans.length === 1;
    this.#plans = plans.map((plan) => new PlanProgress(plan, { isNamed: !isOne }));
    this.#timer = setInterval(() => {
      this.#draw();
    }, framesEveryMs);
    this.#timer.unref();
    terminal.show({
      clear: () => {
        this.#clear();
      },
      draw: () => {
        this.#draw();
      },
    });
  }

  /** From now on calls for this plan are counted. */
  begin(plan: Plan, speedometer: Speedometer): void {
    this.#of(plan).begin(speedometer);
  }

  /** The list goes with the end of the last plan. */
  see(plan: Plan, event: ApplyEvent): void {
    this.#of(plan).see(event);
    if (this.#plans.every(({ isOver }) => isOver)) this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#clear();
    this.#terminal.show(undefined);
  }

  #draw(): void {
    const nowMs = Date.now();
    const [done, total] = [this.#sum('done'), this.#sum('total')];
    this.#steps = observeSpeed(this.#steps, { atMs: nowMs, count: done });
    this.#calls = observeSpeed(this.#calls, { atMs: nowMs, count: this.#sum('calls') });
    if (total === 0) return;
    const { columns, rows } = this.#terminal.size();
    const lines = renderProgress(
      {
        done,
        total,
        startedAtMs: this.#startedAtMs,
        nowMs,
        inFlight: this.#plans.flatMap(({ inFlight }) => inFlight),
        callsPerSecond: perSecond(this.#calls),
        isThrottled: this.#plans.some(({ isThrottled }) => isThrottled),
        leftMs: timeLeftMs(this.#steps, total),
      },
      {
        columns,
        // What has been scrolled out of sight cannot be drawn over.
        linesMax: Math.min(linesMax, rows - 1),
        widthOf: stringWidth,
        colours: this.#colours,
      },
    );
    // In one piece, and line over line: a screen that is empty in between flickers.
    const drawn = lines.map((line) => `${line}\u001b[K\n`).join('');
    this.#terminal.write(`${this.#toItsBeginning()}${drawn}\u001b[J`);
    this.#shown = lines;
  }

  #of(plan: Plan): PlanProgress {
    const found = this.#plans.find(({ planId }) => planId === plan.id);
    assert(found !== undefined, `the list does not know the plan ${plan.id}`);
    return found;
  }

  #sum(key: 'done' | 'total' | 'calls'): number {
    return this.#plans.reduce((sum, plan) => sum + plan[key], 0);
  }

  #clear(): void {
    if (this.#shown.length > 0) this.#terminal.write(`${this.#toItsBeginning()}\u001b[J`);
    this.#shown = [];
  }

  /** A terminal that has become narrower since has wrapped the lines. */
  #toItsBeginning(): string {
    const columns = Math.max(1, this.#terminal.size().columns);
    const rows = this.#shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)),
      0,
    );
    // From the first column, for Ctrl-C is echoed where the cursor is.
    return rows > 0 ? `\r\u001b[${rows}A` : '';
  }
}
