// What it is to wait between calls: how long, and what for.

/** `rateLimit`: the cloud throttles. `ramp`: we do not know yet how much it takes. */
export type PauseReason = 'rateLimit' | 'ramp' | 'fault';

/** May end early: whoever waits looks again at the clock, and at whether to stop. */
export type Sleep = (ms: number, reason: PauseReason) => Promise<void>;
