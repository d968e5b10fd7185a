// A rule of a security group, and what makes two of them the same.
import type { Brand } from './brand.ts';
import type { Cidr } from './cidr.ts';
import type { Deadline } from './deadline.ts';
import { formatPeer, type Peer } from './peer.ts';
import type { Source } from './source.ts';
import { sameTraffic, trafficKey, type Traffic } from './traffic.ts';

export type Direction = 'ingress' | 'egress';
export type Policy = 'accept' | 'drop';
export const directions: readonly Direction[] = ['ingress', 'egress'];

export interface Rule {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly traffic: Traffic;
  readonly peer: Peer;
  /** Our own side of a quintuple rule: the destination of ingress, the source of egress. */
  readonly local?: Cidr;
  /** 1 to 100, smaller wins; rules that the cloud made itself may stand at up to 127. */
  readonly priority: number;
  /** Absent where it is not managed; `""` where there should be, or is, none. */
  readonly description?: string;
}

/** A rule that somebody wrote, and where. */
export interface WrittenRule extends Rule {
  /** When it is over: then it is not wanted any more, and is among the expired rules of its group. */
  readonly expires?: Deadline;
  /** Who answers for it, and where it was asked for; for people alone. */
  readonly owner?: string;
  readonly ticket?: string;
  /** Of a rule of a ruleset, its place in that. */
  readonly source: Source;
  /** The places on the way to it, outermost first: uses of rulesets, services, entries of networks. */
  readonly via?: readonly Source[];
}

export type RuleId = Brand<string, 'RuleId'>;

/** A rule as the cloud has it. */
export interface LiveRule extends Rule {
  readonly id: RuleId;
  readonly description: string;
  /** The peer as the cloud keeps it, where it has bits after its prefix that match nothing. */
  readonly storedPeer?: string;
}

/** What a rule matches and does: all but priority and description, which the API changes in place. */
export type RuleKey = Brand<string, 'RuleKey'>;

export function ruleKey(rule: Rule): RuleKey {
  const local = rule.local === undefined ? '' : ` local ${rule.local}`;
  const what = `${trafficKey(rule.traffic)} ${rule.direction} ${formatPeer(rule.peer)}${local}`;
  return `${rule.policy} ${what}` as RuleKey;
}

/** The key and the priority: all that decides about traffic. */
export function rankedKey(rule: Rule): string {
  return `${ruleKey(rule)} @${rule.priority}`;
}

/** Everything that a rule says. Two rules with equal text are interchangeable. */
export function contentKey(rule: Rule): string {
  return `${rankedKey(rule)} ${JSON.stringify(rule.description ?? '')}`;
}

/** Whether two rules have one content. */
export function sameContent(one: Rule, other: Rule): boolean {
  return (
    one.priority === other.priority &&
    (one.description ?? '') === (other.description ?? '') &&
    sameMatch(one, other)
  );
}

/** Whether two rules have one key; without writing it down, for it is asked of every rule of a group. */
export function sameMatch(one: Rule, other: Rule): boolean {
  return (
    one.policy === other.policy &&
    one.direction === other.direction &&
    one.local === other.local &&
    one.peer.kind === other.peer.kind &&
    sameTraffic(one.traffic, other.traffic) &&
    formatPeer(one.peer) === formatPeer(other.peer)
  );
}

/**
 * Where a rule stands among those that match a packet: the smallest rank decides it.
 * Even is drop, odd is accept, so that drop wins a tie and all rules of one rank agree.
 */
export function rankOf(rule: Pick<Rule, 'priority' | 'policy'>): number {
  return 2 * rule.priority + (rule.policy === 'accept' ? 1 : 0);
}

/** Ingress first, then the winning rule first; equal rules are equal in any order. */
export function compareRules(one: Rule, other: Rule): number {
  return comparePlaces(one, other) || compareText(contentKey(one), contentKey(other));
}

/** In the order of `compareRules`; each rule's text is made once, and not for every comparison. */
export function sortRules<One extends Rule>(rules: readonly One[]): readonly One[] {
  return rules
    .map((rule) => ({ rule, text: contentKey(rule) }))
    .sort((a, b) => comparePlaces(a.rule, b.rule) || compareText(a.text, b.text))
    .map(({ rule }) => rule);
}

function comparePlaces(one: Rule, other: Rule): number {
  const isEgress = Number(one.direction === 'egress') - Number(other.direction === 'egress');
  return isEgress || rankOf(one) - rankOf(other);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
