// How far one plan is, as its events tell it.
import type { ApplyEvent } from '../../applier/events.ts';
import type { Plan, PlanId } from '../../model/plan.ts';
import type { StepId } from '../../model/step.ts';
import type { StepInFlight } from '../../report/progress-line.ts';
import type { OpenTarget } from '../open-target.ts';

export type Speedometer = OpenTarget['speedometer'];

export class PlanProgress {
  readonly planId: PlanId;
  readonly #target: string | undefined;
  readonly #inFlight = new Map<StepId, StepInFlight>();
  #speedometer: Speedometer | undefined;
  /** Of the way to the target, before this plan began. */
  #callsBefore = 0;
  #done = 0;
  #total: number;
  #isOver = false;

  constructor({ id, target, steps }: Plan, { isNamed }: { readonly isNamed: boolean }) {
    this.planId = id;
    this.#target = isNamed ? target.name : undefined;
    this.#total = steps.length;
    this.#isOver = steps.length === 0;
  }

  get done(): number {
    return this.#done;
  }

  /** Until it has started: all of its steps. */
  get total(): number {
    return this.#total;
  }

  get inFlight(): readonly StepInFlight[] {
    return [...this.#inFlight.values()];
  }

  /** Since it began. */
  get calls(): number {
    return (this.#speedometer?.().calls ?? 0) - this.#callsBefore;
  }

  get isThrottled(): boolean {
    return !this.#isOver && (this.#speedometer?.().isThrottled ?? false);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  begin(speedometer: Speedometer): void {
    this.#speedometer = speedometer;
    this.#callsBefore = speedometer().calls;
  }

  see(event: ApplyEvent): void {
    switch (event.kind) {
      case 'started':
        this.#total = event.toRun;
        return;
      case 'sending': {
        const { step } = event;
        const flight = { step, target: this.#target, sinceMs: Date.now() };
        this.#inFlight.set(step.id, flight);
        return;
      }
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
        // What it leaves undone is nothing that anybody waits for.
        this.#total = this.#done;
        this.#inFlight.clear();
        this.#isOver = true;
        return;
      case 'readingBack':
      case 'waiting':
      case 'settling':
        return;
    }
  }
}
