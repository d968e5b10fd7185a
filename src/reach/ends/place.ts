// Where one end of some traffic is: outside, or on interfaces that are in the same groups.
import { bitsOverlap, cidrBits, type Cidr } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import type { AccessState, StateInterface } from './access-state.ts';

export interface Place {
  /** The groups whose rules decide here, by name; undefined where none of ours does. */
  readonly groups: readonly string[] | undefined;
  /** How many interfaces are here; undefined where that is not known, or nobody is meant. */
  readonly interfaces: number | undefined;
  /** All addresses of `blocks` that are not in `except`. */
  readonly blocks: readonly Cidr[];
  readonly except: readonly Cidr[];
  /** The groups that all here are members of. */
  readonly memberOf: readonly string[];
  /** Of which other groups nobody here is a member: all; those of the VPC; or nobody knows of any. */
  readonly notMemberOf: 'anyOther' | 'othersOfVpc' | 'unknown';
}

/** Where members that nobody read may be: VPCs mostly have private addresses of IPv4, and any of IPv6. */
export const memberBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::/0'] as Cidr[];

/** An interface in this group and no other, which may be anywhere in the VPC. */
export function aloneIn(group: string, interfaces: number | undefined): Place {
  return {
    ...{ groups: [group], interfaces, blocks: memberBlocks, except: [] },
    ...{ memberOf: [group], notMemberOf: 'anyOther' },
  };
}

/** One place for each set of groups that interfaces are in, in the order of their names. */
export function placesOf(interfaces: readonly StateInterface[]): readonly Place[] {
  return [...groupBy(interfaces, ({ groups }) => JSON.stringify(groups)).entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, alike]): Place => {
      const groups = alike[0]?.groups ?? [];
      const addresses = [...new Set(alike.flatMap((one) => one.addresses))].toSorted();
      const blocks = addresses.length === 0 ? memberBlocks : addresses;
      return {
        ...{ groups, interfaces: alike.length, blocks, except: [] },
        ...{ memberOf: groups, notMemberOf: 'othersOfVpc' },
      };
    });
}

/**
 * The other side by its addresses alone. Who has them decides whether rules for members of groups
 * match: where interfaces are known, by interface; anybody else in a group is taken to be in
 * `memberBlocks`.
 */
export function placesAt(
  blocks: readonly Cidr[],
  { interfaces }: Pick<AccessState, 'interfaces'>,
): readonly Place[] {
  const theirs = { groups: undefined, interfaces: undefined } as const;
  const homes = [...memberBlocks, ...elsewhere(interfaces)];
  const [inside, outside] = [commonBlocks(blocks, homes), without(blocks, homes)];
  const away: Place = { ...theirs, ...outside, memberOf: [], notMemberOf: 'anyOther' };
  const beyond = outside.blocks.length === 0 ? [] : [away];
  if (inside.length === 0) return beyond;
  if (interfaces.kind === 'unknown') {
    const known = { memberOf: [], notMemberOf: 'unknown' } as const;
    return [...beyond, { ...theirs, blocks: inside, except: [], ...known }];
  }
  const met = placesOf(interfaces.all.filter(({ addresses }) => meet(addresses, blocks)));
  const taken = met.map((place) => commonBlocks(place.blocks, blocks));
  const members = met.map((place, index): Place => {
    return { ...place, ...theirs, blocks: taken[index] ?? [] };
  });
  const free = without(inside, taken.flat());
  const rest: Place = { ...theirs, ...free, memberOf: [], notMemberOf: 'othersOfVpc' };
  return [...beyond, ...members, ...(free.blocks.length === 0 ? [] : [rest])];
}

/** Addresses of interfaces in VPCs with other blocks than most. */
function elsewhere(interfaces: AccessState['interfaces']): readonly Cidr[] {
  if (interfaces.kind === 'unknown') return [];
  const all = new Set(interfaces.all.flatMap(({ addresses }) => addresses));
  return [...all].filter((address) => !memberBlocks.some((block) => holds(block, address)));
}

function meet(some: readonly Cidr[], others: readonly Cidr[]): boolean {
  return commonBlocks(some, others).length > 0;
}

/** Blocks hold each other or have nothing in common. */
function commonBlocks(some: readonly Cidr[], others: readonly Cidr[]): readonly Cidr[] {
  return [
    ...new Set(
      some.flatMap((one) =>
        others.flatMap((other) => {
          const [a, b] = [cidrBits(one), cidrBits(other)];
          if (!bitsOverlap(a, b)) return [];
          return [a.length >= b.length ? one : other];
        }),
      ),
    ),
  ];
}

/** Blocks of which something is left, with what is taken out of them. */
function without(
  blocks: readonly Cidr[],
  less: readonly Cidr[],
): { readonly blocks: readonly Cidr[]; readonly except: readonly Cidr[] } {
  const left = blocks.filter((block) => !less.some((other) => holds(other, block)));
  return { blocks: left, except: commonBlocks(less, left) };
}

function holds(outer: Cidr, inner: Cidr): boolean {
  const [one, other] = [cidrBits(outer), cidrBits(inner)];
  return one.length <= other.length && bitsOverlap(one, other);
}
