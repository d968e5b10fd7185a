// The operations that show lists without their entries.

export interface ListOverview {
  readonly action: string;
  /** Where the lists are in the reply. */
  readonly list: readonly string[];
  readonly id: 'PrefixListId' | 'PortRangeListId';
  readonly name: 'PrefixListName' | 'PortRangeListName';
}

export const prefixLists: ListOverview = {
  action: 'DescribePrefixLists',
  list: ['PrefixLists', 'PrefixList'],
  id: 'PrefixListId',
  name: 'PrefixListName',
};

/** Its reply is a plain array, unlike all others. */
export const portLists: ListOverview = {
  action: 'DescribePortRangeLists',
  list: ['PortRangeLists'],
  id: 'PortRangeListId',
  name: 'PortRangeListName',
};

/** The most lists that a page holds, and the most ids that a call may name. */
export const overviewPage = 100;
