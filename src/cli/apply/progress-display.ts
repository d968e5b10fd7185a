// The live list under what an apply prints, on a terminal: which steps are on their way, how far it is,
// and how long it will take. Lines that are printed meanwhile go above it.
import stringWidth from 'string-width';
import type { ApplyEvent } from '../../applier/events.ts';
import type { StepId } from '../../model/step.ts';
import { renderProgress, type StepInFlight } from '../../report/progress-line.ts';
import { observeSpeed, perSecond, startSpeed, timeLeftMs, type Speed } from '../../report/speed.ts';
import type { OpenTarget } from '../open-target.ts';
import type { LiveTerminal } from '../live-terminal.ts';
import type { Surroundings } from '../surroundings.ts';

const framesEveryMs = 250;
const linesMax = 8;

export class ProgressDisplay {
  readonly #terminal: LiveTerminal;
  readonly #colours: Surroundings['colours'];
  readonly #speedometer: OpenTarget['speedometer'];
  readonly #inFlight = new Map<StepId, StepInFlight>();
  readonly #startedAtMs = Date.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #steps: Speed = startSpeed(Date.now());
  #calls: Speed = startSpeed(Date.now());
  #done = 0;
  #total = 0;
  /** As they were drawn last; none where nothing is on the screen. */
  #shown: readonly string[] = [];

  constructor(
    terminal: LiveTerminal,
    { colours }: Surroundings,
    speedometer: OpenTarget['speedometer'],
  ) {
    this.#terminal = terminal;
    this.#colours = colours;
    this.#speedometer = speedometer;
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

  see(event: ApplyEvent): void {
    switch (event.kind) {
      case 'started':
        this.#total = event.toRun;
        return;
      case 'sending':
        this.#inFlight.set(event.step.id, { step: event.step, sinceMs: Date.now() });
        return;
      case 'replied':
        this.#inFlight.delete(event.step.id);
        return;
      case 'done':
        this.#done += 1;
        this.#total = Math.max(this.#total, this.#done);
        this.#inFlight.delete(event.step.id);
        return;
      case 'again':
        if (event.why === 'replayed') this.#total += 1;
        return;
      case 'failed':
      case 'refused':
      case 'unverified':
      case 'verified':
      case 'held':
      case 'interrupted':
        this.close();
        return;
      case 'readingBack':
      case 'waiting':
      case 'settling':
        return;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#clear();
    this.#terminal.show(undefined);
  }

  #draw(): void {
    const nowMs = Date.now();
    const { calls, isThrottled } = this.#speedometer();
    this.#steps = observeSpeed(this.#steps, { atMs: nowMs, count: this.#done });
    this.#calls = observeSpeed(this.#calls, { atMs: nowMs, count: calls });
    if (this.#total === 0) return;
    const { columns, rows } = this.#terminal.size();
    const lines = renderProgress(
      {
        done: this.#done,
        total: this.#total,
        startedAtMs: this.#startedAtMs,
        nowMs,
        inFlight: [...this.#inFlight.values()],
        callsPerSecond: perSecond(this.#calls),
        isThrottled,
        leftMs: timeLeftMs(this.#steps, this.#total),
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
