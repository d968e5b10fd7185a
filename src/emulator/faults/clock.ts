// Time as an argument: what waits is given a clock, so that it can wait in a time of our own making.

export interface Clock {
  /** Milliseconds, from whatever beginning. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** For a server: its connections keep the process alive, and those who sleep in it do not. */
export const serverClock: Clock = {
  now: Date.now,
  sleep: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
    }),
};
