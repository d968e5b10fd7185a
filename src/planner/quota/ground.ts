// The ground that a search walks on: which rules are in force now, and whether any class of packets
// is decided otherwise than at both ends.
import type { GroupType } from '../../model/group.ts';
import type { GroupName } from '../../model/group-identity.ts';
import type { Meetings } from '../../model/meetings.ts';
import { directions } from '../../model/rule.ts';
import { packetClasses, type Matcher } from '../../reach/packet-classes.ts';

/** A rule of a group, or its inner access policy. */
export interface Item {
  readonly group: GroupName;
  readonly matcher: Matcher;
  readonly rank: number;
  readonly isBefore: boolean;
  readonly isAfter: boolean;
}

/**
 * `inCombination`: no moment is a surprise whatever other rules are on the interface. `alone`: none
 * is on the interfaces that there are, which is less, and enough where they are known to be all.
 */
export type Strictness = 'inCombination' | 'alone';

/** Packets that match the same items on the same kind of interface. */
interface Spot {
  readonly items: readonly number[];
  readonly fallback: number;
  readonly before: number;
  readonly after: number;
}

export interface GroundOptions {
  readonly type: GroupType;
  readonly meetings: Meetings;
  readonly strictness: Strictness;
  /** More classes than this are too many to search on. */
  readonly spotsMax: number;
}

export class Ground {
  readonly #present: Uint8Array;
  readonly #ranks: readonly number[];
  readonly #spotsOf: readonly (readonly Spot[])[];
  readonly #isStrict: boolean;
  /** Spots that are decided wrongly now, because there was no other way. */
  readonly harmed = new Set<Spot>();

  /** Undefined where there are too many classes. */
  static over(items: readonly Item[], options: GroundOptions): Ground | undefined {
    const spots = spotsOf(items, options);
    return spots && new Ground(items, spots, options.strictness === 'inCombination');
  }

  private constructor(items: readonly Item[], spots: readonly Spot[], isStrict: boolean) {
    this.#present = Uint8Array.from(items, ({ isBefore }) => Number(isBefore));
    this.#ranks = items.map(({ rank }) => rank);
    this.#isStrict = isStrict;
    const found = items.map((): Spot[] => []);
    for (const spot of spots) for (const item of spot.items) found[item]?.push(spot);
    this.#spotsOf = found;
  }

  /** Takes some items out of force and puts others in; no question asked. */
  move(takes: readonly number[], gives: readonly number[]): void {
    for (const item of takes) this.#present[item] = 0;
    for (const item of gives) this.#present[item] = 1;
    for (const item of [...takes, ...gives]) {
      for (const spot of this.#spotsOf[item] ?? []) {
        if (this.#isHarmed(spot, this.#winner(spot))) this.harmed.add(spot);
        else this.harmed.delete(spot);
      }
    }
  }

  /** The spots that would be harmed, and are not yet, by moves that take effect at once. */
  harmOf(takes: readonly number[], gives: readonly number[]): readonly Harm[] {
    const without = new Set(takes);
    const spots = new Set([...takes, ...gives].flatMap((item) => this.#spotsOf[item] ?? []));
    const harms: Harm[] = [];
    for (const spot of spots) {
      if (this.harmed.has(spot)) continue;
      const winner = this.#winner(spot, without, gives);
      if (this.#isHarmed(spot, winner)) harms.push({ opens: winner % 2 === 1 });
    }
    return harms;
  }

  /**
   * Whether `item` may go, given that `others` go in the same call and any of them may still be seen:
   * the winner is that of all gone, or one that is left.
   */
  mayGoWith(item: number, others: ReadonlySet<number>): boolean {
    const gone = new Set([...others, item]);
    return (this.#spotsOf[item] ?? []).every((spot) => {
      if (this.harmed.has(spot)) return true;
      const last = this.#winner(spot, gone);
      const lingering = spot.items
        .filter((one) => gone.has(one))
        .map((one) => this.#ranks[one] ?? 0);
      return [last, ...lingering].every((rank) => !this.#isHarmed(spot, Math.min(rank, last)));
    });
  }

  #winner(spot: Spot, without?: ReadonlySet<number>, besides: readonly number[] = []): number {
    let best = spot.fallback;
    for (const item of spot.items) {
      const isThere = this.#present[item] === 1 && without?.has(item) !== true;
      if (!isThere && !besides.includes(item)) continue;
      best = Math.min(best, this.#ranks[item] ?? best);
    }
    return best;
  }

  #isHarmed({ before, after }: Spot, rank: number): boolean {
    const accepts = (one: number) => one % 2;
    const agree = accepts(before) === accepts(after);
    if (agree && accepts(rank) !== accepts(before)) return true;
    if (!this.#isStrict) return false;
    const [low, high] = [Math.min(before, after), Math.max(before, after)];
    if (rank < low || (agree && rank > high)) return true;
    return rank < high && accepts(rank) !== accepts(low);
  }
}

export interface Harm {
  readonly opens: boolean;
}

/** A violation needs three rules at a packet: one before, one after, one in between. */
const together = 3;

function spotsOf(
  items: readonly Item[],
  { type, meetings, spotsMax }: GroundOptions,
): readonly Spot[] | undefined {
  const spots = new Map<string, Spot>();
  for (const direction of directions) {
    const fallback = type === 'normal' && direction === 'egress' ? 1001 : 1000;
    const isWhole = packetClasses(
      items.map(({ matcher }) => matcher),
      {
        direction,
        together,
        ofInterest: (index) =>
          items[index]?.isBefore !== items[index]?.isAfter || isTemporary(items[index]),
        visit: (matched) => {
          for (const here of onInterfaces(matched, items, meetings)) {
            spots.set(`${fallback} ${here.join(' ')}`, spotOf(here, items, fallback));
          }
          return spots.size <= spotsMax;
        },
      },
    );
    if (!isWhole) return undefined;
  }
  return [...spots.values()];
}

function isTemporary(item: Item | undefined): boolean {
  return item?.isBefore === false && !item.isAfter;
}

function spotOf(here: readonly number[], items: readonly Item[], fallback: number): Spot {
  const ranks = (side: 'isBefore' | 'isAfter') =>
    here.flatMap((index) => (items[index]?.[side] === true ? [items[index].rank] : []));
  return {
    items: here,
    fallback,
    before: Math.min(fallback, ...ranks('isBefore')),
    after: Math.min(fallback, ...ranks('isAfter')),
  };
}

/** The matched items of groups that sit together: as read, or in any combination of up to three. */
function onInterfaces(
  matched: readonly number[],
  items: readonly Item[],
  { areKnown, sets }: Meetings,
): readonly (readonly number[])[] {
  const groups = [...new Set(matched.flatMap((index) => items[index]?.group ?? []))];
  if (groups.length <= 1) return [matched];
  const combinations = areKnown
    ? sets.map((set) => groups.filter((name) => set.has(name)))
    : groups.flatMap((one, i) => [
        [one],
        ...groups
          .slice(i + 1)
          .flatMap((two, j) => [
            [one, two],
            ...groups.slice(i + j + 2).map((three) => [one, two, three]),
          ]),
      ]);
  return combinations
    .filter((names) => names.length > 0)
    .map((names) => matched.filter((index) => names.some((name) => items[index]?.group === name)));
}
