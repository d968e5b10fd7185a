// Of which type the peers of rules are, as far as somebody wrote it.
import type { DesiredGroup, GroupType } from '../model/group.ts';
import type { Known } from './check.ts';

/** Groups are found by name, and by id where they are adopted. */
export function typesOfPeers(groups: readonly DesiredGroup[]): Known['typeOfPeer'] {
  const types = new Map<string, GroupType>();
  for (const group of groups) {
    if (group.state !== 'present') continue;
    types.set(group.name, group.type);
    if (group.adopt !== undefined) types.set(group.adopt, group.type);
  }
  return (peer) => {
    if (peer.kind === 'group') return types.get(peer.group);
    const isOfAccount = peer.kind === 'foreignGroup' && peer.account === undefined;
    return isOfAccount ? types.get(peer.groupId) : undefined;
  };
}
