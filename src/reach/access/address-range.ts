// Addresses of both families as numbers on one line, IPv4 before IPv6. Those of IPv4 are plain
// numbers and those of IPv6 big ones, so that big integers cost only those who use IPv6.
import { cidrBits, formatBits, type Cidr, type Family } from '../../model/cidr.ts';

/** A number below 2^32, or a big one from there on. */
export type Address = number | bigint;

/** The first address, and the first one after. */
export interface AddressRange {
  readonly first: Address;
  readonly end: Address;
}

export const ipv6First = 1n << 32n;
export const ipv6End = ipv6First + (1n << 128n);

export const familyRanges: Readonly<Record<Family, AddressRange>> = {
  ipv4: { first: 0, end: ipv6First },
  ipv6: { first: ipv6First, end: ipv6End },
};

export function rangeOf(cidr: Cidr): AddressRange {
  const { family, bytes, length } = cidrBits(cidr);
  if (family === 'ipv4') {
    const first = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    const end = first + 2 ** (32 - length);
    return { first, end: end < 2 ** 32 ? end : ipv6First };
  }
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const first = ipv6First + BigInt(`0x${hex}`);
  return { first, end: first + (1n << BigInt(128 - length)) };
}

/** The block of 2^(32 - length), or 2^(128 - length), addresses that begins at `first`. */
export function blockAt(first: Address, length: number): Cidr {
  if (first < ipv6First) {
    const value = Number(first);
    return formatBits(
      [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256),
      length,
    );
  }
  const hex = (BigInt(first) - ipv6First).toString(16).padStart(32, '0');
  return formatBits(
    Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)),
    length,
  );
}

export function addressText(address: Address): string {
  const [text = ''] = blockAt(address, address < ipv6First ? 32 : 128).split('/');
  return text;
}

/** The first address after a block. */
export function blockEnd(first: Address, length: number): Address {
  if (first >= ipv6First) return BigInt(first) + (1n << BigInt(128 - length));
  const end = Number(first) + 2 ** (32 - length);
  return end < 2 ** 32 ? end : ipv6First;
}

export function compareAddresses(one: Address, other: Address): number {
  return one < other ? -1 : Number(one > other);
}

export function rangesMeet(one: AddressRange, other: AddressRange): boolean {
  return one.first < other.end && other.first < one.end;
}
