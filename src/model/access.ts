// Which traffic a plan opens and which it closes: what a reviewer asks first.
import type { GroupName } from './group-identity.ts';
import type { InterfaceCounts } from './interfaces.ts';
import type { Rule } from './rule.ts';
import type { Source } from './source.ts';
import type { StepId } from './step.ts';
import type { TrafficSet } from './traffic-window.ts';

/** From harmless to grave; a plan has the gravest of its changes. */
export const risks = ['none', 'narrows', 'widens', 'opens-to-internet'] as const;
export type Risk = (typeof risks)[number];
export const gravestRisk: Risk = 'opens-to-internet';

export function worstRisk(all: readonly Risk[]): Risk {
  return risks.findLast((risk) => all.includes(risk)) ?? 'none';
}

export interface PlanAccess {
  /** The worst that may come of it on any interface, also together with other groups. */
  readonly risk: Risk;
  /** Groups that there are too many classes of packets to say anything of; then the risk is the worst. */
  readonly incomplete: readonly GroupName[];
  /**
   * The interfaces, and their instances, that are in a group with other rules or another inner access
   * policy after the plan; absent where interfaces may not be read.
   */
  readonly touches?: InterfaceCounts;
  /** Of new sessions: open ones may stay for up to 910 s. The most exposed come first. */
  readonly changes: readonly AccessChange[];
  /** What single steps do, of a group that takes several of them; each group as if alone. */
  readonly steps: Readonly<Record<StepId, StepAccess>>;
}

export interface AccessChange {
  /**
   * `mayOpen` and `mayClose`: nothing alone or on the interfaces of today, but other groups on an
   * interface could make it so.
   */
  readonly effect: 'opens' | 'closes' | 'mayOpen' | 'mayClose';
  readonly traffic: TrafficSet;
  /** Of which these are no part; what they say beyond it does not count. */
  readonly but?: readonly TrafficSet[];
  /** Whether a large part of the public internet is among the peers. */
  readonly internet: boolean;
  /** On which interfaces. */
  readonly scopes: readonly AccessScope[];
  /** On all of them together: an instance may have interfaces in several. Absent where one is not known. */
  readonly touches?: InterfaceCounts;
  readonly causes: readonly AccessCause[];
}

/**
 * Interfaces that are in exactly these groups; how many there are today, unless they may not be read. Those
 * that a plan moves are in all of these groups but `joins` before it, and in all but `leaves` after it.
 */
export interface AccessScope extends Partial<InterfaceCounts> {
  /** Our names for groups that are ours, ids for others. */
  readonly groups: readonly string[];
  /** Not there for interfaces that stay where they are. */
  readonly moves?: { readonly joins: readonly string[]; readonly leaves: readonly string[] };
}

/** A rule, or an inner access policy, that is there and was not, or was there and is not. */
export interface AccessCause {
  readonly group: string;
  readonly change: 'added' | 'removed';
  /** Absent where it is the inner access policy. */
  readonly rule?: Rule;
  readonly source?: Source;
  /** The places on the way to the rule, outermost first. */
  readonly via?: readonly Source[];
}

export interface StepAccess {
  readonly opens: readonly TrafficSet[];
  readonly closes: readonly TrafficSet[];
}
