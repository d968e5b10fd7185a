// Time that passes only when everybody sleeps: then the one who sleeps shortest wakes up.
import type { Clock } from '../../src/lease/lease.ts';

export const startMs = Date.parse('2026-11-22T08:00:00Z');

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

export class VirtualTime implements Clock {
  #nowMs = startMs;
  #sleepers: Sleeper[] = [];

  readonly now = (): number => this.#nowMs;

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((wake) => this.#sleepers.push({ untilMs: this.#nowMs + ms, wake }));

  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** Lets everything happen that `work` needs, in the order of time. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    const progress = { isDone: false };
    const noticed = work.finally(() => (progress.isDone = true));
    noticed.catch(() => undefined);
    for (;;) {
      await settled();
      if (progress.isDone) return await noticed;
      const [next] = this.#sleepers.toSorted((a, b) => a.untilMs - b.untilMs);
      if (next === undefined) continue;
      this.#sleepers = this.#sleepers.filter((one) => one !== next);
      this.#nowMs = Math.max(this.#nowMs, next.untilMs);
      next.wake();
    }
  }
}

/** Until nothing goes on without time passing: nobody reads or writes a file either. */
export async function settled(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq')));
}
