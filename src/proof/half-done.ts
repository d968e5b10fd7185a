// Whether packets are decided otherwise than before and than written, because one group of an
// interface changes and another one is left alone: a rule that moves from the first to the second
// would be nowhere.
import { groupBy } from '../model/group-by.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import { directions, type Direction } from '../model/rule.ts';
import type { Step } from '../model/step.ts';
import { packetClasses, type Region } from '../reach/packet-classes.ts';
import type { ProofBudget } from './prove-traffic.ts';
import { timelineOf, type Presence } from './timeline.ts';

export interface HalfDone {
  /** Cut: dropped though accepted before, and where all is done. Open: the other way round. */
  readonly effect: 'cut' | 'open';
  /** Of the groups on the interface, those that change about these packets. */
  readonly changing: readonly GroupName[];
  /** Those that are left alone and would change about them. */
  readonly frozen: readonly GroupName[];
  readonly region: Region;
}

export interface HalfDoneFacts {
  /** All that may sit on the interfaces, by our names or by ids. */
  readonly groups: ReadonlyMap<GroupName, GroupContent>;
  readonly steps: readonly Step[];
  /** What is not done about the groups that are left alone. */
  readonly undone: readonly Step[];
  /** Of each interface, the groups that it is in. */
  readonly sets: readonly ReadonlySet<GroupName>[];
  readonly budget: Pick<ProofBudget, 'looksMax'>;
}

const together = 3;

/** One for each direction of an interface at most: that is enough to know. */
export function halfDone(facts: HalfDoneFacts): readonly HalfDone[] {
  const { groups, steps, undone, sets, budget } = facts;
  const frozen = new Set(undone.map(({ group }) => group));
  const { changed, stays } = timelineOf(groups, [...steps, ...undone]);
  const byGroup = groupBy(changed, ({ group }) => group);
  let looks = 0;
  return sets.flatMap((set) => {
    const moving = [...set].flatMap((name) => byGroup.get(name) ?? []);
    const [some, others] = [true, false].map((is) => {
      return moving.some(({ group }) => frozen.has(group) === is);
    });
    if (some !== true || others !== true) return [];
    const presences = [...moving, ...[...set].flatMap(stays)];
    return directions.flatMap((direction): HalfDone[] => {
      const fallback = isOpenAtRest(set, groups, direction);
      let found: HalfDone | undefined;
      packetClasses(
        presences.map(({ matcher }) => matcher),
        {
          direction,
          together,
          ofInterest: (index) => index < moving.length,
          visit: (matched, region) => {
            const here = matched.flatMap((index) => presences[index] ?? []);
            found = halfDoneAt(here, { frozen, fallback, region });
            looks += 1;
            return found === undefined && looks < budget.looksMax;
          },
        },
      );
      return found === undefined ? [] : [found];
    });
  });
}

function halfDoneAt(
  here: readonly Presence[],
  {
    frozen,
    fallback,
    region,
  }: {
    readonly frozen: ReadonlySet<GroupName>;
    readonly fallback: boolean;
    readonly region: () => Region;
  },
): HalfDone | undefined {
  const decide = (isThere: (one: Presence) => boolean) => accepts(here.filter(isThere), fallback);
  const before = decide(({ isBefore }) => isBefore);
  const after = decide(({ isAfter }) => isAfter);
  const between = decide(({ group, isBefore, isAfter }) =>
    frozen.has(group) ? isBefore : isAfter,
  );
  if (before !== after || between === before) return undefined;
  const moving = here.filter(({ isBefore, isAfter }) => isBefore !== isAfter);
  const names = [...new Set(moving.map(({ group }) => group))].toSorted();
  return {
    effect: between ? 'open' : 'cut',
    changing: names.filter((name) => !frozen.has(name)),
    frozen: names.filter((name) => frozen.has(name)),
    region: region(),
  };
}

function accepts(present: readonly Presence[], fallback: boolean): boolean {
  const [first, ...others] = present;
  if (first === undefined) return fallback;
  const best = others.reduce((least, one) => (one.rank < least.rank ? one : least), first);
  return best.policy === 'accept';
}

/** A basic group lets everything out that no rule decides about. */
function isOpenAtRest(
  set: ReadonlySet<GroupName>,
  groups: ReadonlyMap<GroupName, GroupContent>,
  direction: Direction,
): boolean {
  const types = [...set].flatMap((name) => groups.get(name)?.type ?? []);
  return direction === 'egress' && types[0] === 'normal';
}
