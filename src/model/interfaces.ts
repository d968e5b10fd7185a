// Which groups sit together on which network interfaces: only there can their rules meet.
import { assert } from './assert.ts';
import type { Brand } from './brand.ts';
import type { Cidr } from './cidr.ts';
import { groupBy } from './group-by.ts';
import type { GroupId } from './group-identity.ts';
import type { NamesById } from './live.ts';

export type InterfaceId = Brand<string, 'InterfaceId'>;

export interface NetworkInterface {
  readonly id: InterfaceId;
  /** The id of the instance that it is attached to. */
  readonly instance?: string;
  /** Set on the primary interface of that instance: what joins a group with the instance is this one. */
  readonly isPrimary?: true;
  /** All groups that it is in, in the order of their ids. */
  readonly groups: readonly GroupId[];
  /** Its private addresses, each as a block of one, and the blocks that are assigned to it whole. */
  readonly addresses: readonly Cidr[];
}

/** All interfaces of the VPC, primary and secondary, or why they may not be read. */
export type Interfaces =
  | { readonly kind: 'read'; readonly all: readonly NetworkInterface[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** How many interfaces, and how many instances they are attached to; some are attached to none. */
export interface InterfaceCounts {
  readonly interfaces: number;
  readonly instances: number;
}

/** A set of groups that sits together on at least one interface: on so many in exactly these groups. */
export interface InterfaceProfile extends InterfaceCounts {
  /** Our names for groups that are ours, ids for others; sorted. */
  readonly groups: readonly string[];
}

/** The interfaces that are in exactly these groups. */
export interface InterfacesInGroups {
  readonly groups: readonly string[];
  readonly all: readonly NetworkInterface[];
}

/** The profiles that hold a group of a plan, or why nobody knows them: then all groups may meet. */
export type PlannedInterfaces =
  | { readonly kind: 'read'; readonly profiles: readonly InterfaceProfile[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The profiles that hold one of `groups`, which go by our names. */
export function plannedInterfaces(
  interfaces: Interfaces,
  names: NamesById,
  groups: ReadonlySet<string>,
): PlannedInterfaces {
  if (interfaces.kind === 'unreadable') return interfaces;
  return { kind: 'read', profiles: profilesWith(profilesOf(interfaces.all, names), groups) };
}

/** The distinct sets of groups, in the order of their keys; an interface in no group has none. */
export function profilesOf(
  interfaces: readonly NetworkInterface[],
  names: NamesById,
): readonly InterfaceProfile[] {
  return interfacesInGroups(interfaces, names).map(({ groups, all }) => ({
    groups,
    ...countsOf(all),
  }));
}

/** Each interface that is in a group in exactly one of them, in the order of their keys. */
export function interfacesInGroups(
  interfaces: readonly NetworkInterface[],
  names: NamesById,
): readonly InterfacesInGroups[] {
  const named = interfaces
    .map((one) => ({
      one,
      set: [...new Set(one.groups.map((id) => nameOf(id, names)))].toSorted(),
    }))
    .filter(({ set }) => set.length > 0);
  return [...groupBy(named, ({ set }) => keyOf(set)).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => ({ groups: same[0]?.set ?? [], all: same.map(({ one }) => one) }));
}

/** An instance with several of these interfaces counts once. */
export function countsOf(interfaces: readonly NetworkInterface[]): InterfaceCounts {
  const instances = new Set(interfaces.flatMap(({ instance }) => instance ?? []));
  return { interfaces: interfaces.length, instances: instances.size };
}

export function profilesWith(
  profiles: readonly InterfaceProfile[],
  groups: ReadonlySet<string>,
): readonly InterfaceProfile[] {
  return profiles.filter((profile) => profile.groups.some((group) => groups.has(group)));
}

/** What is true of the interfaces of every plan, wherever it has been. */
export function assertInterfaces(interfaces: PlannedInterfaces): void {
  if (interfaces.kind === 'unreadable') return;
  const { profiles } = interfaces;
  for (const { groups, interfaces: count, instances } of profiles) {
    const what = `the interface profile ${JSON.stringify(groups)}`;
    assert(groups.length > 0 && !groups.includes(''), `${what} lacks a name`);
    assert(isAscending(groups), `${what} is not sorted, or repeats a name`);
    assert(Number.isInteger(count) && count > 0, `${what} has ${count} interfaces`);
    const isPart = Number.isInteger(instances) && instances >= 0 && instances <= count;
    assert(isPart, `${what} has ${instances} instances with ${count} interfaces`);
  }
  const keys = profiles.map(({ groups }) => keyOf(groups));
  assert(isAscending(keys), 'the interface profiles are not sorted, or one stands twice');
}

/** A tag that somebody made by hand may call a group nothing at all. */
function nameOf(id: GroupId, names: NamesById): string {
  const name = names.get(id);
  return name === undefined || name === '' ? id : name;
}

function keyOf(groups: readonly string[]): string {
  return JSON.stringify(groups);
}

function isAscending(texts: readonly string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] ?? '') < text);
}
