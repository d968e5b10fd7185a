// A stored rule, in the words of the wire: what requests send and what Describe gives back.

import type { Family } from './address.ts';

export type Direction = 'ingress' | 'egress';

/** What a request can say of a rule. What is unset is "", as in replies. */
export interface RuleFields {
  readonly IpProtocol: string;
  readonly PortRange: string;
  readonly PortRangeListId: string;
  readonly SourcePortRange: string;
  readonly SourceCidrIp: string;
  readonly Ipv6SourceCidrIp: string;
  readonly SourceGroupId: string;
  readonly SourceGroupOwnerAccount: string;
  readonly SourcePrefixListId: string;
  readonly DestCidrIp: string;
  readonly Ipv6DestCidrIp: string;
  readonly DestGroupId: string;
  readonly DestGroupOwnerAccount: string;
  readonly DestPrefixListId: string;
  readonly Policy: string;
  readonly Priority: number;
  readonly Description: string;
}

export interface Rule extends RuleFields {
  /** Later rules have higher ones. Paging goes by it, and replies put the newest first. */
  readonly sequence: number;
  readonly SecurityGroupRuleId: string;
  readonly Direction: Direction;
  readonly CreateTime: string;
}

export const emptyFields: RuleFields = {
  IpProtocol: '',
  PortRange: '',
  PortRangeListId: '',
  SourcePortRange: '',
  SourceCidrIp: '',
  Ipv6SourceCidrIp: '',
  SourceGroupId: '',
  SourceGroupOwnerAccount: '',
  SourcePrefixListId: '',
  DestCidrIp: '',
  Ipv6DestCidrIp: '',
  DestGroupId: '',
  DestGroupOwnerAccount: '',
  DestPrefixListId: '',
  Policy: 'Accept',
  Priority: 1,
  Description: '',
};

/** The names of a rule's two sides: the peer is the far one, `local` the interface's own. */
export interface Sides {
  readonly peer: {
    readonly ipv4: 'SourceCidrIp' | 'DestCidrIp';
    readonly ipv6: 'Ipv6SourceCidrIp' | 'Ipv6DestCidrIp';
    readonly group: 'SourceGroupId' | 'DestGroupId';
    readonly groupOwnerAccount: 'SourceGroupOwnerAccount' | 'DestGroupOwnerAccount';
    readonly groupOwnerId: 'SourceGroupOwnerId' | 'DestGroupOwnerId';
    readonly prefixList: 'SourcePrefixListId' | 'DestPrefixListId';
  };
  readonly local: {
    readonly ipv4: 'SourceCidrIp' | 'DestCidrIp';
    readonly ipv6: 'Ipv6SourceCidrIp' | 'Ipv6DestCidrIp';
  };
  readonly word: 'Source' | 'Dest';
}

const source = {
  ipv4: 'SourceCidrIp',
  ipv6: 'Ipv6SourceCidrIp',
  group: 'SourceGroupId',
  groupOwnerAccount: 'SourceGroupOwnerAccount',
  groupOwnerId: 'SourceGroupOwnerId',
  prefixList: 'SourcePrefixListId',
} as const;

const destination = {
  ipv4: 'DestCidrIp',
  ipv6: 'Ipv6DestCidrIp',
  group: 'DestGroupId',
  groupOwnerAccount: 'DestGroupOwnerAccount',
  groupOwnerId: 'DestGroupOwnerId',
  prefixList: 'DestPrefixListId',
} as const;

export const sides: Readonly<Record<Direction, Sides>> = {
  ingress: { peer: source, local: destination, word: 'Source' },
  egress: { peer: destination, local: source, word: 'Dest' },
};

export type PeerKind = Family | 'group' | 'prefixList';

type PeerFields = Readonly<Partial<Record<Sides['peer'][PeerKind], string>>>;

/** The peer that counts where several are given: addresses, then groups, then prefix lists. */
export function peerKind(fields: PeerFields, direction: Direction): PeerKind | undefined {
  const { peer } = sides[direction];
  const kinds = ['ipv4', 'ipv6', 'group', 'prefixList'] as const;
  return kinds.find((kind) => (fields[peer[kind]] ?? '') !== '');
}

/** The ids of what a rule refers to: a group or a prefix list as its peer, a port list. */
export function referencesOf(rule: Rule): readonly string[] {
  const { group, prefixList } = sides[rule.Direction].peer;
  if (rule[group] === '' && rule[prefixList] === '' && rule.PortRangeListId === '') return none;
  return [rule[group], rule[prefixList], rule.PortRangeListId].filter((id) => id !== '');
}

const none: readonly string[] = [];

/** The id of the prefix list that is the rule's peer, or "". */
export function peerPrefixListId(rule: RuleFields, direction: Direction): string {
  return rule[sides[direction].peer.prefixList];
}

/** The id of the group that is the rule's peer, if one is. */
export function peerGroupId(rule: Rule): string | undefined {
  const id = rule[sides[rule.Direction].peer.group];
  return id === '' ? undefined : id;
}
