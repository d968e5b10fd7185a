// What packets demand of the order in which rules come and go, whatever the plan.
//
// A state is safe in every context of other rules where at each packet the rank that decides now is
// none between the two ends that decides otherwise than the smaller one, nor, where the ends agree,
// one behind them (Lemma 4 of the theory of the order). If rules come only to stay and go only for
// good, every state is safe exactly when at each packet these demands are met.
import { rankOf, type Direction, type Rule } from '../../model/rule.ts';
import { boxOf, overlaps } from '../../reach/overlap.ts';
import { packetClasses } from '../../reach/packet-classes.ts';

/**
 * At least one change of `first` takes effect in an earlier call than at least one of `then`, or
 * one modify is both. Changes are numbered: first the rules that come, then those that go.
 */
export interface Demand {
  readonly first: readonly number[];
  readonly then: readonly number[];
}

export interface Changes {
  readonly stays: readonly Rule[];
  readonly comes: readonly Rule[];
  readonly goes: readonly Rule[];
}

/** The rules that match a packet, those that change with their numbers. */
export interface Matched {
  readonly stays: readonly Ranked[];
  readonly comes: readonly Ranked[];
  readonly goes: readonly Ranked[];
}

export interface Ranked {
  readonly rank: number;
  readonly change: number;
}

interface Matcher extends Ranked {
  readonly kind: keyof Changes;
  readonly rule: Rule;
}

/** What was found is demanded, whatever else is: it does no harm to stop looking. */
const classesMax = 2000;

/** What the packets of one direction of one group demand: all of it, or what `classesMax` do. */
export function demandsOf(changes: Changes, direction: Direction): readonly Demand[] {
  const found = new Map<string, Demand>();
  const matchers = matchersThatMeet(changes);
  let classes = 0;
  packetClasses(
    matchers.map(({ rule }) => rule),
    {
      direction,
      together: 2,
      ofInterest: (index) => matchers[index]?.kind !== 'stays',
      visit: (matched) => {
        const here = matched.flatMap((index) => matchers[index] ?? []);
        const of = (kind: keyof Changes) => here.filter((one) => one.kind === kind);
        for (const demand of demandsAt({
          stays: of('stays'),
          comes: of('comes'),
          goes: of('goes'),
        })) {
          found.set(`${demand.first.join(' ')} < ${demand.then.join(' ')}`, demand);
        }
        classes += 1;
        return classes < classesMax;
      },
    },
  );
  return [...found.values()];
}

/** What a packet demands that exactly these rules match. */
export function demandsAt({ stays, comes, goes }: Matched): readonly Demand[] {
  const kept = strongest(stays);
  const [before, after] = [Math.min(kept, strongest(goes)), Math.min(kept, strongest(comes))];
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  const agrees = ({ rank }: Ranked) => decideAlike(rank, low);
  const changing = after < before ? comes : goes;
  // Between the two ends, who decides otherwise must never be the strongest.
  const apart = changing
    .filter((one) => one.rank < high && !agrees(one))
    .map((one) => {
      const stronger = numbersOf(changing.filter(({ rank }) => rank < one.rank).filter(agrees));
      return after < before
        ? { first: stronger, then: [one.change] }
        : { first: [one.change], then: stronger };
    });
  if (high >= kept || !decideAlike(low, high)) return apart;
  // Both ends agree and nothing that stays holds the packet: it must not fall through meanwhile.
  const holds = (one: Ranked) => one.rank <= high && agrees(one);
  return [...apart, { first: numbersOf(comes.filter(holds)), then: numbersOf(goes.filter(holds)) }];
}

/** Changes that can demand something of each other, and what stays and can meet them. */
function matchersThatMeet({ stays, comes, goes }: Changes): readonly Matcher[] {
  const changed = [
    ...comes.map((rule, index) => matcherOf('comes', rule, index)),
    ...goes.map((rule, index) => matcherOf('goes', rule, comes.length + index)),
  ];
  const meeting = changed.filter((one) =>
    changed.some((other) => concern(one, other) && overlaps(one.box, other.box)),
  );
  if (meeting.length === 0) return [];
  const kept = stays.map((rule) => matcherOf('stays', rule, -1));
  const inTheWay = kept.filter((one) => meeting.some((other) => overlaps(one.box, other.box)));
  return [...meeting, ...inTheWay];
}

function matcherOf(kind: keyof Changes, rule: Rule, change: number) {
  return { kind, rule, change, rank: rankOf(rule), box: boxOf(rule) };
}

/** Rules of one kind owe each other an order where they disagree, those of two where they agree. */
function concern(one: Matcher, other: Matcher): boolean {
  return (one.kind === other.kind) !== decideAlike(one.rank, other.rank);
}

function strongest(rules: readonly Ranked[]): number {
  return rules.reduce((least, { rank }) => Math.min(least, rank), Infinity);
}

/** Odd ranks accept, even ones drop. */
function decideAlike(rank: number, other: number): boolean {
  return rank % 2 === other % 2;
}

function numbersOf(rules: readonly Ranked[]): readonly number[] {
  return rules.map(({ change }) => change);
}
