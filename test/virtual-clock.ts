// A clock that stands still while anything runs, and jumps to the next sleeper when all sleep. So
// hours pass in seconds, the same way each time. Nothing under it may wait for a file or a socket.

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export class VirtualClock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      // Sorted by time, and by arrival where that is the same.
      const at = this.#now + Math.max(0, ms);
      let index = this.#sleepers.length;
      while (index > 0 && (this.#sleepers[index - 1]?.at ?? 0) > at) index -= 1;
      this.#sleepers.splice(index, 0, { at, wake });
    });

  /** Ends the sleep of everybody, and the time stays as it is. */
  wakeAll(): void {
    const sleepers = this.#sleepers;
    this.#sleepers = [];
    for (const { wake } of sleepers) wake();
  }

  /** Lets time pass until the work is done. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    const state = { isDone: false };
    const done = () => {
      state.isDone = true;
    };
    work.then(done, done);
    for (;;) {
      await idle();
      if (state.isDone) return await work;
      const next = this.#sleepers.shift();
      if (next === undefined) throw new Error('nobody sleeps, and the work is not done');
      this.#now = next.at;
      next.wake();
    }
  }
}

/** All that can run without time passing has run then. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
