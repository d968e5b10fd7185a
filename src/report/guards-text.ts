// Which guards a command kept to, in a line.
import { plural } from './counts.ts';

export interface GuardCount {
  /** Such as `protected flow`. */
  readonly noun: string;
  /** From the commit that was asked for. */
  readonly before: number;
  /** In the files alone. */
  readonly more: number;
}

/** `Guards: 3 protected flows and 2 tests of origin/main, 1 more of these files.` */
export function guardsText(ref: string, counts: readonly GuardCount[]): string {
  const before = counts.map((one) => plural(one.before, one.noun)).join(' and ');
  const more = counts.reduce((sum, one) => sum + one.more, 0);
  return `Guards: ${before} of ${ref}${more === 0 ? '' : `, ${more} more of these files`}.\n`;
}
