// Who is in a group: instances, which are in the groups of their primary interface, and interfaces.
import type { Brand } from './brand.ts';
import type { GroupId } from './group-identity.ts';
import type { NetworkInterface } from './interfaces.ts';
import type { Places } from './group.ts';
import type { NamesById } from './live.ts';
import type { Source } from './source.ts';

/** What a call names: `i-…` for a primary interface, by its instance, and `eni-…` for any other. */
export type MemberId = Brand<string, 'MemberId'>;

export interface WrittenMember {
  readonly kind: 'instance' | 'networkInterface';
  readonly id: string;
  readonly source: Source;
}

export interface WrittenMembers {
  readonly all: readonly WrittenMember[];
  /** Whether whoever is not written leaves the group. */
  readonly isExclusive: boolean;
  readonly source: Source;
}

/** How calls name an interface. */
export function memberIdOf({ id, instance, isPrimary }: NetworkInterface): MemberId {
  return (isPrimary === true && instance !== undefined ? instance : id) as MemberId;
}

export function isInstance(member: MemberId): boolean {
  return member.startsWith('i-');
}

/** Those of the members that are in a group; sorted, and nothing where there are none. */
export function membersIn(
  group: GroupId,
  interfaces: readonly NetworkInterface[],
  of: ReadonlySet<MemberId>,
): { readonly members?: readonly MemberId[] } {
  const members = interfaces
    .filter((one) => one.groups.includes(group) && of.has(memberIdOf(one)))
    .map(memberIdOf)
    .toSorted();
  return members.length === 0 ? {} : { members };
}

/** All groups of an interface, by our names, or by ids where they are not ours; sorted. */
export function groupsOf({ groups }: NetworkInterface, names: NamesById): readonly string[] {
  return groups.map((group) => names.get(group) ?? (group as string)).toSorted();
}

/** In which groups the members are, of those that are there; nothing where none is. */
export function placesOf(
  of: ReadonlySet<MemberId>,
  interfaces: readonly NetworkInterface[],
  names: NamesById,
): { readonly places?: Places } {
  const places = interfaces
    .filter((one) => of.has(memberIdOf(one)))
    .map((one) => [memberIdOf(one), groupsOf(one, names)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return places.length === 0 ? {} : { places: Object.fromEntries(places) };
}
