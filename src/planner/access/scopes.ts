// On which interfaces to look for what changes.
import type { AccessScope } from '../../model/access.ts';
import type { InterfaceCounts, PlannedInterfaces } from '../../model/interfaces.ts';

export interface ScopesFacts {
  readonly profiles: PlannedInterfaces;
  /** Whether the rules of a group could be read. */
  readonly isKnown: (name: string) => boolean;
}

/**
 * Each changing group alone, whether or not an interface is in it alone today, and each set of groups
 * that sits on an interface with one of them among it. Where one of the set could not be read it is each
 * group alone again, on so many interfaces as nobody knows.
 */
export function scopesOf(
  changing: ReadonlySet<string>,
  { profiles, isKnown }: ScopesFacts,
): readonly AccessScope[] {
  const names = [...changing].sort();
  if (profiles.kind === 'unreadable') return names.map((name) => ({ groups: [name] }));
  const alone = new Map<string, InterfaceCounts>();
  const together: AccessScope[] = [];
  const besideUnknown = new Set<string>();
  for (const profile of profiles.profiles) {
    const { groups, interfaces, instances } = profile;
    const [first, ...more] = groups;
    const touched = groups.filter((name) => changing.has(name));
    if (first === undefined || touched.length === 0) continue;
    if (more.length === 0) alone.set(first, { interfaces, instances });
    else if (groups.every(isKnown)) together.push(profile);
    else for (const name of touched) besideUnknown.add(name);
  }
  return [
    ...names.map((name) => ({ groups: [name], ...(alone.get(name) ?? nowhere) })),
    ...together,
    ...[...besideUnknown].map((name) => ({ groups: [name] })),
  ];
}

const nowhere: InterfaceCounts = { interfaces: 0, instances: 0 };
