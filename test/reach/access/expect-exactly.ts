// Whether sets of traffic hold just the packets that they should, of all packets of the universe.
import { expect } from 'vitest';
import type { Direction } from '../../../src/model/rule.ts';
import { termTest, type SaidSet } from './in-set.ts';
import { packetsOf } from './packets.ts';

/** By the number of the packet, whether it is in one of them. */
export function membersOf(direction: Direction, terms: readonly SaidSet[]): readonly boolean[] {
  const tests = terms.map(termTest);
  return packetsOf[direction].map((packet) => tests.some((isIn) => isIn(packet)));
}

export function expectExactly(
  direction: Direction,
  {
    terms,
    isWanted,
  }: { readonly terms: readonly SaidSet[]; readonly isWanted: readonly boolean[] },
): void {
  const isFound = membersOf(direction, terms);
  const wrong = packetsOf[direction].filter((_, index) => isFound[index] !== isWanted[index]);
  if (wrong.length > 0) expect({ terms, wrong: wrong.slice(0, 3) }).toEqual({ terms, wrong: [] });
}
