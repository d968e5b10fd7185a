// The groups that a change of files is about: planned alone, while the others are left as they are.
import type { DesiredGroup } from './group.ts';
import type { GroupName } from './group-identity.ts';
import { ownedNames, type LiveState } from './live.ts';
import { otherGroupsIn } from './peer-targets.ts';
import type { Changed, DesiredState } from './target.ts';

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
  const groups = groupsAbout(desired, desired.changed, (name) => there.has(name));
  return { ...desired, protect: [], groups };
}

/** Without the other targets that only groups name which the change is not about, whatever is there. */
export function withPeersOfChanged(desired: DesiredState): DesiredState {
  const { changed, peerTargets } = desired;
  if (changed === undefined || peerTargets === undefined) return desired;
  const about = groupsAbout(desired, changed, () => false);
  const named = new Set(otherGroupsIn(about).map((other) => other.target));
  return { ...desired, peerTargets: peerTargets.filter(({ target }) => named.has(target.name)) };
}

function groupsAbout(
  { groups }: DesiredState,
  changed: Changed,
  isThere: (name: GroupName) => boolean,
): readonly DesiredGroup[] {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const wanted = new Set<GroupName>(changed.groups);
  // A set that grows is walked to its end.
  for (const name of wanted) {
    const group = byName.get(name);
    const peers = group === undefined ? [] : peersOf(group);
    for (const peer of peers) if (!isThere(peer)) wanted.add(peer);
  }
  return groups.filter(({ name }) => wanted.has(name));
}

function peersOf(group: DesiredGroup): readonly GroupName[] {
  if (group.state !== 'present') return [];
  return [...(group.ingress ?? []), ...(group.egress ?? [])].flatMap(({ peer }) =>
    peer.kind === 'group' ? [peer.group] : [],
  );
}
