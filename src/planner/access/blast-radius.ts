// How many interfaces and instances are in some sets of groups together. It takes the ids of instances:
// one that has interfaces in several of the sets counts once.
import {
  countsOf,
  interfacesInGroups,
  type InterfaceCounts,
  type Interfaces,
} from '../../model/interfaces.ts';
import type { NamesById } from '../../model/live.ts';

/** Each set is all groups of an interface, sorted. Undefined where interfaces may not be read. */
export type BlastRadius = (sets: readonly (readonly string[])[]) => InterfaceCounts | undefined;

export function blastRadius(interfaces: Interfaces, names: NamesById): BlastRadius {
  if (interfaces.kind === 'unreadable') return () => undefined;
  const bySet = new Map(
    interfacesInGroups(interfaces.all, names).map(({ groups, all }) => [keyOf(groups), all]),
  );
  return (sets) => countsOf([...new Set(sets.map(keyOf))].flatMap((key) => bySet.get(key) ?? []));
}

function keyOf(groups: readonly string[]): string {
  return JSON.stringify(groups);
}
