// Ctrl-C and SIGTERM while something is written: the calls in flight are finished, no other is begun,
// and pauses end at once. A second signal ends the process as if nobody listened.
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Pauses, Surroundings } from '../surroundings.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM';

export class Interrupts implements Pauses {
  readonly #waking = new Set<() => void>();
  readonly #onSignal: (signal: StopSignal) => void;
  #signal: StopSignal | undefined;

  /** Listens until it is closed. */
  constructor(onSignal: (signal: StopSignal) => void) {
    this.#onSignal = onSignal;
    process.on('SIGINT', this.#stop);
    process.on('SIGTERM', this.#stop);
  }

  get signal(): StopSignal | undefined {
    return this.#signal;
  }

  readonly isStopped = (): boolean => this.#signal !== undefined;

  readonly sleep = (ms: number): Promise<void> => {
    if (this.isStopped()) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waking.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waking.add(wake);
    });
  };

  close(): void {
    process.off('SIGINT', this.#stop);
    process.off('SIGTERM', this.#stop);
  }

  readonly #stop = (signal: StopSignal): void => {
    // Without a listener the next signal does what signals do.
    this.close();
    this.#signal = signal;
    this.#onSignal(signal);
    for (const wake of this.#waking) wake();
  };
}

/** Signals are heard from here on, and not any more at the end. */
export async function interruptible(
  surroundings: Surroundings,
  work: (surroundings: Surroundings, interrupts: Interrupts) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupts = new Interrupts((signal) => {
    surroundings.err(`${signal}: finishing the calls in flight; once more stops at once.\n`);
  });
  try {
    const code = await work({ ...surroundings, pauses: interrupts }, interrupts);
    // Nothing had been written yet, and what failed is that nothing was asked any more.
    return interrupts.isStopped() && code === exitCodes.error ? interruptedCode(interrupts) : code;
  } finally {
    interrupts.close();
  }
}

/** Before anything was written. */
export function sayInterrupted(
  interrupts: Interrupts,
  { err }: Pick<Surroundings, 'err'>,
): ExitCode {
  err('Interrupted. Nothing was written.\n');
  return interruptedCode(interrupts);
}

function interruptedCode({ signal }: Interrupts): ExitCode {
  return signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
}
