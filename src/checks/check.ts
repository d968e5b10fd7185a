// A check: a question about one group, asked of what people wrote and before anything is planned.
import type { Family } from '../model/cidr.ts';
import type { Finding } from '../model/finding.ts';
import type { GroupType, PresentGroup } from '../model/group.ts';
import type { Peer } from '../model/peer.ts';
import type { Quotas } from '../model/quota.ts';
import type { Direction, WrittenRule } from '../model/rule.ts';
import type { Protocol } from '../model/traffic.ts';
import type { Contradiction } from '../reach/access/contradictions.ts';
import type { Opening } from '../reach/access/internet-openings.ts';
import type { IdleRule } from '../reach/access/lint.ts';

export interface Check {
  /** Also the code of its findings, and of waivers of them. */
  readonly name: string;
  readonly severity: Finding['severity'];
  /** What it finds and why that matters, in a sentence or two; docs/checks.md has the same words. */
  readonly summary: string;
  /** What to do about it, in a sentence. */
  readonly next: string;
  find(group: PresentGroup, known: Known): Generator<Finding>;
}

/**
 * What a check may ask about its group; what several ask is worked out once. Empty where the direction
 * is not written, and where that would take too long: then a finding says so.
 */
export interface Known {
  readonly nowMs: number;
  readonly quotas: Quotas;
  /** Of a group that is written or adopted; undefined for what is no group, and for other people's. */
  typeOfPeer(peer: Peer): GroupType | undefined;
  openings(direction: Direction): readonly Opening[];
  /** In the order of the rules, as are the contradictions. */
  idle(direction: Direction): readonly IdleRule<WrittenRule>[];
  contradictions(direction: Direction): readonly Contradiction[];
  /** The rules by which all that comes in over a family is accepted. */
  acceptedWhole(family: Family): readonly WrittenRule[];
  /** Whether any packet of a protocol gets in, from anybody at all; in doubt it does. */
  acceptsAny(protocol: Protocol): boolean;
}
