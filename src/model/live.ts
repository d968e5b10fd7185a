// What the cloud has: every group of the region in the list, and those that concern us with rules.
import { ownedName, type GroupId, type GroupName } from './group-identity.ts';
import type { ListedGroup, LiveGroup } from './group.ts';
import type { Peer } from './peer.ts';

export interface LiveState {
  readonly listed: readonly ListedGroup[];
  readonly groups: readonly LiveGroup[];
}

/** Our names for live groups; each group of ours that the list shows, by its id. */
export type NamesById = ReadonlyMap<GroupId, GroupName>;

/** The groups in this VPC that carry this owner's tags. */
export function ownedNames(
  listed: readonly ListedGroup[],
  { owner, vpc }: { readonly owner: string; readonly vpc: string },
): NamesById {
  const owned = listed.flatMap((group): [GroupId, GroupName][] => {
    const name = group.vpc === vpc ? ownedName(group.tags, owner) : undefined;
    return name === undefined ? [] : [[group.id, name]];
  });
  return new Map(owned);
}

/** The same group with its peers called by our names wherever they are ours. */
export function withPeerNames(group: LiveGroup, names: NamesById): LiveGroup {
  return {
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, peer: namedPeer(rule.peer, names) })),
  };
}

/** A group of ours is called by our name, whoever wrote its id. */
export function namedPeer(peer: Peer, names: NamesById): Peer {
  if (peer.kind !== 'foreignGroup' || peer.account !== undefined) return peer;
  const group = names.get(peer.groupId);
  return group === undefined ? peer : { kind: 'group', group };
}
