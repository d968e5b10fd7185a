// The named address lists of a workspace, resolved: networks may name networks, but never in a circle.
import type { Finding } from '../../model/finding.ts';
import { formatSource } from '../../model/source.ts';
import { fault, type Report } from '../fault.ts';
import { itemsOf, textOf, type Located, type LocatedMap } from '../yaml/located.ts';
import {
  isNetworkName,
  readAddresses,
  whenAll,
  type AddressContext,
  type FindNetwork,
  type NetworkBlock,
} from '../rules/read-address.ts';
import { isSound } from '../shape/shape.ts';
import { readNetworkEntry, type NetworkEntry } from './network-entry.ts';

/** Blocks of one network, all nested ones included. */
const blocksMax = 10_000;
/** Blocks of all networks of all targets, counted wherever one is named in another. */
const allBlocksMax = 250_000;
const depthMax = 64;

export interface Networks {
  readonly names: readonly string[];
  /** With the entries that are not in force, each block once. */
  readonly find: FindNetwork;
  /** The network of which an entry stands at a place such as `sluice.yaml:12:5`. */
  readonly entries: ReadonlyMap<string, string>;
  /** Entries that are over, or soon begin or end. */
  readonly notes: readonly Finding[];
}

export const noNetworks: Networks = {
  names: [],
  find: () => 'unknown',
  entries: new Map(),
  notes: [],
};
/** Where the workspace could not be read, every name may be that of a network. */
export const unreadNetworks: Networks = {
  names: [],
  find: (name) => (isNetworkName(name) ? 'faulty' : 'unknown'),
  entries: new Map(),
  notes: [],
};

export interface NetworksContext {
  readonly faulty: ReadonlySet<Located>;
  /** Entries that are over by then, or not yet in force, are so marked. */
  readonly nowMs: number;
  readonly report: Report;
  /** The networks of all targets share it. */
  readonly budget: BlockBudget;
  /** Networks that only targets have. */
  readonly ofTargets: Pick<AddressContext, 'networkNames' | 'lackedBy' | 'heldBy'>;
}

/** How many blocks have been counted. */
export interface BlockBudget {
  counted: number;
}

/** Resolves all of them, used or not, and reports every fault once; those that are known stay. */
export function resolveNetworks(
  map: LocatedMap,
  context: NetworksContext,
  known: ReadonlyMap<string, readonly NetworkBlock[] | 'faulty'> = new Map(),
): Networks {
  const { faulty, report, budget, ofTargets } = context;
  const names = [...map.entries.keys()].filter(isNetworkName);
  const networkNames = [...new Set([...names, ...ofTargets.networkNames])];
  const resolved = new Map(known);
  const notes: Finding[] = [];
  const path: string[] = [];

  const find: FindNetwork = (name) => {
    const entry = map.entries.get(name);
    if (entry === undefined || !isNetworkName(name)) return 'unknown';
    const found = resolved.get(name);
    if (found !== undefined) return found;
    path.push(name);
    const blocks = isSound(entry.value, faulty) ? resolve(entry.value) : 'faulty';
    path.pop();
    resolved.set(name, blocks);
    return blocks;
  };

  /** What every target has is known in each of them, where this is read once more. */
  const findAnywhere: FindNetwork = (name) => {
    const found = find(name);
    const isTheirs = found === 'unknown' && ofTargets.networkNames.includes(name);
    return isTheirs && ofTargets.lackedBy(name).length === 0 ? 'faulty' : found;
  };

  const resolve = (list: Located): readonly NetworkBlock[] | 'faulty' => {
    if (path.length > depthMax) {
      const message = `networks are nested more than ${depthMax} deep; expected fewer steps`;
      report(fault(list.source, { code: 'network-too-deep', message }));
      return 'faulty';
    }
    const found: NetworkBlock[] = [];
    let isWhole = true;
    for (const item of itemsOf(list)) {
      // What is too much has been said.
      if (budget.counted > allBlocksMax) return 'faulty';
      const entry = readNetworkEntry(item, context);
      if (entry?.note) notes.push(entry.note);
      const part = entry && !isCircle(entry.address) ? blocksOf(item, entry) : undefined;
      if (part === undefined) isWhole = false;
      else if (count(part.length, item)) found.push(...part);
    }
    if (budget.counted > allBlocksMax) return 'faulty';
    const blocks = eachOnce(found);
    if (blocks.length > blocksMax) {
      const message = `this network has more than ${blocksMax} blocks; expected at most as many`;
      report(fault(list.source, { code: 'network-too-large', message }));
      return 'faulty';
    }
    return isWhole ? blocks : 'faulty';
  };

  /** A few lines that name each other could stand for more blocks than any memory holds. */
  const count = (blocks: number, { source }: Located): boolean => {
    budget.counted += blocks;
    if (budget.counted <= allBlocksMax) return true;
    const message = `the networks up to here stand for more than ${allBlocksMax} blocks; expected fewer, or fewer networks that name others`;
    report(fault(source, { code: 'networks-too-large', message }));
    return false;
  };

  const blocksOf = ({ source }: Located, { address, when }: NetworkEntry) =>
    readAddresses(address, {
      ...ofTargets,
      ...{ findNetwork: findAnywhere, networkNames, report },
    })?.map((block): NetworkBlock => ({
      cidr: block.cidr,
      when: whenAll([when, block.when]),
      via: [source, ...block.via],
    }));

  const isCircle = (item: Located): boolean => {
    const start = path.indexOf(textOf(item));
    if (start < 0) return false;
    const circle = [...path.slice(start), textOf(item)].join(' → ');
    const message = `networks name each other in a circle: ${circle}; leave one of them out`;
    report(fault(item.source, { code: 'network-cycle', message }));
    return true;
  };

  for (const name of names) find(name);
  return { names, find, entries: entriesOf(map, names), notes };
}

function entriesOf(map: LocatedMap, names: readonly string[]): Networks['entries'] {
  const places = names.flatMap((name) => {
    const list = map.entries.get(name)?.value;
    const items = list === undefined ? [] : itemsOf(list);
    // Of networks that share a list by an alias, the first.
    return items.map(({ source }) => [formatSource(source), name] as const);
  });
  return new Map(places.toReversed());
}

/** A block that is in force by one of its ways is in force; else one that is over has been. */
function eachOnce(blocks: readonly NetworkBlock[]): readonly NetworkBlock[] {
  const byCidr = new Map<string, NetworkBlock>();
  const strength = { now: 2, over: 1, ahead: 0 };
  for (const block of blocks) {
    const known = byCidr.get(block.cidr);
    const isBetter = known === undefined || strength[block.when] > strength[known.when];
    if (isBetter) byCidr.set(block.cidr, block);
  }
  return [...byCidr.values()];
}
