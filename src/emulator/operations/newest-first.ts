// The resources of one account and region, newest first, as lists show them.

import { isAt } from '../state.ts';
import type { Place } from '../place.ts';
import type { Sequenced } from './pages.ts';

export function newestFirst<T extends Place & Sequenced>(
  all: Iterable<T>,
  place: Place,
): readonly T[] {
  return [...all].filter((one) => isAt(one, place)).sort((a, b) => b.sequence - a.sequence);
}
