// How much of a range is on the public internet: outside the blocks that IANA keeps for private and
// special use (the IPv4 and IPv6 Special-Purpose Address Registries, RFC 6890), and multicast.
import type { Cidr } from '../../model/cidr.ts';
import { familyRanges, ipv6First, rangeOf, type AddressRange } from './address-range.ts';

const specialIpv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
] as Cidr[];
/** All that is handed out for the internet is in here. */
const globalIpv6 = '2000::/3' as Cidr;
const specialIpv6 = ['2001:db8::/32', '3fff::/20'] as Cidr[];

/** The public internet as blocks: all of `blocks` but `except`. */
export const internet = {
  blocks: ['0.0.0.0/0' as Cidr, globalIpv6],
  except: [...specialIpv4, ...specialIpv6],
} as const;

/** How many public addresses there are of each family; those of IPv6 only roughly, above 2^53. */
export interface PublicAddresses {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** The public addresses of ranges that do not overlap. */
export function publicAddresses(ranges: readonly AddressRange[]): PublicAddresses {
  let [ipv4, ipv6] = [0, 0];
  for (const range of ranges) {
    ipv4 += Number(publicSize(range, familyRanges.ipv4, specialIpv4Ranges));
    if (range.end > ipv6First) {
      ipv6 += Number(publicSize(range, globalIpv6Range, specialIpv6Ranges));
    }
  }
  return { ipv4, ipv6 };
}

/** So many that it can only be meant for anybody: as many as are in an IPv4 /8, or in an IPv6 /16. */
export function isLargePartOfInternet({ ipv4, ipv6 }: PublicAddresses): boolean {
  return ipv4 >= 2 ** 24 || ipv6 >= 2 ** 112;
}

/** The part of a range that is in 10.0.0.0/8, where members of groups are at home. */
export function privatePart(range: AddressRange): AddressRange | undefined {
  return meet(range, privateIpv4);
}

/** The range from its first public address on. */
export function publicPart(range: AddressRange): AddressRange | undefined {
  const [base, special] =
    range.first < ipv6First
      ? [familyRanges.ipv4, specialIpv4Ranges]
      : [globalIpv6Range, specialIpv6Ranges];
  const inside = meet(range, base);
  if (inside === undefined) return undefined;
  let { first } = inside;
  for (const less of special) if (less.first <= first && first < less.end) first = less.end;
  return first < inside.end ? { first, end: inside.end } : undefined;
}

const privateIpv4 = rangeOf('10.0.0.0/8' as Cidr);
const specialIpv4Ranges = specialIpv4.map(rangeOf);
const specialIpv6Ranges = specialIpv6.map(rangeOf);
const globalIpv6Range = rangeOf(globalIpv6);

function publicSize(
  range: AddressRange,
  base: AddressRange,
  special: readonly AddressRange[],
): bigint {
  const inside = meet(range, base);
  if (inside === undefined) return 0n;
  return special.reduce((size, less) => size - sizeOf(meet(inside, less)), sizeOf(inside));
}

function meet(one: AddressRange, other: AddressRange): AddressRange | undefined {
  const first = one.first > other.first ? one.first : other.first;
  const end = one.end < other.end ? one.end : other.end;
  return first < end ? { first, end } : undefined;
}

function sizeOf(range: AddressRange | undefined): bigint {
  return range === undefined ? 0n : BigInt(range.end) - BigInt(range.first);
}
