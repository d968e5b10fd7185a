// What is in some of the lists of `any-groups.ts`: blocks and ports that begin and end where others of the
// universe do, that overlap, that are everything, and nothing. Of the other lists nobody knows.
import type { Cidr } from '../../../src/model/cidr.ts';
import type { Lists } from '../../../src/model/lists.ts';
import type { WireLists } from '../../oracle.ts';

export const prefixEntries: WireLists = {
  'pl-office': ['10.0.0.0/9', '128.0.0.0/1'],
  'pl-nested': ['10.128.0.0/9', '10.0.0.0/8', '255.255.255.255/32'],
  'pl-six': ['2001:db8::/32', '8000::/1'],
  'pl-all': ['0.0.0.0/1', '128.0.0.0/1'],
  'pl-none': [],
};
export const portEntries: WireLists = {
  'prl-web': ['22/22', '80/80'],
  'prl-most': ['22/80', '1/22', '81/65535'],
  'prl-none': [],
};

/** For the oracle. */
export const knownEntries: WireLists = { ...prefixEntries, ...portEntries };

/** For src. */
export const knownLists: Lists = {
  prefixLists: new Map(Object.entries(prefixEntries) as [string, Cidr[]][]),
  portLists: new Map(
    Object.entries(portEntries).map(([id, entries]) => [
      id,
      entries.map((entry) => {
        const [first = 0, last = 0] = entry.split('/').map(Number);
        return { first, last };
      }),
    ]),
  ),
};
