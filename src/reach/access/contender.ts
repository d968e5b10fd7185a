// Everything that may decide about a packet on an interface: the rules of its groups, their inner
// access policies, and what is done where nothing matches.
import type { GroupType } from '../../model/group.ts';
import { unknownLists, type Lists } from '../../model/lists.ts';
import { rankedKey, rankOf, type Direction, type Policy, type Rule } from '../../model/rule.ts';
import { anything, insideGroup, shapeOf, type Shape } from './shape.ts';

/** A security group, as far as it decides about packets. */
export interface AccessGroup<R extends Rule = Rule> {
  /** Our name for it, or the id of one that is not ours; no name of ours is also somebody's id. */
  readonly name: string;
  readonly type: GroupType;
  readonly innerAccessPolicy: Policy;
  /** Of both directions; those of the other one are passed over. */
  readonly rules: readonly R[];
  /** What is in the lists that rules name; nothing is known of any where this is left out. */
  readonly lists?: Lists;
}

/** What decides: a rule, the inner access policy of a group, or nothing of these. */
export type Decider<R extends Rule = Rule> =
  | { readonly kind: 'rule'; readonly group: string; readonly rule: R }
  | { readonly kind: 'innerAccessPolicy'; readonly group: string }
  | { readonly kind: 'default'; readonly policy: Policy };

export interface Contender<R extends Rule = Rule> {
  /** Twice the priority, and one more for accept: the smallest that matches decides. */
  readonly rank: number;
  readonly shape: Shape;
  readonly decider: Decider<R>;
  /** Equal for those that match and decide the same. */
  readonly key: string;
}

/** Weaker than every rule. */
export const defaultRanks: Readonly<Record<Policy, number>> = { drop: 1000, accept: 1001 };
const innerAcceptRank = 1;

/** What a rule matches, and how strongly it decides; who it belongs to makes no difference. */
type Claim = Pick<Contender, 'rank' | 'shape' | 'key'>;

/**
 * Strongest first; in which order rules were listed makes no difference. An interface is in groups of one
 * type; only a basic one accepts inside.
 */
export function contendersOf<R extends Rule>(
  groups: readonly AccessGroup<R>[],
  direction: Direction,
  claim: typeof claimOf = claimOf,
): readonly Contender<R>[] {
  return groups
    .flatMap((group) => [...innerAccess(group), ...ruleContenders(group, direction, claim)])
    .sort(compareContenders);
}

/** For one question about several lists of groups, which have most rules in common: each is looked at once. */
export function rememberedClaims(): typeof claimOf {
  const known = new Map<Lists, Map<Rule, Claim>>();
  return (rule, lists) => {
    const ofLists = known.get(lists) ?? new Map<Rule, Claim>();
    known.set(lists, ofLists);
    const claim = ofLists.get(rule) ?? claimOf(rule, lists);
    ofLists.set(rule, claim);
    return claim;
  };
}

/** An interface in no group at all lets nothing through. */
export function defaultRank(groups: readonly AccessGroup[], direction: Direction): number {
  const isOpen =
    direction === 'egress' && groups.length > 0 && groups.every(({ type }) => type === 'normal');
  return defaultRanks[isOpen ? 'accept' : 'drop'];
}

function compareContenders(one: Contender, other: Contender): number {
  return (
    one.rank - other.rank ||
    compareText(one.key, other.key) ||
    compareText(groupOf(one), groupOf(other))
  );
}

function groupOf({ decider }: Contender): string {
  return decider.kind === 'default' ? '' : decider.group;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** What decides where nothing else does. */
export function defaultContender<R extends Rule>(rank: number): Contender<R> {
  const decider = { kind: 'default', policy: policyOfRank(rank) } as const;
  return { rank, shape: anything, decider, key: 'default' };
}

export function policyOfRank(rank: number): Policy {
  return rank % 2 === 1 ? 'accept' : 'drop';
}

function innerAccess<R extends Rule>(group: AccessGroup<R>): readonly Contender<R>[] {
  const { name, type, innerAccessPolicy } = group;
  if (type !== 'normal' || innerAccessPolicy !== 'accept') return [];
  return [
    {
      rank: innerAcceptRank,
      shape: insideGroup(name),
      decider: { kind: 'innerAccessPolicy', group: name },
      key: `inside ${name}`,
    },
  ];
}

function ruleContenders<R extends Rule>(
  { name, rules, lists = unknownLists }: AccessGroup<R>,
  direction: Direction,
  claim: typeof claimOf,
): readonly Contender<R>[] {
  return rules
    .filter((rule) => rule.direction === direction)
    .map((rule) => {
      const { rank, shape, key } = claim(rule, lists);
      return { rank, shape, key, decider: { kind: 'rule', group: name, rule } };
    });
}

function claimOf(rule: Rule, lists: Lists): Claim {
  return { rank: rankOf(rule), shape: shapeOf(rule, lists), key: rankedKey(rule) };
}
