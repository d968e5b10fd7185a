// Keeps a lease while an apply runs, and says whether the next write may still be sent.
import type { Lease } from './acquire.ts';

/** Acts again and again after this time, until what it gives is called. */
export type Repeat = (act: () => void, everyMs: number) => () => void;

export interface KeptLease {
  /** Ask before each write: false once the lease has ended, or somebody took it. */
  readonly mayWrite: () => boolean;
  /** No more renewals; the lease itself is given back by `release`. */
  readonly stop: () => void;
}

/** Renews at each third of the lease, so that two renewals in a row may fail. */
export function keepLease(
  lease: Lease,
  {
    leaseMs,
    now,
    repeat,
  }: { readonly leaseMs: number; readonly now: () => number; readonly repeat: Repeat },
): KeptLease {
  let isLost = false;
  const renew = async () => {
    if ((await lease.renew()) !== 'lost') return;
    isLost = true;
    stop();
  };
  const stop = repeat(() => {
    // A bug must not end the process between two writes; without a lease the apply stops by itself.
    renew().catch(() => (isLost = true));
  }, leaseMs / 3);
  return { mayWrite: () => !isLost && now() < lease.expiresAt, stop };
}

/** By a timer for which the process does not stay. */
export const repeatByTimer: Repeat = (act, everyMs) => {
  const timer = setInterval(act, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
};
