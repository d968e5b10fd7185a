// Targets whose groups name each other in a circle: as long as none of these groups is there, each target waits for
// the next one.
import type { GroupName } from './group-identity.ts';
import type { Source } from './source.ts';

/** A rule of one target that names a group of another. */
export interface Naming {
  readonly from: string;
  readonly to: string;
  readonly group: GroupName;
  readonly source: Source;
}

export interface Namings {
  readonly all: readonly Naming[];
  /** The names of all targets, in the order of the waves. */
  readonly order: readonly string[];
}

/** All rules of a target that name groups of the next one. */
export type NamingsOfPair = readonly [Naming, ...(readonly Naming[])];

/** The shortest way from one target to another along the namings, pair by pair; undefined where there is none. */
export function wayBetween(
  { from, to }: Pick<Naming, 'from' | 'to'>,
  namings: readonly Naming[],
): readonly NamingsOfPair[] | undefined {
  const seen = new Set([from]);
  let ways: readonly (readonly NamingsOfPair[])[] = [[]];
  while (ways.length > 0) {
    const longer = ways.flatMap((way) => {
      const at = way.at(-1)?.[0].to ?? from;
      const next = [...new Set(namings.flatMap((one) => (one.from === at ? [one.to] : [])))];
      return next.toSorted().flatMap((target) => {
        if (seen.has(target) && target !== to) return [];
        seen.add(target);
        const [first, ...others] = namings.filter((one) => one.from === at && one.to === target);
        return first === undefined ? [] : [[...way, [first, ...others]] as const];
      });
    });
    const found = longer.find((way) => way.at(-1)?.[0].to === to);
    if (found !== undefined) return found;
    ways = longer;
  }
  return undefined;
}

/**
 * The targets of a cycle, each of which names groups of the next one and the last those of the first, in the
 * order in which they can be applied once `without` names nothing: whoever is named before who names it.
 */
export function applyOrder(cycle: readonly string[], without: string): readonly string[] {
  const at = cycle.indexOf(without);
  return [...cycle.slice(0, at + 1).toReversed(), ...cycle.slice(at + 1).toReversed()];
}
