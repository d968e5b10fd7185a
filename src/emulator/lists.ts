// Prefix lists and port lists, to which rules refer instead of one block or one range of ports.

import type { Place } from './place.ts';

interface ListAttributes extends Place {
  readonly id: string;
  readonly sequence: number;
  readonly creationTime: string;
  readonly name: string;
  readonly description: string;
  /** For so many rules counts a rule with this list, however many entries there are. */
  readonly maxEntries: number;
  readonly resourceGroupId: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** `text` is a block or a range of ports. */
export interface ListEntry {
  readonly text: string;
  readonly description: string;
}

export interface PrefixList extends ListAttributes {
  readonly family: 'IPv4' | 'IPv6';
  readonly entries: readonly ListEntry[];
}

export interface PortRangeList extends ListAttributes {
  readonly entries: readonly ListEntry[];
}

export class Lists {
  readonly prefixLists = new Map<string, PrefixList>();
  readonly portRangeLists = new Map<string, PortRangeList>();

  prefixListAt(id: string, place: Place): PrefixList | undefined {
    return at(this.prefixLists.get(id), place);
  }

  portRangeListAt(id: string, place: Place): PortRangeList | undefined {
    return at(this.portRangeLists.get(id), place);
  }
}

function at<T extends Place>(found: T | undefined, { account, region }: Place): T | undefined {
  return found?.account === account && found.region === region ? found : undefined;
}
