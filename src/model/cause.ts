// A place in the files by way of which rules come and go, such as an entry of a network that many groups name.
import { groupBy } from './group-by.ts';
import { formatSource, type Source } from './source.ts';

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

/** A cause with the targets in which it is one. */
export interface CauseInTargets extends Cause {
  readonly targets: number;
}

/** Those of several targets, each place once; the largest first. */
export function sumCauses(targets: readonly (readonly Cause[])[]): readonly CauseInTargets[] {
  const byPlace = groupBy(targets.flat(), ({ source, network }) =>
    JSON.stringify([formatSource(source), network]),
  );
  return [...byPlace.values()]
    .flatMap((same): readonly CauseInTargets[] => {
      const [first] = same;
      if (first === undefined) return [];
      const each = new Set(
        same.map((one) => `${one.added / one.groups} ${one.removed / one.groups}`),
      );
      const isAlike = each.size === 1 && same.every((one) => one.isAlike);
      const groups = same.reduce((sum, one) => sum + one.groups, 0);
      return [{ ...first, ...sumOf(same), groups, isAlike, targets: same.length }];
    })
    .toSorted((one, other) => other.groups - one.groups);
}

function sumOf(
  moves: readonly Pick<CauseCounts, 'added' | 'removed'>[],
): Pick<CauseCounts, 'added' | 'removed'> {
  return {
    added: moves.reduce((sum, { added }) => sum + added, 0),
    removed: moves.reduce((sum, { removed }) => sum + removed, 0),
  };
}

/** `network office (sluice.yaml:12:5): +1 −1 rule in 150 groups` */
export function formatCause(cause: Cause): string {
  const { network, source, added, removed, groups, isAlike } = cause;
  const place = `${source.file}:${source.line}:${source.column}`;
  const where = network === undefined ? place : `network ${network} (${place})`;
  // Of each group, where they are all alike.
  const [more, fewer] = isAlike ? [added / groups, removed / groups] : [added, removed];
  const signs = [...(more === 0 ? [] : [`+${more}`]), ...(fewer === 0 ? [] : [`−${fewer}`])];
  const noun = Math.max(more, fewer) === 1 ? 'rule' : 'rules';
  const all = isAlike ? '' : ' in all';
  return `${where}: ${signs.join(' ')} ${noun}${all} in ${groups === 1 ? '1 group' : `${groups} groups`}`;
}

/** The same, with ` of 4 targets` where there are several. */
export function formatCauseInTargets(cause: CauseInTargets): string {
  return `${formatCause(cause)}${cause.targets === 1 ? '' : ` of ${cause.targets} targets`}`;
}
