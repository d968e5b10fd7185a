// Which groups can sit on one interface: only there can a rule of one decide about traffic of another.
import type { GroupType } from './group.ts';
import type { GroupName } from './group-identity.ts';
import type { PlannedInterfaces } from './interfaces.ts';

export interface Meetings {
  /** False where nobody could tell: then all groups of one type may meet in any combination. */
  readonly areKnown: boolean;
  /** The groups of ours that sit together on some interface; or, unknown, all of one type. */
  readonly sets: readonly ReadonlySet<GroupName>[];
}

/** Groups that a plan creates have no members yet, so they meet nobody. */
export function meetingsOf(
  interfaces: PlannedInterfaces,
  groups: ReadonlyMap<GroupName, { readonly type: GroupType }>,
): Meetings {
  if (interfaces.kind === 'unreadable') {
    const sets = (['normal', 'enterprise'] as const).map(
      (type) =>
        new Set([...groups].flatMap(([name, group]) => (group.type === type ? [name] : []))),
    );
    return { areKnown: false, sets: sets.filter(({ size }) => size > 0) };
  }
  const sets = new Map<string, ReadonlySet<GroupName>>();
  for (const profile of interfaces.profiles) {
    const ours = (profile.groups as readonly GroupName[]).filter((name) => groups.has(name));
    if (ours.length > 0) sets.set(ours.join(' '), new Set(ours));
  }
  return { areKnown: true, sets: [...sets.values()] };
}

/** The groups that have members, in sets of those that meet, directly or through others. */
export function componentsOf({ sets }: Meetings): readonly ReadonlySet<GroupName>[] {
  const componentOf = new Map<GroupName, Set<GroupName>>();
  for (const set of sets) {
    const joined = new Set(set);
    for (const name of set) for (const other of componentOf.get(name) ?? []) joined.add(other);
    for (const name of joined) componentOf.set(name, joined);
  }
  return [...new Set(componentOf.values())];
}
