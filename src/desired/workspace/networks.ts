// The named address lists of a workspace, resolved: networks may name networks, but never in a circle.
import type { Cidr } from '../../model/cidr.ts';
import { fault, type Report } from '../fault.ts';
import { itemsOf, textOf, type Located, type LocatedMap } from '../yaml/located.ts';
import { isNetworkName, readAddresses, type FindNetwork } from '../rules/read-address.ts';
import { isSound } from '../shape/shape.ts';

/** Blocks of one network, all nested ones included. */
const blocksMax = 10_000;
const depthMax = 64;

export interface Networks {
  readonly names: readonly string[];
  readonly find: FindNetwork;
}

export const noNetworks: Networks = { names: [], find: () => 'unknown' };
/** Where the workspace could not be read, every name may be that of a network. */
export const unreadNetworks: Networks = {
  names: [],
  find: (name) => (isNetworkName(name) ? 'faulty' : 'unknown'),
};

/** Resolves all of them, used or not, and reports every fault once. */
export function resolveNetworks(
  map: LocatedMap,
  faulty: ReadonlySet<Located>,
  report: Report,
): Networks {
  const names = [...map.entries.keys()].filter(isNetworkName);
  const resolved = new Map<string, readonly Cidr[] | 'faulty'>();
  const path: string[] = [];

  const find: FindNetwork = (name) => {
    const entry = map.entries.get(name);
    if (entry === undefined || !isNetworkName(name)) return 'unknown';
    const known = resolved.get(name);
    if (known !== undefined) return known;
    path.push(name);
    const blocks = isSound(entry.value, faulty) ? resolve(entry.value) : 'faulty';
    path.pop();
    resolved.set(name, blocks);
    return blocks;
  };

  const resolve = (list: Located): readonly Cidr[] | 'faulty' => {
    if (path.length > depthMax) {
      const message = `networks are nested more than ${depthMax} deep; expected fewer steps`;
      report(fault(list.source, { code: 'network-too-deep', message }));
      return 'faulty';
    }
    const parts = itemsOf(list).map((item) => (isCircle(item) ? undefined : blocksOf(item)));
    const blocks = new Set(parts.flatMap((part) => part ?? []));
    if (blocks.size > blocksMax) {
      const message = `this network has more than ${blocksMax} blocks; expected at most as many`;
      report(fault(list.source, { code: 'network-too-large', message }));
      return 'faulty';
    }
    return parts.includes(undefined) ? 'faulty' : [...blocks];
  };

  const blocksOf = (item: Located) =>
    readAddresses(item, { findNetwork: find, networkNames: names, report });

  const isCircle = (item: Located): boolean => {
    const start = path.indexOf(textOf(item));
    if (start < 0) return false;
    const circle = [...path.slice(start), textOf(item)].join(' → ');
    const message = `networks name each other in a circle: ${circle}; leave one of them out`;
    report(fault(item.source, { code: 'network-cycle', message }));
    return true;
  };

  for (const name of names) find(name);
  return { names, find };
}
