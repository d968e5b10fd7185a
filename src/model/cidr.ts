// CIDR blocks, IPv4 and IPv6, as canonical text: equal blocks are equal strings.
import ipaddr from 'ipaddr.js';
import type { Brand } from './brand.ts';

export type Cidr = Brand<string, 'Cidr'>;
export type Family = 'ipv4' | 'ipv6';

/** A block in numbers: its address bytes (4 or 16, host bits zero) and its prefix length in bits. */
export interface CidrBits {
  readonly family: Family;
  readonly bytes: readonly number[];
  readonly length: number;
}

/**
 * Reads `10.0.0.0/8`, `2001:db8::/32` or a single address, which is a block of one.
 * Undefined for anything malformed and for a block with bits set after its prefix.
 */
export function parseCidr(text: string): Cidr | undefined {
  const masked = maskCidr(text);
  const address = text.split('/')[0] ?? '';
  return masked !== undefined && sameAddress(address, masked) ? masked : undefined;
}

/** Reads a block as the cloud may store it: bits after the prefix are dropped, as they match nothing. */
export function maskCidr(text: string): Cidr | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || rest.length > 0) return undefined;
  const bits = parsed.toByteArray().length * 8;
  const length = prefix === undefined ? bits : parsePrefix(prefix, bits);
  if (length === undefined) return undefined;
  const bytes = parsed.toByteArray().map((byte, index) => byte & maskOf(index, length));
  return formatBits(bytes, length);
}

export function cidrFamily(cidr: Cidr): Family {
  return cidr.includes(':') ? 'ipv6' : 'ipv4';
}

/** The bytes and the prefix length of a block. */
export function cidrBits(cidr: Cidr): CidrBits {
  const slash = cidr.indexOf('/');
  const address = cidr.slice(0, slash);
  const family = cidrFamily(cidr);
  // Canonical, so four bytes need no parser; there are hundreds of thousands of blocks in an estate.
  const bytes =
    family === 'ipv4' ? address.split('.').map(Number) : ipaddr.parse(address).toByteArray();
  return { family, bytes, length: Number(cidr.slice(slash + 1)) };
}

/**
 * `203.0.113.7/32` of `::ffff:203.0.113.7/128`: IPv4-mapped addresses are how programs write IPv4 among IPv6, and
 * stand in no packet (RFC 4291, 2.5.5.2; RFC 6890). Undefined for all other blocks.
 */
export function mappedIpv4(cidr: Cidr): Cidr | undefined {
  const { bytes, length } = cidrBits(cidr);
  const isMapped = length >= 96 && mappedPrefix.every((byte, index) => bytes[index] === byte);
  return isMapped ? formatBits(bytes.slice(12), length - 96) : undefined;
}

const mappedPrefix = [...Array<number>(10).fill(0), 0xff, 0xff];

/** The block of these bytes, whose bits after the prefix are zero. */
export function formatBits(bytes: readonly number[], length: number): Cidr {
  return `${formatAddress(bytes)}/${length}` as Cidr;
}

/** Two blocks share an address exactly when one holds the other. */
export function bitsOverlap(one: CidrBits, other: CidrBits): boolean {
  if (one.family !== other.family) return false;
  const length = Math.min(one.length, other.length);
  return one.bytes.every(
    (byte, index) => ((byte ^ (other.bytes[index] ?? 0)) & maskOf(index, length)) === 0,
  );
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // Asked about the other family it throws and catches, which takes longer than all the rest.
  const family = text.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
  if (text.includes('%') || !family.isValid(text)) return undefined;
  const parsed = ipaddr.parse(text);
  // Octal, hexadecimal and short forms of IPv4 mean different things to different programs.
  return parsed.kind() === 'ipv4' && parsed.toString() !== text ? undefined : parsed;
}

function parsePrefix(text: string, lengthMax: number): number | undefined {
  if (!/^(0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const length = Number(text);
  return length <= lengthMax ? length : undefined;
}

function sameAddress(text: string, masked: Cidr): boolean {
  const bytes = parseAddress(text)?.toByteArray() ?? [];
  return formatAddress(bytes) === masked.slice(0, masked.indexOf('/'));
}

function maskOf(byteIndex: number, length: number): number {
  const bits = Math.min(8, Math.max(0, length - byteIndex * 8));
  return (0xff << (8 - bits)) & 0xff;
}

function formatAddress(bytes: readonly number[]): string {
  const address = ipaddr.fromByteArray([...bytes]);
  return address.kind() === 'ipv6'
    ? (address as ipaddr.IPv6).toRFC5952String()
    : address.toString();
}
