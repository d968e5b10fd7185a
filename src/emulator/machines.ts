// Instances and network interfaces, and who is in which group. An instance is in the groups of its
// primary interface.

import type { Place } from './place.ts';

export type InstanceStatus = 'Pending' | 'Running' | 'Starting' | 'Stopping' | 'Stopped';

export type InterfaceStatus =
  'Available' | 'Attaching' | 'InUse' | 'Detaching' | 'Deleting' | 'Creating';

export interface Instance extends Place {
  readonly id: string;
  readonly sequence: number;
  readonly creationTime: string;
  readonly name: string;
  readonly description: string;
  readonly status: InstanceStatus;
  readonly instanceType: string;
  readonly primaryInterfaceId: string;
  readonly resourceGroupId: string;
  /** Such as `security`: a locked instance refuses nearly everything. */
  readonly lockReasons: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface NetworkInterface extends Place {
  readonly id: string;
  readonly sequence: number;
  readonly creationTime: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'Primary' | 'Secondary';
  readonly status: InterfaceStatus;
  /** "" while it is attached to none. */
  readonly instanceId: string;
  readonly vpcId: string;
  readonly vSwitchId: string;
  readonly zoneId: string;
  readonly macAddress: string;
  /** In the order in which it joined them. */
  readonly groupIds: readonly string[];
  /** The first is the primary one. */
  readonly privateAddresses: readonly string[];
  readonly ipv6Addresses: readonly string[];
  readonly serviceManaged: boolean;
  readonly resourceGroupId: string;
  readonly tags: ReadonlyMap<string, string>;
}

export class Machines {
  readonly #instances = new Map<string, Instance>();
  readonly #interfaces = new Map<string, NetworkInterface>();
  /** The ids of the interfaces in each group, and of those attached to each instance. */
  readonly #members = new Map<string, Set<string>>();
  readonly #attached = new Map<string, Set<string>>();
  readonly #beforeMove: (before: NetworkInterface) => void;

  /** `beforeMove` is told of each interface just before it is in other groups. */
  constructor(beforeMove: (before: NetworkInterface) => void = () => undefined) {
    this.#beforeMove = beforeMove;
  }

  /** Oldest first, everywhere. */
  instances(): Iterable<Instance> {
    return this.#instances.values();
  }

  interfaces(): Iterable<NetworkInterface> {
    return this.#interfaces.values();
  }

  instance(id: string): Instance | undefined {
    return this.#instances.get(id);
  }

  interface(id: string): NetworkInterface | undefined {
    return this.#interfaces.get(id);
  }

  primaryOf({ primaryInterfaceId }: Instance): NetworkInterface {
    const found = this.#interfaces.get(primaryInterfaceId);
    if (found === undefined) throw new Error(`${primaryInterfaceId} is no network interface`);
    return found;
  }

  interfacesOf({ id }: Instance): readonly NetworkInterface[] {
    return this.#named(this.#attached.get(id));
  }

  /** Every interface in a group, of either type. */
  members(groupId: string): readonly NetworkInterface[] {
    return this.#named(this.#members.get(groupId));
  }

  /** Adds it, or replaces the one with its id. */
  putInstance(instance: Instance): void {
    this.#instances.set(instance.id, instance);
  }

  putInterface(after: NetworkInterface): void {
    const before = this.#interfaces.get(after.id);
    if (before !== undefined && !areSame(before.groupIds, after.groupIds)) this.#beforeMove(before);
    for (const id of before?.groupIds ?? []) this.#members.get(id)?.delete(after.id);
    if (before !== undefined) this.#attached.get(before.instanceId)?.delete(after.id);
    this.#interfaces.set(after.id, after);
    for (const id of after.groupIds) addTo(this.#members, id, after.id);
    addTo(this.#attached, after.instanceId, after.id);
  }

  #named(ids: Iterable<string> = []): readonly NetworkInterface[] {
    return [...ids].map((id) => this.#interfaces.get(id)).filter((found) => found !== undefined);
  }
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, at) => id === others[at]);
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key) ?? new Set();
  index.set(key, ids.add(id));
}
