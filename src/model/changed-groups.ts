// The groups that a change of files is about: planned alone, while the others are left as they are.
import type { DesiredGroup } from './group.ts';
import type { GroupName } from './group-identity.ts';
import { ownedNames, type LiveState } from './live.ts';
import type { DesiredState } from './target.ts';

/**
 * Without the groups that the change is not about; all groups where there is no such change. A group
 * that is not there yet, and that a rule of these names, is made with them. Protected flows depend
 * on groups that are not read, so that only a plan of all groups can judge them.
 */
export function withChangedGroups(
  desired: DesiredState,
  { listed }: Pick<LiveState, 'listed'>,
): DesiredState {
  if (desired.changed === undefined) return desired;
  const { owner, target } = desired;
  const there = new Set(ownedNames(listed, { owner, vpc: target.vpc }).values());
  const byName = new Map(desired.groups.map((group) => [group.name, group]));
  const wanted = new Set<GroupName>();
  const add = (name: GroupName): void => {
    const group = byName.get(name);
    if (group === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const peer of peersOf(group)) if (!there.has(peer)) add(peer);
  };
  for (const name of desired.changed.groups) add(name);
  return { ...desired, protect: [], groups: desired.groups.filter(({ name }) => wanted.has(name)) };
}

function peersOf(group: DesiredGroup): readonly GroupName[] {
  if (group.state !== 'present') return [];
  return [...(group.ingress ?? []), ...(group.egress ?? [])].flatMap(({ peer }) =>
    peer.kind === 'group' ? [peer.group] : [],
  );
}
