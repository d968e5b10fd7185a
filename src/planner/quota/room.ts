// How much room the quotas leave at a moment of a search.
import type { GroupName } from '../../model/group-identity.ts';
import type { InterfaceProfile } from '../../model/interfaces.ts';
import type { Quotas } from '../../model/quota.ts';

/** What an item counts for. */
export interface Load {
  readonly group: GroupName;
  readonly weight: number;
  readonly isGroupPeer: boolean;
}

export class Room {
  readonly #quotas: Quotas;
  readonly #rules = new Map<GroupName, number>();
  readonly #peers = new Map<GroupName, number>();
  readonly #profiles: readonly { readonly groups: ReadonlySet<string>; total: number }[];

  /** `rest` is what the groups of a profile count for that no load is of. */
  constructor(
    loads: readonly Load[],
    {
      quotas,
      profiles,
      weightOf,
    }: {
      readonly quotas: Quotas;
      readonly profiles: readonly InterfaceProfile[];
      readonly weightOf: (group: string) => number;
    },
  ) {
    this.#quotas = quotas;
    const ours = new Set<string>(loads.map(({ group }) => group));
    this.#profiles = profiles.map(({ groups }) => {
      const others = groups.filter((name) => !ours.has(name));
      return {
        groups: new Set(groups),
        total: others.reduce((sum, name) => sum + weightOf(name), 0),
      };
    });
    for (const load of loads) this.#count(load, 1);
  }

  move(takes: readonly Load[], gives: readonly Load[]): void {
    for (const load of takes) this.#count(load, -1);
    for (const load of gives) this.#count(load, 1);
  }

  /** Whether all of these may come, once those are gone. */
  fits(gives: readonly Load[], takes: readonly Load[] = []): boolean {
    const sum = (loads: readonly Load[]) => loads.reduce((total, { weight }) => total + weight, 0);
    const peers = (loads: readonly Load[]) => loads.filter((one) => one.isGroupPeer).length;
    // What does not grow is not refused, even where there is more than there may be.
    if (sum(gives) <= sum(takes) && peers(gives) <= peers(takes)) return true;
    this.move(takes, gives);
    const isWithin = gives.every((load) => this.#isWithin(load));
    this.move(gives, takes);
    return isWithin;
  }

  #isWithin({ group, weight, isGroupPeer }: Load): boolean {
    const { rulesPerGroup, groupPeersPerGroup, rulesPerInterface } = this.#quotas;
    return (
      weight === 0 ||
      ((this.#rules.get(group) ?? 0) <= rulesPerGroup &&
        (!isGroupPeer || (this.#peers.get(group) ?? 0) <= groupPeersPerGroup) &&
        this.#profiles.every(
          ({ groups, total }) => !groups.has(group) || total <= rulesPerInterface,
        ))
    );
  }

  #count({ group, weight, isGroupPeer }: Load, times: 1 | -1): void {
    this.#rules.set(group, (this.#rules.get(group) ?? 0) + times * weight);
    if (isGroupPeer) this.#peers.set(group, (this.#peers.get(group) ?? 0) + times);
    for (const profile of this.#profiles) {
      if (profile.groups.has(group)) profile.total += times * weight;
    }
  }
}
