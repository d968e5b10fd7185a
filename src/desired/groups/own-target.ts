// A group that is named as one of a target is named plainly in that target itself: one file may be for
// several targets.
import type { DesiredGroup } from '../../model/group.ts';
import { mapRules } from '../../model/map-rules.ts';
import type { Peer } from '../../model/peer.ts';

export function inOwnTarget(group: DesiredGroup, target: string): DesiredGroup {
  if (group.state !== 'present') return group;
  const plain = (peer: Peer): Peer => {
    const isOwn = peer.kind === 'groupOfTarget' && peer.target === target;
    return isOwn ? { kind: 'group', group: peer.group } : peer;
  };
  return mapRules(group, {
    rule: (rule) => ({ ...rule, peer: plain(rule.peer) }),
    pattern: (pattern) => {
      return pattern.peers === undefined
        ? pattern
        : { ...pattern, peers: pattern.peers.map(plain) };
    },
  });
}
