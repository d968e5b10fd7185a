// The exit codes, documented as stable.

export const exitCodes = {
  success: 0,
  /** Something failed before anything was written; any incomplete read is this, never "no drift". */
  error: 1,
  /** Changes, with `plan --detailed-exitcode`; drift, always. */
  changes: 2,
  /** `explain`: not all of the traffic passes, or nobody knows. */
  denied: 2,
  /** The configuration or the command line is wrong. */
  invalid: 3,
  /** A guard refused: the wrong account, a hazard without consent, a flow that an assertion is about. */
  refused: 4,
  /** The live groups are not those that the plan was made from. */
  stale: 5,
  /** An apply stopped after a write may have happened; apply again. */
  incomplete: 6,
  /** Somebody else holds the lock. */
  lockHeld: 7,
  /** Ctrl-C: nothing is in flight any more, and what was done is recognised. */
  interrupted: 130,
  /** SIGTERM, likewise. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
