// Whether sets of traffic hold just the packets that they should, of all packets of the universe.
import { expect } from 'vitest';
import type { Direction } from '../../../src/model/rule.ts';
import type { TrafficSet } from '../../../src/model/traffic-window.ts';
import { memberTest } from './in-set.ts';
import { packetsOf } from './packets.ts';

export function trafficOf(
  terms: readonly { readonly traffic: TrafficSet }[],
): readonly TrafficSet[] {
  return terms.map(({ traffic }) => traffic);
}

export function membersOf(direction: Direction, sets: readonly TrafficSet[]): readonly boolean[] {
  const tests = sets.map(memberTest);
  return packetsOf[direction].map((packet) => tests.some((isIn) => isIn(packet)));
}

export function expectExactly(
  direction: Direction,
  {
    sets,
    isWanted,
  }: { readonly sets: readonly TrafficSet[]; readonly isWanted: readonly boolean[] },
): void {
  const isFound = membersOf(direction, sets);
  const wrong = packetsOf[direction].filter((_, index) => isFound[index] !== isWanted[index]);
  if (wrong.length > 0) expect({ sets, wrong: wrong.slice(0, 3) }).toEqual({ sets, wrong: [] });
}
