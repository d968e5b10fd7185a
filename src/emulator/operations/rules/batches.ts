// The rules of one call: together, or one after the other until one of them is refused. Which of
// the two the cloud does is not known, and a client ought to get on with either.

import { createHash } from 'node:crypto';
import type { Call } from '../../operation.ts';

/** `run` does all that it is given or, throwing, nothing. */
export function inTurns<T>(
  items: readonly T[],
  call: Call,
  run: (part: readonly T[]) => void,
): void {
  const { batches } = call.switches;
  if (batches === 'atomic') run(items);
  else for (const item of ordered(items, batches, call)) run([item]);
}

function ordered<T>(
  items: readonly T[],
  order: 'inOrder' | 'reversed' | 'shuffled',
  { state }: Call,
): readonly T[] {
  if (order === 'inOrder') return items;
  if (order === 'reversed') return items.toReversed();
  // Another order for each call, but the same one when the same calls are made again.
  const rank = (index: number): string =>
    createHash('sha256').update(`${state.sequence} ${index}`).digest('hex');
  return items
    .map((item, index) => ({ item, rank: rank(index) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item);
}
