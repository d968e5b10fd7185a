// The least number of calls that change the rules of one direction of one group: a lower bound on
// every plan, which shares nothing with how plans are made.
//
// Plans. A plan here makes each rule that is missing once, and takes away each rule that is too
// many once: nothing is temporary. An authorize call makes up to 100 rules and a revoke call takes
// up to 100 away, of which any part may be visible; a modify call does one of each at once. No rule
// is made while the only other rule of its key stands, which may be the same to the API, whether
// priority belongs to the identity of a rule or not. Every moment is safe beside whatever other
// rules.
//
// Demands. Safety says, packet by packet, that some of these changes take effect before some of
// those (demands.ts). A call can be seen in part, so that means: in an earlier call, unless one
// modify is both.
//
// In place. Where a rule must come before the one of its key goes, one modify does both: because of
// the key it cannot come before, because of the demand not after. Each such pair is a call of its
// own.
//
// The rest. Take a plan that has c authorize calls, d revoke calls and k modifies besides those. A
// change that must be before another, be it through third ones, is in an earlier call. So of a
// chain of n rules that come, each authorize call holds one at most, and n - c or more come by a
// modify; for chains that share no rule, that adds up. Where demands leave a choice, a plan meets
// them in some way, and along every way at least `depth` of the rules come one after the other, so
// that at least depth - c come by a modify. A call holds 100 rules, so count - 100 c do. The same
// goes for those that go. Rules that no modify can make need their depth in authorize calls. One
// call of each kind, and no modify, is not enough where something that comes must be before
// something that goes and something that goes before something that comes. And there are at most as
// many modifies as pairs that the API takes, with nothing that must happen in between. The least c
// + d + k that meets all this, and the calls in place, are a lower bound.
import { assert } from '../../model/assert.ts';
import { groupBy } from '../../model/group-by.ts';
import { rulesPerCallMax } from '../../model/limits.ts';
import { matchBy } from '../../model/match.ts';
import { contentKey, rankedKey, ruleKey, type Rule } from '../../model/rule.ts';
import { unshared } from '../../model/unshared.ts';
import { canBecome } from './can-become.ts';
import { demandsOf, type Changes } from './demands.ts';
import {
  heldPairs,
  necessaryOrder,
  type Edits,
  type NecessaryOrder,
  type Pair,
  type Side,
} from './necessary-order.ts';

export interface LeastCalls {
  /** No plan has fewer. */
  readonly calls: number;
  /** How such a number could come about. */
  readonly authorizes: number;
  readonly revokes: number;
  readonly modifies: number;
  /** How many of the modifies nothing else can do. */
  readonly inPlace: number;
}

export interface LeastOptions {
  /** Where there are none, no traffic can be hurt. */
  readonly hasMembers: boolean;
}

/** With more changes than this only those in place are looked for, with very many nothing. */
const changesMax = { inOrder: 200, inPlace: 1000 };

/**
 * Calls that change rules, at least, in any plan from `before` to `after`: multisets of rules of
 * one direction of one group. A description of `after` that is undefined is any.
 */
export function leastRuleCalls(
  before: readonly Rule[],
  after: readonly Rule[],
  options: LeastOptions,
): number {
  return leastCalls(before, after, options).calls;
}

export function leastCalls(
  before: readonly Rule[],
  after: readonly Rule[],
  { hasMembers }: LeastOptions,
): LeastCalls {
  const changes = changesOf(before, after);
  const [comes, goes] = [changes.comes.length, changes.goes.length];
  const [example] = [...changes.comes, ...changes.goes];
  if (example === undefined) {
    return { calls: 0, authorizes: 0, revokes: 0, modifies: 0, inPlace: 0 };
  }
  const isFelt = hasMembers && comes + goes <= changesMax.inPlace;
  const demands = isFelt ? demandsOf(changes, example.direction) : [];
  const exclusive = pairsOfKey(changes, before, after);
  const isLegal = ({ goes: goer, comes: comer }: Pair) => {
    const [from, to] = [changes.goes[goer - comes], changes.comes[comer]];
    return from !== undefined && to !== undefined && canBecome(from, to);
  };
  if (comes + goes > changesMax.inOrder) {
    return cheapest(anyOrder({ comes, goes }, heldPairs(demands, exclusive).filter(isLegal)));
  }
  const legal = changes.goes.flatMap((_goer, index) =>
    changes.comes.map((_comer, number) => ({ goes: comes + index, comes: number })).filter(isLegal),
  );
  return cheapest(necessaryOrder(demands, { comes, goes, legal, exclusive }));
}

/** What stays, what comes and what goes. */
function changesOf(before: readonly Rule[], after: readonly Rule[]): Changes {
  const { leftOnly, rightOnly } = unshared(before, after);
  const coming = new Set(rightOnly);
  const same = after.filter((rule) => !coming.has(rule));
  const others = changesAmong(leftOnly, rightOnly);
  return { ...others, stays: [...same, ...others.stays] };
}

function changesAmong(before: readonly Rule[], after: readonly Rule[]): Changes {
  const described = matchBy(
    contentKey,
    after.filter(({ description }) => description !== undefined),
    before,
  );
  const others = matchBy(
    rankedKey,
    after.filter(({ description }) => description === undefined),
    described.rightOver,
  );
  return {
    stays: [...described.pairs, ...others.pairs].map(([rule]) => rule),
    comes: [...described.leftOver, ...others.leftOver],
    goes: others.rightOver,
  };
}

/** Of one key, where neither end has another of it: two that stand are told apart. */
function pairsOfKey(
  { comes, goes }: Changes,
  before: readonly Rule[],
  after: readonly Rule[],
): readonly Pair[] {
  if (comes.length === 0 || goes.length === 0) return [];
  const [live, wanted] = [groupBy(before, ruleKey), groupBy(after, ruleKey)];
  const comer = new Map(comes.map((rule, number) => [ruleKey(rule), number]));
  return goes.flatMap((rule, index): Pair[] => {
    const key = ruleKey(rule);
    const number = comer.get(key);
    const isAlone = live.get(key)?.length === 1 && wanted.get(key)?.length === 1;
    return isAlone && number !== undefined ? [{ goes: comes.length + index, comes: number }] : [];
  });
}

/** Nothing is known but how many rules change, and which of them in place. */
function anyOrder(
  { comes, goes }: Pick<Edits, 'comes' | 'goes'>,
  { length: inPlace }: readonly Pair[],
): NecessaryOrder {
  const free = (all: number): Side => {
    return { count: all - inPlace, chains: [], depth: 0, unmergeableDepth: 0 };
  };
  const mergesMax = Math.min(comes, goes) - inPlace;
  return { inPlace, coming: free(comes), going: free(goes), mergesMax, isTangled: false };
}

/** Tries every number of authorize and revoke calls. */
function cheapest(order: NecessaryOrder): LeastCalls {
  const { inPlace, coming, going, mergesMax, isTangled } = order;
  let least: LeastCalls | undefined;
  for (let authorizes = coming.unmergeableDepth; authorizes <= callsMax(coming); authorizes++) {
    for (let revokes = going.unmergeableDepth; revokes <= callsMax(going); revokes++) {
      const untangling = Number(isTangled && authorizes === 1 && revokes === 1);
      const merges = Math.max(
        mergesNeeded(coming, authorizes),
        mergesNeeded(going, revokes),
        untangling,
      );
      const calls = inPlace + authorizes + revokes + merges;
      if (merges > mergesMax || (least !== undefined && calls >= least.calls)) continue;
      least = { calls, authorizes, revokes, modifies: inPlace + merges, inPlace };
    }
  }
  assert(least !== undefined, 'enough calls need no merges');
  return least;
}

/** With so many calls of its own a side needs no merges. */
function callsMax({ count, depth, chains }: Side): number {
  return 1 + Math.max(depth, ...chains, Math.ceil(count / rulesPerCallMax));
}

/** How many rules of a side do not fit into so many calls of its own. */
function mergesNeeded({ count, depth, chains }: Side, calls: number): number {
  const ofChains = chains.reduce((sum, length) => sum + Math.max(0, length - calls), 0);
  return Math.max(0, ofChains, depth - calls, count - calls * rulesPerCallMax);
}
