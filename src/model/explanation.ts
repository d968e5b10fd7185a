// Whether traffic passes from one end to another, and why: what `explain` says, as plain JSON.
// schemas/explanation.schema.json publishes its shape.
import type { Cidr } from './cidr.ts';
import type { Direction, Policy, Rule, RuleId } from './rule.ts';
import type { Source } from './source.ts';
import type { TrafficSet } from './traffic-window.ts';

/** `partly`: some of it passes and some does not; `impossible`: no packet is so. */
export type Verdict = 'allowed' | 'denied' | 'partly' | 'unknown' | 'impossible';

export interface Explanation {
  readonly target: string;
  /** As it is written, as the cloud has it, or as it will be after a plan. */
  readonly state: 'desired' | 'live' | 'planned';
  readonly from: ExplainedEnd;
  readonly to: ExplainedEnd;
  readonly traffic: Pick<TrafficSet, 'protocols' | 'ports' | 'sourcePorts'>;
  readonly verdict: Verdict;
  /** What it holds for and what was taken to be so, in sentences. */
  readonly assumed: readonly string[];
  /** From each place of one end to each of the other; at least one. */
  readonly flows: readonly ExplainedFlow[];
}

export interface ExplainedEnd {
  readonly kind: 'address' | 'network' | 'internet' | 'group' | 'instance' | 'interface';
  readonly name: string;
}

export interface ExplainedFlow {
  readonly from: ExplainedPlace;
  readonly to: ExplainedPlace;
  readonly verdict: Verdict;
  /** What of it passes both ends. */
  readonly allowed: readonly DescribedTraffic[];
  /** Egress first; an end where no group of ours decides is not here. */
  readonly ends: readonly ExplainedSide[];
}

/** Outside, or on interfaces that are in the same groups. */
export interface ExplainedPlace {
  /** The groups whose rules decide here; absent where none of ours does. */
  readonly groups?: readonly string[];
  /** Absent where it is not known, or nobody is meant. */
  readonly interfaces?: number;
  readonly blocks: readonly Cidr[];
  readonly except: readonly Cidr[];
  readonly memberOf: readonly string[];
}

export interface DescribedTraffic {
  readonly traffic: TrafficSet;
  /** The same in words, without what was asked anyway. */
  readonly text: string;
}

export interface ExplainedSide {
  readonly direction: Direction;
  readonly groups: readonly string[];
  readonly verdict: Verdict;
  /** Why it is not known, in sentences. */
  readonly unknown: readonly string[];
  /** Parts that are decided alike, strongest first. */
  readonly decisions: readonly ExplainedDecision[];
}

export interface ExplainedDecision {
  readonly policy: Policy;
  readonly decidedBy: readonly ExplainedDecider[];
  /** Weaker ones that match some of it too, strongest first; last what is done without any. */
  readonly overruled: readonly ExplainedDecider[];
  readonly traffic: readonly DescribedTraffic[];
  /** Each of these would let what is dropped through here, or stop what is accepted. */
  readonly changes: readonly ExplainedChange[];
}

export type ExplainedDecider =
  | { readonly kind: 'rule'; readonly group: string; readonly rule: ExplainedRule }
  | { readonly kind: 'innerAccessPolicy'; readonly group: string }
  | { readonly kind: 'default'; readonly policy: Policy };

export interface ExplainedRule extends Rule {
  /** Where it is written; absent for one that is in no file. */
  readonly source?: Source;
  readonly id?: RuleId;
}

export type ExplainedChange =
  /** One rule in one of these groups, with a priority from 1 to `priorityMax`. */
  | {
      readonly kind: 'addAccept' | 'addDrop';
      readonly direction: Direction;
      readonly groups: readonly string[];
      readonly priorityMax: number;
    }
  /** All of these; where `thenAdd`, an accept rule is needed all the same, at any priority. */
  | {
      readonly kind: 'removeDrops';
      readonly direction: Direction;
      readonly drops: readonly Extract<ExplainedDecider, { kind: 'rule' }>[];
      readonly thenAdd: boolean;
    }
  /** All of these; where `thenAdd`, a drop rule is needed all the same, at any priority. */
  | {
      readonly kind: 'removeAccepts';
      readonly direction: Direction;
      readonly accepts: readonly Exclude<ExplainedDecider, { kind: 'default' }>[];
      readonly thenAdd: boolean;
    };

/** One for each target. */
export interface ExplanationSet {
  readonly formatVersion: 1;
  readonly toolVersion: string;
  readonly explanations: readonly Explanation[];
}

/** Of several flows, or targets, together. */
export function verdictOfAll(verdicts: readonly Verdict[]): Verdict {
  const real = new Set(verdicts.filter((verdict) => verdict !== 'impossible'));
  const [only = 'impossible'] = real;
  if (real.size < 2) return only;
  const someDenied = real.has('denied') || real.has('partly');
  const someAllowed = real.has('allowed') || real.has('partly');
  return someDenied && someAllowed ? 'partly' : 'unknown';
}
