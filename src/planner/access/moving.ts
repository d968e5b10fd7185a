// The interfaces that a plan moves, as places to look at; and those that stay.
import type { AccessScope } from '../../model/access.ts';
import { groupBy } from '../../model/group-by.ts';
import {
  countsOf,
  plannedInterfaces,
  type Interfaces,
  type PlannedInterfaces,
} from '../../model/interfaces.ts';
import type { NamesById } from '../../model/live.ts';
import { memberIdOf } from '../../model/member.ts';
import type { Move } from '../../model/moves.ts';

export interface MovingFacts {
  readonly interfaces: Interfaces;
  readonly names: NamesById;
  readonly profiles: PlannedInterfaces;
}

/** One for each pair of sets of groups, before and after. */
export function movingScopes(
  moves: readonly Move[],
  { interfaces }: Pick<MovingFacts, 'interfaces'>,
): readonly AccessScope[] {
  const all = interfaces.kind === 'read' ? interfaces.all : [];
  const byMember = new Map(all.map((one) => [memberIdOf(one), one]));
  const alike = groupBy(moves, ({ from, to }) => JSON.stringify([from, to]));
  return [...alike.values()].flatMap((same): AccessScope[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { from, to, joins, leaves } = first;
    const counts = countsOf(same.flatMap(({ member }) => byMember.get(member) ?? []));
    const groups = [...new Set([...from, ...to])].toSorted();
    return [{ groups, ...counts, moves: { joins, leaves } }];
  });
}

/** The sets of groups of interfaces that no step moves. */
export function staying(moves: readonly Move[], facts: MovingFacts): PlannedInterfaces {
  const { interfaces, names, profiles } = facts;
  if (moves.length === 0 || profiles.kind === 'unreadable' || interfaces.kind === 'unreadable') {
    return profiles;
  }
  const moved = new Set(moves.map(({ member }) => member));
  const all = interfaces.all.filter((one) => !moved.has(memberIdOf(one)));
  const known = new Set(profiles.profiles.flatMap(({ groups }) => groups));
  return plannedInterfaces({ kind: 'read', all }, names, known);
}
