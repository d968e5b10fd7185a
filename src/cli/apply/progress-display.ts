// The live list under what an apply prints, on a terminal: which steps are on their way, how far it is,
// and how long it will take. Lines that are printed meanwhile go above it.
import stringWidth from 'string-width';
import type { ApplyEvent } from '../../applier/events.ts';
import type { StepId } from '../../model/step.ts';
import { renderProgress, type StepInFlight } from '../../report/progress-line.ts';
import { observeSpeed, perSecond, startSpeed, timeLeftMs, type Speed } from '../../report/speed.ts';
import type { OpenTarget } from '../open-target.ts';
import type { LiveTerminal, Surroundings } from '../surroundings.ts';

const framesEveryMs = 250;
const linesMax = 8;

export class ProgressDisplay {
  readonly #terminal: LiveTerminal;
  readonly #surroundings: Surroundings;
  readonly #speedometer: OpenTarget['speedometer'];
  readonly #inFlight = new Map<StepId, StepInFlight>();
  readonly #startedAtMs = Date.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #steps: Speed = startSpeed(Date.now());
  #calls: Speed = startSpeed(Date.now());
  #done = 0;
  #total = 0;
  #shown = 0;

  constructor(
    terminal: LiveTerminal,
    {
      surroundings,
      speedometer,
    }: { surroundings: Surroundings; speedometer: OpenTarget['speedometer'] },
  ) {
    this.#terminal = terminal;
    this.#surroundings = surroundings;
    this.#speedometer = speedometer;
    this.#timer = setInterval(() => {
      this.#draw();
    }, framesEveryMs);
    this.#timer.unref();
  }

  /** The same world, in which what is printed goes above the list. */
  get surroundings(): Surroundings {
    const above = (print: (text: string) => void) => (text: string) => {
      this.#clear();
      print(text);
    };
    const { out, err } = this.#surroundings;
    return { ...this.#surroundings, out: above(out), err: above(err) };
  }

  see(event: ApplyEvent): void {
    switch (event.kind) {
      case 'started':
        this.#total = event.toRun;
        return;
      case 'sending':
        this.#inFlight.set(event.step.id, { step: event.step, sinceMs: Date.now() });
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
  }

  #draw(): void {
    const nowMs = Date.now();
    const { calls, isThrottled } = this.#speedometer();
    this.#steps = observeSpeed(this.#steps, { atMs: nowMs, count: this.#done });
    this.#calls = observeSpeed(this.#calls, { atMs: nowMs, count: calls });
    if (this.#total === 0) return;
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
        columns: this.#terminal.columns(),
        linesMax,
        widthOf: stringWidth,
        colours: this.#surroundings.colours,
      },
    );
    this.#clear();
    this.#terminal.write(lines.map((line) => `${line}\n`).join(''));
    this.#shown = lines.length;
  }

  /** Up to where the list begins, and everything below it away. */
  #clear(): void {
    if (this.#shown > 0) this.#terminal.write(`\u001b[${this.#shown}A\u001b[J`);
    this.#shown = 0;
  }
}
