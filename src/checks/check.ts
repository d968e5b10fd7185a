// A check: a question about one group, asked of what people wrote and before anything is planned.
import type { Finding } from '../model/finding.ts';
import type { PresentGroup } from '../model/group.ts';
import type { Quotas } from '../model/quota.ts';
import type { Direction } from '../model/rule.ts';
import type { Opening } from '../reach/internet-openings.ts';
import type { Standing } from '../reach/rule-standings.ts';

export interface Check {
  /** Also the code of its findings, and of waivers of them. */
  readonly name: string;
  readonly severity: Finding['severity'];
  /** What it finds and why that matters, in a sentence or two; docs/checks.md has the same words. */
  readonly summary: string;
  find(group: PresentGroup, known: Known): Generator<Finding>;
}

/** What a check may ask about its group; each is worked out once, for all checks. */
export interface Known {
  readonly nowMs: number;
  readonly quotas: Quotas;
  /** Empty where the direction is not written. */
  openings(direction: Direction): readonly Opening[];
  standings(direction: Direction): readonly Standing[];
}
