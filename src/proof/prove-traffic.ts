// Whether any packet, on any interface, is ever decided otherwise than at both ends of a plan.
//
// First with the changed rules alone, in every context: whatever else is on the interface is one.
// Only where that does not hold are the rules that stay looked at too.
import type { GroupContent, GroupType } from '../model/group.ts';
import { groupBy } from '../model/group-by.ts';
import type { GroupName } from '../model/group-identity.ts';
import { componentsOf, type Meetings } from '../model/meetings.ts';
import { directions, type Direction } from '../model/rule.ts';
import type { Step } from '../model/step.ts';
import { packetClasses, type Region } from '../reach/packet-classes.ts';
import { mayTurnBack, surprisesAt, type DefaultRank, type Surprise } from './decisions.ts';
import { timelineOf, type Operation, type Presence } from './timeline.ts';

/** A moment at which packets are not decided as at both ends. */
export interface TrafficFault extends Surprise {
  /** The groups that sit on the interface. */
  readonly groups: readonly GroupName[];
  readonly region: Region;
}

export interface TrafficProof {
  readonly faults: readonly TrafficFault[];
  /** Classes of packets that were looked at. */
  readonly classes: number;
  /** False where there are more classes than the budget allows: then nothing is proved. */
  readonly isComplete: boolean;
}

export interface ProofBudget {
  /** Classes of packets, each on every kind of interface that it can be on. */
  readonly looksMax: number;
  /** So many faults are enough to know. */
  readonly faultsMax: number;
}

/** Whether each packet changes its decision once at most. False also where that is not easily seen. */
export function changesOnce(
  groups: ReadonlyMap<GroupName, GroupContent>,
  steps: readonly Step[],
  { meetings, budget }: { readonly meetings: Meetings; readonly budget: ProofBudget },
): boolean {
  const { changed, operations, stays } = timelineOf(groups, steps);
  const search = new Search(operations, { meetings, budget });
  const type = typeOf(new Set(groups.keys()), groups);
  const presences = [...changed, ...[...groups.keys()].flatMap(stays)];
  const isOnce = directions.every(
    (direction) => type === undefined || !search.mayTurnBack(presences, { direction, type }),
  );
  return isOnce && search.isComplete;
}

/** `groups` are all that the steps touch and that have rules before them. */
export function proveTraffic(
  groups: ReadonlyMap<GroupName, GroupContent>,
  steps: readonly Step[],
  { meetings, budget }: { readonly meetings: Meetings; readonly budget: ProofBudget },
): TrafficProof {
  const { changed, operations, stays } = timelineOf(groups, steps);
  const search = new Search(operations, { meetings, budget });
  const byGroup = groupBy(changed, ({ group }) => group);
  for (const component of componentsOf(meetings)) {
    const ours = [...component].flatMap((name) => byGroup.get(name) ?? []);
    const type = typeOf(component, groups);
    if (type === undefined || ours.length === 0) continue;
    for (const direction of directions) {
      if (search.isSafe(ours, { direction, type })) continue;
      search.collect([...ours, ...[...component].flatMap(stays)], { direction, type });
    }
  }
  return search;
}

interface Where {
  readonly direction: Direction;
  readonly type: GroupType;
}

/** A violation needs three rules: one that decides before, one after, and one in between. */
const together = 3;

class Search implements TrafficProof {
  readonly faults: TrafficFault[] = [];
  classes = 0;
  isComplete = true;
  #looks = 0;
  readonly #operationOf: ReadonlyMap<Presence, readonly Operation[]>;
  readonly #areKnown: boolean;
  readonly #setsOf: ReadonlyMap<GroupName, readonly ReadonlySet<GroupName>[]>;
  readonly #budget: ProofBudget;

  constructor(
    operations: readonly Operation[],
    { meetings, budget }: { readonly meetings: Meetings; readonly budget: ProofBudget },
  ) {
    this.#operationOf = operationsByPresence(operations);
    this.#areKnown = meetings.areKnown;
    this.#setsOf = setsByGroup(meetings);
    this.#budget = budget;
  }

  isChanged(presence: Presence): boolean {
    return this.#operationOf.has(presence);
  }

  isSafe(presences: readonly Presence[], where: Where): boolean {
    const fallback = fallbackOf(where);
    return this.#each(
      presences,
      where,
      ({ here }) => surprisesAt(here, this.#operationsAt(here), fallback).length === 0,
    );
  }

  mayTurnBack(presences: readonly Presence[], where: Where): boolean {
    const fallback = fallbackOf(where);
    return !this.#each(
      presences,
      where,
      ({ here }) => !mayTurnBack(here, this.#operationsAt(here), fallback),
    );
  }

  collect(presences: readonly Presence[], where: Where): void {
    const fallback = fallbackOf(where);
    this.#each(presences, where, ({ here, groups }, region) => {
      for (const surprise of surprisesAt(here, this.#operationsAt(here), fallback)) {
        this.faults.push({ ...surprise, groups: [...groups].toSorted(), region: region() });
      }
      return this.faults.length < this.#budget.faultsMax;
    });
  }

  /** False where one of them was not fine. */
  #each(
    presences: readonly Presence[],
    { direction }: Where,
    isFine: (matched: OnInterface, region: () => Region) => boolean,
  ): boolean {
    return packetClasses(
      presences.map(({ matcher }) => matcher),
      {
        direction,
        together,
        ofInterest: (index) => this.isChanged(at(presences, index)),
        visit: (matched, region) => {
          this.classes += 1;
          const all = matched.map((index) => at(presences, index));
          const interfaces = this.#onInterfaces(all);
          this.#looks += interfaces.length;
          if (this.#looks > this.#budget.looksMax) this.isComplete = false;
          return this.isComplete && interfaces.every((one) => isFine(one, region));
        },
      },
    );
  }

  /** The rules of those groups that sit together on some interface. */
  #onInterfaces(matched: readonly Presence[]): readonly OnInterface[] {
    const all = new Set(matched.map(({ group }) => group));
    return this.#interfacesOf(all, matched).flatMap((groups) => {
      const here = groups.size === all.size ? matched : matched.filter((p) => groups.has(p.group));
      return here.some((presence) => this.isChanged(presence)) ? [{ here, groups }] : [];
    });
  }

  /** Which of the groups are together on an interface: as read, or any of them, three at most. */
  #interfacesOf(
    groups: ReadonlySet<GroupName>,
    matched: readonly Presence[],
  ): readonly ReadonlySet<GroupName>[] {
    if (groups.size === 1) return [groups];
    const found = new Map<string, ReadonlySet<GroupName>>();
    const sets = new Set([...groups].flatMap((name) => this.#setsOf.get(name) ?? []));
    const chosen = this.#areKnown
      ? [...sets].map((set) => [...groups].filter((name) => set.has(name)))
      : upToThree(this.#unlike(groups, matched));
    for (const names of chosen) found.set(names.join(' '), new Set(names));
    return [...found.values()];
  }

  /** Three of each kind of group that packets cannot tell apart: more of them show nothing more. */
  #unlike(groups: ReadonlySet<GroupName>, matched: readonly Presence[]): readonly GroupName[] {
    if (groups.size <= together) return [...groups];
    const byGroup = groupBy(matched, ({ group }) => group);
    const byKind = groupBy([...groups], (name) => {
      const here = new Set(byGroup.get(name));
      const rankOf = (one: Presence | undefined) => (one && here.has(one) ? one.rank : '');
      const moves = this.#operationsAt([...here]).map(
        ({ wave, takes, gives }) => `${wave} ${rankOf(takes)} ${rankOf(gives)}`,
      );
      const ranks = [...here].map(
        ({ rank, isBefore, isAfter }) => `${rank} ${isBefore} ${isAfter}`,
      );
      return JSON.stringify([ranks.toSorted(), moves.toSorted()]);
    });
    return [...byKind.values()].flatMap((alike) => alike.slice(0, together));
  }

  #operationsAt(here: readonly Presence[]): readonly Operation[] {
    return [...new Set(here.flatMap((presence) => this.#operationOf.get(presence) ?? []))];
  }
}

interface OnInterface {
  readonly here: readonly Presence[];
  readonly groups: ReadonlySet<GroupName>;
}

function fallbackOf({ direction, type }: Where): DefaultRank {
  return type === 'normal' && direction === 'egress' ? 1001 : 1000;
}

function setsByGroup({
  sets,
}: Meetings): ReadonlyMap<GroupName, readonly ReadonlySet<GroupName>[]> {
  const pairs = sets.flatMap((set) => [...set].map((name) => ({ name, set })));
  const byName = [...groupBy(pairs, ({ name }) => name)];
  return new Map(byName.map(([name, found]) => [name, found.map(({ set }) => set)]));
}

function upToThree(names: readonly GroupName[]): readonly (readonly GroupName[])[] {
  return names.flatMap((one, i) => [
    [one],
    ...names
      .slice(i + 1)
      .flatMap((two, j) => [
        [one, two],
        ...names.slice(i + j + 2).map((three) => [one, two, three]),
      ]),
  ]);
}

function operationsByPresence(
  operations: readonly Operation[],
): ReadonlyMap<Presence, readonly Operation[]> {
  const found = new Map<Presence, Operation[]>();
  for (const operation of operations) {
    for (const presence of [operation.takes, operation.gives]) {
      if (presence === undefined) continue;
      const known = found.get(presence);
      if (known === undefined) found.set(presence, [operation]);
      else known.push(operation);
    }
  }
  return found;
}

function typeOf(
  names: ReadonlySet<GroupName>,
  groups: ReadonlyMap<GroupName, GroupContent>,
): GroupType | undefined {
  for (const name of names) {
    const group = groups.get(name);
    if (group !== undefined) return group.type;
  }
  return undefined;
}

function at(presences: readonly Presence[], index: number): Presence {
  const presence = presences[index];
  if (presence === undefined) throw new RangeError(`no presence ${index}`);
  return presence;
}
