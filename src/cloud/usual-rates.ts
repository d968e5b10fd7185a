// How fast to call, and how often again, where nobody says otherwise.

export const usualRetries = {
  attemptsMax: 6,
  firstPauseMs: 500,
  pauseMaxMs: 20_000,
  deadlineMs: 10 * 60_000,
  throttledDeadlineMs: 30 * 60_000,
  random: Math.random,
} as const;

/** What nobody throttles, as far as is known; from there the pace finds its own way. */
export const cloudPace = { readsPerSecond: 10, writesPerSecond: 5 } as const;

/** Whatever else is there can be asked for more at once, and may throttle as well. */
export const localPace = { readsPerSecond: 1000, writesPerSecond: 1000 } as const;
