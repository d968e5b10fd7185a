// Addresses of both families on one line, IPv4 before IPv6, cut where the blocks at hand begin and
// end. Big integers serve only to sort the cuts; from then on a block is two small numbers.
import { cidrBits, type Cidr, type Family } from '../model/cidr.ts';
import type { Span } from './span.ts';

export interface AddressLine {
  /** The pieces that a block covers. */
  readonly spanOf: (cidr: Cidr) => Span;
  readonly familySpan: (family: Family) => Span;
  /** The first address of a piece, and the first one after it, on the line. */
  readonly bounds: (span: Span) => readonly [bigint, bigint];
}

export const ipv4End = 1n << 32n;
const lineEnd = ipv4End + (1n << 128n);

/** Every block that is asked for later must be among `blocks`. */
export function addressLine(blocks: Iterable<Cidr>): AddressLine {
  const spans = new Map<Cidr, readonly [bigint, bigint]>();
  for (const block of blocks) spans.set(block, boundsOf(block));
  const cuts = [...new Set([0n, ipv4End, lineEnd, ...[...spans.values()].flat()])];
  cuts.sort((a, b) => (a < b ? -1 : Number(a > b)));
  const indexOf = new Map(cuts.map((cut, index) => [cut, index]));
  const piece = (bound: bigint) => indexOf.get(bound) ?? 0;
  return {
    spanOf: (cidr) => {
      const [first, end] = spans.get(cidr) ?? boundsOf(cidr);
      return { first: piece(first), last: piece(end) - 1 };
    },
    familySpan: (family) =>
      family === 'ipv4'
        ? { first: 0, last: piece(ipv4End) - 1 }
        : { first: piece(ipv4End), last: cuts.length - 2 },
    bounds: ({ first, last }) => [cuts[first] ?? 0n, cuts[last + 1] ?? lineEnd],
  };
}

function boundsOf(cidr: Cidr): readonly [bigint, bigint] {
  const { family, bytes, length } = cidrBits(cidr);
  const start = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const first = family === 'ipv4' ? start : start + ipv4End;
  return [first, first + (1n << BigInt(bytes.length * 8 - length))];
}
