// What a code of a finding, a refusal or a hazard means to whoever sees it for the first time.

/** In words of ours alone, with commands and the like between backticks. */
export interface RuleMeaning {
  /** Without a full stop. */
  readonly summary: string;
  /** What to do about it, in sentences. */
  readonly next: string;
  /** From 0.1 to 10, as code scanning sorts by it; absent where it is no matter of security. Over 7 is high, over 9 critical. */
  readonly securitySeverity?: number;
}
