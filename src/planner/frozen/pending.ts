// A group that is left alone before it was adopted does not carry our tags yet, and whoever applies
// the plan knows groups by their tags: so it goes by its id, in rules as elsewhere.
import type { LiveGroup } from '../../model/group.ts';
import { ownedName, type GroupId, type GroupName } from '../../model/group-identity.ts';
import type { RulePattern } from '../../model/ignore.ts';
import type { NamesById } from '../../model/live.ts';
import type { Peer } from '../../model/peer.ts';
import type { WrittenRule } from '../../model/rule.ts';
import type { Claim } from '../claims/claims.ts';

/** The ids of groups that are not adopted yet, by the names that they are to have. */
export type Pending = ReadonlyMap<GroupName, GroupId>;

export function isPending(name: GroupName, live: LiveGroup | undefined, owner: string): boolean {
  return live !== undefined && ownedName(live.tags, owner) !== name;
}

export function namesWithout(names: NamesById, pending: Pending): NamesById {
  const ids = new Set(pending.values());
  return new Map([...names].filter(([id]) => !ids.has(id)));
}

/** The same group, with peers that are not adopted yet written by their ids. */
export function withPendingIds(group: Claim['desired'], pending: Pending): Claim['desired'] {
  if (group.state !== 'present') return group;
  const byId = (rules: readonly WrittenRule[] | undefined) =>
    rules?.map((rule) => withPendingId(rule, pending));
  const { additive, ignore } = group;
  return {
    ...group,
    ingress: byId(group.ingress),
    egress: byId(group.egress),
    ...(additive && { additive: { absent: byId(additive.absent) ?? [] } }),
    ...(ignore && { ignore: { ...ignore, rules: ignore.rules.map(withPendingPeers(pending)) } }),
  };
}

function withPendingId(rule: WrittenRule, pending: Pending): WrittenRule {
  const peer = pendingPeer(rule.peer, pending);
  return peer === rule.peer ? rule : { ...rule, peer };
}

function withPendingPeers(pending: Pending): (pattern: RulePattern) => RulePattern {
  return (pattern) =>
    pattern.peers === undefined
      ? pattern
      : { ...pattern, peers: pattern.peers.map((peer) => pendingPeer(peer, pending)) };
}

function pendingPeer(peer: Peer, pending: Pending): Peer {
  const groupId = peer.kind === 'group' ? pending.get(peer.group) : undefined;
  return groupId === undefined ? peer : { kind: 'foreignGroup', groupId };
}
