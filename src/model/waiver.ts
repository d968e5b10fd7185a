// A waiver: somebody accepts what a check finds in a group or a rule, for a reason and until a day.
import type { Deadline } from './deadline.ts';
import type { Source } from './source.ts';

export interface Waiver {
  /** The code of the check. */
  readonly check: string;
  readonly reason: string;
  readonly until: Deadline;
  /** The rule that it stands in; undefined where it is for the whole group. */
  readonly rule: Source | undefined;
  /** Where the waiver itself is written. */
  readonly source: Source;
  /** Of a rule of a ruleset, so that it may be of use in other groups only. */
  readonly isShared?: true;
}
