// What the cloud has: every group of the region in the list, and those that concern us with rules.
import { ownedName, type GroupId, type GroupName } from './group-identity.ts';
import type { ListedGroup, LiveGroup } from './group.ts';
import type { Interfaces } from './interfaces.ts';
import type { Lists } from './lists.ts';
import type { ListNames } from './named-lists.ts';
import type { Peer } from './peer.ts';
import type { Rule } from './rule.ts';

export interface LiveState {
  readonly listed: readonly ListedGroup[];
  readonly groups: readonly LiveGroup[];
  readonly interfaces: Interfaces;
  /**
   * Other people's groups that share an interface with one of `groups`; without those that may not be
   * read, and none where the interfaces may not be.
   */
  readonly neighbours: readonly LiveGroup[];
  /** Who has rules whose peer is one of the groups that are to be deleted. */
  readonly references: References;
  /** MaxEntries of prefix lists and port lists that rules name, by their ids; of those known. */
  readonly listSizes: ReadonlyMap<string, number>;
  /** What is in the lists that rules name; of those that may be read. */
  readonly lists: Lists;
  /** Ids of lists that the cloud was asked for, and does not have or does not show. */
  readonly listsNotFound?: ReadonlySet<string>;
  /** What lists are called, of the kinds of which rules say names; missing where none does. */
  readonly listNames?: ListNames;
  /** The groups of other targets that rules name, by target. */
  readonly peerGroups?: ReadonlyMap<string, readonly ListedGroup[]>;
}

/** By the id of the group that is referred to, or why nobody may ask. */
export type References =
  | { readonly kind: 'read'; readonly to: ReadonlyMap<GroupId, readonly Reference[]> }
  | { readonly kind: 'unreadable'; readonly why: string };

/** A group that has rules with another group as their peer (DescribeSecurityGroupReferences). */
export interface Reference {
  readonly groupId: GroupId;
  /** Set only where it is another account's. */
  readonly account?: string;
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
  return { ...group, rules: group.rules.map((rule) => withPeerName(rule, names)) };
}

/** A group of ours is called by our name, whoever wrote its id; other rules are not even copied. */
export function withPeerName<One extends Pick<Rule, 'peer'>>(rule: One, names: NamesById): One {
  const peer = namedPeer(rule.peer, names);
  return peer === rule.peer ? rule : { ...rule, peer };
}

function namedPeer(peer: Peer, names: NamesById): Peer {
  if (peer.kind !== 'foreignGroup' || peer.account !== undefined) return peer;
  const group = names.get(peer.groupId);
  return group === undefined ? peer : { kind: 'group', group };
}
