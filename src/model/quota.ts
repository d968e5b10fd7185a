// How many rules and members the cloud lets a group and an interface have, and how it counts rules.
import type { GroupContent } from './group.ts';
import { hasPorts } from './traffic.ts';
import type { Rule } from './rule.ts';

export interface Quotas extends RuleQuotas {
  /** That one network interface is in. */
  readonly groupsPerInterface: number;
  /** Private IPv4 addresses of all interfaces in one basic group. */
  readonly addressesPerGroup: number;
  /** Interfaces in one advanced group. */
  readonly interfacesPerEnterpriseGroup: number;
}

export interface RuleQuotas {
  /** In both directions. */
  readonly rulesPerGroup: number;
  /** Rules of one group whose peer is a group, in both directions. */
  readonly groupPeersPerGroup: number;
  /** Of all groups that one network interface is in, in both directions. */
  readonly rulesPerInterface: number;
}

/**
 * As documented. Of rules in a group that is what accounts have today, older pages say 200; of groups on an
 * interface one page says 5 and another 10.
 */
export const defaultQuotas: Quotas = {
  rulesPerGroup: 1000,
  groupPeersPerGroup: 20,
  rulesPerInterface: 1000,
  groupsPerInterface: 5,
  addressesPerGroup: 6000,
  interfacesPerEnterpriseGroup: 65_536,
};

/** What each of them counts. */
export const quotaNouns = {
  rulesPerGroup: 'rules in a group',
  groupPeersPerGroup: 'rules of a group whose peer is a group',
  rulesPerInterface: 'rules on an interface',
} as const satisfies Readonly<Record<keyof RuleQuotas, string>>;

/** MaxEntries of prefix lists and port lists, by id. */
export type ListSizes = ReadonlyMap<string, number>;

/**
 * For how many rules one counts. A list counts for as many entries as it may hold; how a prefix list
 * and a port list in one rule combine is not documented: they are multiplied, which is the most it
 * can be. A list of unknown size counts as one entry.
 */
export function weightOf({ peer, traffic }: Rule, sizes: ListSizes): number {
  const peers = peer.kind === 'prefixList' ? (sizes.get(peer.prefixList) ?? 1) : 1;
  const ports = hasPorts(traffic) && traffic.ports.kind === 'list' ? traffic.ports.portList : '';
  return peers * (sizes.get(ports) ?? 1);
}

export function rulesOf(group: GroupContent | undefined, sizes: ListSizes): number {
  return group?.rules.reduce((sum, rule) => sum + weightOf(rule, sizes), 0) ?? 0;
}

export function isGroupPeer({ peer }: Rule): boolean {
  return ['group', 'groupOfTarget', 'foreignGroup'].includes(peer.kind);
}

export function groupPeersOf(group: GroupContent | undefined): number {
  return group?.rules.filter(isGroupPeer).length ?? 0;
}
