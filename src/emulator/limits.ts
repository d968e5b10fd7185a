// The quotas, which differ from account to account. What bounds a single request stands with the
// operation that reads it.

export interface Limits {
  /** A rule with a prefix list or a port list counts for as many as the list may hold. */
  readonly rulesPerGroupMax: number;
  /** Rules of one group, in both directions, whose peer is a group. */
  readonly groupPeersPerGroupMax: number;
  readonly groupsPerRegionMax: number;
  readonly tagsPerResourceMax: number;
  /** Rules of all groups of one network interface, in both directions, counted as in a group. */
  readonly rulesPerInterfaceMax: number;
  /** The vendor's pages say 5 and 10. */
  readonly groupsPerInterfaceMax: number;
  /** Private IPv4 addresses of all network interfaces in one basic group. */
  readonly addressesPerGroupMax: number;
  readonly interfacesPerEnterpriseGroupMax: number;
  readonly prefixListsPerRegionMax: number;
  readonly prefixListEntriesMax: number;
  /** Groups that have rules with one prefix list. */
  readonly prefixListAssociationsMax: number;
  readonly portRangeListsPerRegionMax: number;
  readonly portRangeListEntriesMax: number;
  readonly portRangeListAssociationsMax: number;
}

/** A new account starts with 100 groups a region; large ones have far more, which is of more use here. */
export const defaultLimits: Limits = {
  rulesPerGroupMax: 1000,
  groupPeersPerGroupMax: 20,
  groupsPerRegionMax: 10_000,
  tagsPerResourceMax: 20,
  rulesPerInterfaceMax: 1000,
  groupsPerInterfaceMax: 5,
  addressesPerGroupMax: 6000,
  interfacesPerEnterpriseGroupMax: 65_536,
  prefixListsPerRegionMax: 100,
  prefixListEntriesMax: 200,
  prefixListAssociationsMax: 1000,
  portRangeListsPerRegionMax: 1000,
  portRangeListEntriesMax: 2000,
  portRangeListAssociationsMax: 1000,
};
