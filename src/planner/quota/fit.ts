// An order of edits for groups that have no room to authorize everything before anything is revoked.
//
// What can go safely goes, then what fits comes, then one rule is turned into another. Where that
// does not lead to the end, a temporary rule that covers what changes may help. Only where nothing
// does, packets are hurt, as few as can be and rather cut than let through; the plan then says so.
import type { InterfaceProfile } from '../../model/interfaces.ts';
import { rulesPerCallMax } from '../../model/limits.ts';
import type { ListSizes, Quotas } from '../../model/quota.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import { ruleKey } from '../../model/rule.ts';
import { contains } from '../../reach/contains.ts';
import { isModifiable } from '../order/in-place.ts';
import type { EditOfGroup, Layered } from '../order/order.ts';
import { coveringRules, type Covering } from './covering.ts';
import { Ground, type GroundOptions, type Strictness } from './ground.ts';
import { itemOf, problemOf, type Move, type Problem } from './moves.ts';
import { Room } from './room.ts';

export interface FitFacts extends Omit<GroundOptions, 'strictness'> {
  readonly quotas: Quotas;
  readonly listSizes: ListSizes;
  readonly profiles: readonly InterfaceProfile[];
  readonly weightOf: (group: string) => number;
  /** Whether nothing else is on the interfaces of these groups, so that `alone` is enough. */
  readonly areAlone: boolean;
}

export interface Fitted {
  readonly layered: readonly Layered[];
  /** Whether packets are hurt on the way. */
  readonly hurts: boolean;
}

/** Every call is a wave of its own. Undefined where there are too many classes of packets to search. */
export function fitQuota(
  edits: readonly EditOfGroup[],
  groups: ReadonlyMap<GroupName, GroupContent>,
  facts: FitFacts,
): Fitted | undefined {
  const problem = problemOf(edits, groups, facts.listSizes);
  for (const strictness of ['inCombination', 'alone'] as const) {
    const found = searchAll(problem, edits, { ...facts, strictness });
    if (found === undefined) return undefined;
    const hurts = strictness === 'alone' && !facts.areAlone;
    if (found.isWhole) return { layered: toWaves(found.calls), hurts };
  }
  const hurting = orders.flatMap((order) => {
    const found = search(problem, { ...facts, strictness: 'alone', order, mayHurt: true });
    return found?.isWhole === true ? [found] : [];
  });
  const [least] = hurting.toSorted((a, b) => a.opened - b.opened || a.hurt - b.hurt);
  return least && { layered: toWaves(least.calls), hurts: true };
}

const orders = ['strongest', 'narrowest', 'weakest', 'enabling'] as const;

/** The plain ways first, then those with a covering rule. */
function searchAll(
  problem: Problem,
  edits: readonly EditOfGroup[],
  facts: Omit<SearchOptions, 'order'>,
): Searched | undefined {
  let last: Searched | undefined;
  for (const order of orders) {
    last = search(problem, { ...facts, order });
    if (last === undefined || last.isWhole) return last;
  }
  for (const cover of coveringRules(edits)) {
    const covered = withCover(problem, cover, facts.listSizes);
    const found = covered && search(covered, { ...facts, order: 'strongest' });
    if (found?.isWhole === true) return found;
  }
  return last;
}

interface SearchOptions extends FitFacts {
  readonly strictness: Strictness;
  /**
   * Of the rules that fit: the strongest, the weakest, or first one that lets another go; of those
   * that go: the narrowest first, so that a broad one holds their traffic meanwhile.
   */
  readonly order: (typeof orders)[number];
  readonly mayHurt?: boolean;
}

interface Searched {
  readonly calls: readonly (readonly EditOfGroup[])[];
  /** Whether everything was done. */
  readonly isWhole: boolean;
  /** Classes of packets that were let through, and all that were hurt, summed over the calls. */
  readonly opened: number;
  readonly hurt: number;
}

function search(problem: Problem, options: SearchOptions): Searched | undefined {
  const ground = Ground.over(problem.items, options);
  if (ground === undefined) return undefined;
  const present = problem.items.flatMap(({ isBefore, load }) => (isBefore ? [load] : []));
  const walk = new Walk(problem, ground, new Room(present, options));
  while (walk.left.size > 0) {
    const call =
      walk.nextRevokes(options.order !== 'strongest') ??
      (options.order === 'enabling' ? walk.nextEnabling() : undefined) ??
      walk.nextAuthorizes(options.order === 'weakest' ? -1 : 1) ??
      walk.nextModify() ??
      walk.nextPair() ??
      (options.mayHurt === true ? walk.nextHarm() : undefined);
    if (call === undefined) break;
    walk.take(call);
  }
  const { calls, opened, hurt } = walk;
  return { calls, isWhole: walk.left.size === 0, opened, hurt };
}

class Walk {
  readonly calls: (readonly EditOfGroup[])[] = [];
  opened = 0;
  hurt = 0;
  readonly left: Set<Move>;
  readonly #problem: Problem;
  readonly #ground: Ground;
  readonly #room: Room;

  constructor(problem: Problem, ground: Ground, room: Room) {
    this.#problem = problem;
    this.#ground = ground;
    this.#room = room;
    this.left = new Set(problem.moves);
  }

  /** The largest call of rules that may go now, whichever of them are still seen. */
  nextRevokes(narrowFirst: boolean): readonly Move[] | undefined {
    return largest(
      this.#byCall((move) => move.edit.edit.kind === 'revoke').map((found) => {
        const gone = new Set<number>();
        const moves = narrowFirst ? byBreadth(found) : found;
        return moves.filter(({ takes: [item] }) => {
          if (item === undefined || gone.size >= rulesPerCallMax) return false;
          if (!this.#mayGo(item) || !this.#ground.mayGoWith(item, gone)) return false;
          gone.add(item);
          return true;
        });
      }),
    );
  }

  /** The largest call of rules that may come now and for which there is room. */
  nextAuthorizes(sign: 1 | -1): readonly Move[] | undefined {
    return largest(
      this.#byCall((move) => move.edit.edit.kind === 'authorize').map((moves) => {
        const chosen: Move[] = [];
        for (const move of moves.toSorted((a, b) => sign * (this.#rankOf(a) - this.#rankOf(b)))) {
          const loads = this.#loads([...chosen.flatMap(({ gives }) => gives), ...move.gives]);
          if (chosen.length >= rulesPerCallMax || !this.#room.fits(loads)) continue;
          if (this.#mayCome(move) && this.#ground.harmOf([], move.gives).length === 0) {
            chosen.push(move);
          }
        }
        return chosen;
      }),
    );
  }

  /** A rule that may come, and lets one go that may not go yet. */
  nextEnabling(): readonly Move[] | undefined {
    const going = [...this.left].filter(({ edit: { edit } }) => edit.kind === 'revoke');
    for (const move of this.left) {
      if (move.edit.edit.kind !== 'authorize' || !this.#fits(move) || !this.#mayCome(move))
        continue;
      if (this.#ground.harmOf([], move.gives).length > 0) continue;
      this.#ground.move([], move.gives);
      const enables = going.some(
        ({ takes: [item] }) =>
          item !== undefined && this.#mayGo(item) && this.#ground.harmOf([item], []).length === 0,
      );
      this.#ground.move(move.gives, []);
      if (enables) return [move];
    }
    return undefined;
  }

  /** What is one call by itself: a rule changed in place, an inner access policy. */
  nextModify(): readonly Move[] | undefined {
    for (const move of this.left) {
      const { kind } = move.edit.edit;
      if (kind !== 'modify' && kind !== 'modifyInnerAccessPolicy') continue;
      if (!this.#fits(move)) continue;
      if (this.#ground.harmOf(move.takes, move.gives).length === 0) return [move];
    }
    return undefined;
  }

  /** A rule that goes, turned into one that comes. */
  nextPair(): readonly Move[] | undefined {
    for (const pair of this.#pairs()) {
      if (this.#ground.harmOf(pair.takes, pair.gives).length === 0) return [pair];
    }
    return undefined;
  }

  /** The least harmful move there is: one that opens nothing, if any, and hurts the fewest. */
  nextHarm(): readonly Move[] | undefined {
    const candidates = [
      ...[...this.left].filter((move) => this.#fits(move) && this.#mayCome(move)),
      ...this.#pairs(),
    ];
    const weighed = candidates.map((move) => {
      const harms = this.#ground.harmOf(move.takes, move.gives);
      return { move, opens: harms.filter(({ opens }) => opens).length, all: harms.length };
    });
    const [best] = weighed.toSorted((a, b) => a.opens - b.opens || a.all - b.all);
    return best && [best.move];
  }

  take(call: readonly Move[]): void {
    for (const move of call) {
      const harms = this.#ground.harmOf(move.takes, move.gives);
      this.opened += harms.filter(({ opens }) => opens).length;
      this.#ground.move(move.takes, move.gives);
      this.#room.move(this.#loads(move.takes), this.#loads(move.gives));
      for (const one of this.left) if (isPartOf(one, move)) this.left.delete(one);
    }
    this.hurt += this.#ground.harmed.size;
    this.calls.push(call.map(({ edit }) => edit));
  }

  *#pairs(): Generator<Move> {
    const going = [...this.left].filter(({ edit: { edit } }) => edit.kind === 'revoke');
    const coming = [...this.left].filter((move) => {
      return move.edit.edit.kind === 'authorize' && this.#mayCome(move);
    });
    for (const from of going) {
      for (const to of coming) {
        const pair = pairOf(from, to);
        if (pair !== undefined && this.#fits(pair) && this.#mayGo(from.takes[0])) yield pair;
      }
    }
  }

  #byCall(isOfKind: (move: Move) => boolean): readonly (readonly Move[])[] {
    const calls = new Map<string, Move[]>();
    for (const move of this.left) {
      if (!isOfKind(move)) continue;
      const key = callOf(move);
      const call = calls.get(key);
      if (call === undefined) calls.set(key, [move]);
      else call.push(move);
    }
    return [...calls.values()];
  }

  /** A temporary rule comes before everything else, and goes after it. */
  #mayCome({ gives }: Move): boolean {
    const isTemporary = (item: number) => this.#problem.items[item]?.isAfter === false;
    return gives.some(isTemporary) || !this.#waitsForCover();
  }

  #mayGo(item: number | undefined): boolean {
    const isTemporary = item !== undefined && this.#problem.items[item]?.isBefore === false;
    return isTemporary ? this.left.size === 1 : !this.#waitsForCover();
  }

  #waitsForCover(): boolean {
    return [...this.left].some(({ gives }) =>
      gives.some((item) => this.#problem.items[item]?.isAfter === false),
    );
  }

  #fits({ takes, gives }: Move): boolean {
    return this.#room.fits(this.#loads(gives), this.#loads(takes));
  }

  #loads(items: readonly number[]) {
    return items.flatMap((item) => this.#problem.items[item]?.load ?? []);
  }

  #rankOf({ gives: [item] }: Move): number {
    return item === undefined ? 0 : (this.#problem.items[item]?.rank ?? 0);
  }
}

/** Those that the most others hold come first. */
function byBreadth(moves: readonly Move[]): readonly Move[] {
  const rules = moves.flatMap(({ edit: { edit } }) =>
    edit.kind === 'revoke' ? [edit.before] : [],
  );
  const holders = (move: Move) => {
    const { edit } = move.edit;
    return edit.kind === 'revoke' ? rules.filter((rule) => contains(rule, edit.before)).length : 0;
  };
  return moves
    .map((move) => ({ move, count: holders(move) }))
    .toSorted((a, b) => b.count - a.count)
    .map(({ move }) => move);
}

function largest(calls: readonly (readonly Move[])[]): readonly Move[] | undefined {
  const [best] = calls.toSorted((a, b) => b.length - a.length);
  return best === undefined || best.length === 0 ? undefined : best;
}

function isPartOf(one: Move, move: Move): boolean {
  return (
    one.takes.every((item) => move.takes.includes(item)) &&
    one.gives.every((item) => move.gives.includes(item))
  );
}

function callOf({ edit: { group, edit } }: Move): string {
  if (edit.kind === 'modifyInnerAccessPolicy') return `${group} inner`;
  const rule = edit.kind === 'revoke' ? edit.before : edit.after;
  return `${group} ${edit.kind} ${rule.direction}`;
}

function pairOf(from: Move, to: Move): Move | undefined {
  const [going, coming] = [from.edit.edit, to.edit.edit];
  if (going.kind !== 'revoke' || coming.kind !== 'authorize') return undefined;
  if (from.edit.group !== to.edit.group || !isModifiable(going.before, coming.after)) {
    return undefined;
  }
  return {
    edit: { ...to.edit, edit: { kind: 'modify', before: going.before, after: coming.after } },
    takes: from.takes,
    gives: to.gives,
  };
}

/** The problem with a rule that comes first and goes last; undefined where it is there already. */
function withCover(
  { items, moves }: Problem,
  { edit, rule }: Covering,
  sizes: ListSizes,
): Problem | undefined {
  const key = ruleKey(rule);
  const isThere = items.some(
    ({ group, matcher }) =>
      group === edit.group && !('inside' in matcher) && ruleKey(matcher) === key,
  );
  if (isThere) return undefined;
  const item = { ...itemOf(edit.group, rule, sizes), isBefore: false, isAfter: false };
  const index = items.length;
  return {
    items: [...items, item],
    moves: [
      { edit: { ...edit, edit: { kind: 'authorize', after: rule } }, takes: [], gives: [index] },
      ...moves,
      { edit: { ...edit, edit: { kind: 'revoke', before: rule } }, takes: [index], gives: [] },
    ],
  };
}

function toWaves(calls: readonly (readonly EditOfGroup[])[]): readonly Layered[] {
  return calls.flatMap((edits, wave) => edits.map((edit) => ({ wave, edit })));
}
