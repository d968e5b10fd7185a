// What validating a workspace found: whether it may be planned, what is wrong, and how much there is.
import type { Finding, WaivedFinding } from './finding.ts';

export interface Validation {
  /** No finding is an error. */
  readonly isValid: boolean;
  readonly findings: readonly Finding[];
  /** What the files accept with a reason and until a day. */
  readonly waived: readonly WaivedFinding[];
  /** Empty where the files have faults, so that nothing can be counted on. */
  readonly targets: readonly TargetCounts[];
}

export interface TargetCounts {
  readonly target: string;
  readonly counts: LoadedCounts;
}

export interface LoadedCounts {
  readonly groups: number;
  readonly writtenRules: number;
  readonly expandedRules: number;
  readonly references: ReferenceCounts;
}

/** Places in rules, those of used rulesets too, that name a group, a network or a service; and uses. */
export interface ReferenceCounts {
  readonly groups: number;
  readonly networks: number;
  readonly services: number;
  readonly rulesets: number;
}
