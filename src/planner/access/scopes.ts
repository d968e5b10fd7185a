// On which interfaces to look for what changes.
import type { AccessScope } from '../../model/access.ts';
import type { PlannedInterfaces } from '../../model/interfaces.ts';

/**
 * Each changing group alone, whether or not an interface is in it alone today, and each set of groups
 * that sits on an interface with one of them among it.
 */
export function scopesOf(
  changing: ReadonlySet<string>,
  profiles: PlannedInterfaces,
): readonly AccessScope[] {
  const names = [...changing].sort();
  if (profiles.kind === 'unreadable') return names.map((name) => ({ groups: [name] }));
  const alone = new Map<string, number>();
  const together: AccessScope[] = [];
  for (const { groups, interfaces } of profiles.profiles) {
    const [first, ...more] = groups;
    if (first === undefined || !groups.some((name) => changing.has(name))) continue;
    if (more.length === 0) alone.set(first, interfaces);
    else together.push({ groups, interfaces });
  }
  return [
    ...names.map((name) => ({ groups: [name], interfaces: alone.get(name) ?? 0 })),
    ...together,
  ];
}
