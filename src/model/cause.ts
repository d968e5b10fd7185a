// A place in the files by way of which rules come and go, such as an entry of a network that many groups name.
import { groupBy } from './group-by.ts';
import type { Source } from './source.ts';

export interface Cause extends CauseCounts {
  readonly source: Source;
  /** The network of which the place is an entry. */
  readonly network?: string;
}

export interface CauseCounts {
  /** Of rules, in all groups together. */
  readonly added: number;
  readonly removed: number;
  readonly groups: number;
  /** Whether each of the groups has the same number of each. */
  readonly isAlike: boolean;
}

/** Rules of one group. */
export interface GroupMove {
  readonly group: string;
  readonly added: number;
  readonly removed: number;
}

export function countMoves(moves: readonly GroupMove[]): CauseCounts {
  const each = [...groupBy(moves, ({ group }) => group).values()].map(sumOf);
  const alike = new Set(each.map(({ added, removed }) => `${added} ${removed}`));
  return { ...sumOf(moves), groups: each.length, isAlike: alike.size < 2 };
}

function sumOf(moves: readonly GroupMove[]): Pick<CauseCounts, 'added' | 'removed'> {
  return {
    added: moves.reduce((sum, { added }) => sum + added, 0),
    removed: moves.reduce((sum, { removed }) => sum + removed, 0),
  };
}
