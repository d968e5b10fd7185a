// One dimension cut where rules begin and end: whole numbers or addresses to pieces, and back.
import { assert } from '../../model/assert.ts';
import type { Span } from '../span.ts';
import { compareAddresses, type Address, type AddressRange } from './address-range.ts';

export interface Axis {
  /** How many pieces there are. */
  readonly size: number;
  /** The pieces of ranges that begin and end at cuts. */
  readonly spansOf: (ranges: readonly AddressRange[]) => readonly Span[];
  readonly rangeOf: (span: Span) => AddressRange;
  /** The piece that an address is in, which is one of these where some are given. */
  readonly pieceAt: (address: Address, within?: Span) => number;
}

/** From the first to the last of all cuts. */
export function axis(cuts: ReadonlySet<Address>): Axis {
  const sorted = [...cuts].sort(compareAddresses);
  const indexes = new Map(sorted.map((cut, index) => [cut, index]));
  const indexOf = (cut: Address) => {
    const index = indexes.get(cut);
    assert(index !== undefined, 'an axis is not cut where something begins or ends');
    return index;
  };
  const at = (index: number) => sorted[index] ?? 0;
  return {
    size: sorted.length - 1,
    spansOf: (ranges) =>
      joined(ranges.map(({ first, end }) => ({ first: indexOf(first), last: indexOf(end) - 1 }))),
    rangeOf: ({ first, last }) => ({ first: at(first), end: at(last + 1) }),
    pieceAt: (address, within) => {
      let [low, high] = [within?.first ?? 0, within?.last ?? sorted.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (at(middle) <= address) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

/** Ascending, with a gap between any two. */
export function joined(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const found: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.first - other.first)) {
    const last = found.at(-1);
    if (last === undefined || span.first > last.last + 1) found.push(span);
    else found[found.length - 1] = { first: last.first, last: Math.max(last.last, span.last) };
  }
  return found;
}
