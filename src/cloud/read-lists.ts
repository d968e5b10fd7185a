// Reading what is in the lists that rules name, a call for each.
import { maskCidr, type Cidr } from '../model/cidr.ts';
import type { ListIds, Lists } from '../model/lists.ts';
import type { PortRange } from '../model/ports.ts';
import { lacksPermission } from './permission.ts';
import { readMany } from './read-many.ts';
import { readPages, type FailedRead, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { readRange, wireText } from './wire-rule.ts';

interface ListKind<Entry> {
  readonly action: string;
  readonly id: 'PrefixListId' | 'PortRangeListId';
  readonly list: readonly string[];
  readonly field: 'Cidr' | 'PortRange';
  readonly parse: (text: string) => Entry | undefined;
}

const prefixLists: ListKind<Cidr> = {
  action: 'DescribePrefixListAttributes',
  id: 'PrefixListId',
  list: ['Entries', 'Entry'],
  field: 'Cidr',
  parse: maskCidr,
};

/** Its reply is a plain array, unlike all others. */
const portLists: ListKind<PortRange> = {
  action: 'DescribePortRangeListEntries',
  id: 'PortRangeListId',
  list: ['Entries'],
  field: 'PortRange',
  parse: readRange,
};

export interface ReadLists extends Lists {
  /** The ids of those that the cloud says it does not have; it may only hide them. */
  readonly notFound: readonly string[];
}

/**
 * The entries of these lists. One that is gone, that is somebody else's, that may not be read or that
 * has an entry which means nothing to us is not among them: it may then hold anything.
 */
export async function readLists(
  send: Transport,
  ids: ListIds,
  { atOnce }: { readonly atOnce: number },
): Promise<Read<ReadLists>> {
  const [ofPrefixes, ofPorts] = await Promise.all([
    readKind(send, prefixLists, { ids: ids.prefixLists, atOnce }),
    readKind(send, portLists, { ids: ids.portLists, atOnce }),
  ]);
  if (!ofPrefixes.ok) return ofPrefixes;
  if (!ofPorts.ok) return ofPorts;
  const notFound = [...ofPrefixes.value.notFound, ...ofPorts.value.notFound];
  const { known: prefixes } = ofPrefixes.value;
  return { ok: true, value: { prefixLists: prefixes, portLists: ofPorts.value.known, notFound } };
}

interface ReadKind<Entry> {
  readonly known: ReadonlyMap<string, readonly Entry[]>;
  readonly notFound: readonly string[];
}

async function readKind<Entry>(
  send: Transport,
  kind: ListKind<Entry>,
  { ids, atOnce }: { readonly ids: readonly string[]; readonly atOnce: number },
): Promise<Read<ReadKind<Entry>>> {
  const read = await readMany(ids, atOnce, (id) => readList(send, kind, id));
  if (!read.ok) return read;
  const found = ids.map((id, index) => [id, read.value[index]] as const);
  const known = found.flatMap(([id, entries]): [string, readonly Entry[]][] =>
    entries === undefined || entries === 'notFound' ? [] : [[id, entries]],
  );
  const notFound = found.flatMap(([id, entries]) => (entries === 'notFound' ? id : []));
  return { ok: true, value: { known: new Map(known), notFound } };
}

/** Undefined where nobody may know. */
async function readList<Entry>(
  send: Transport,
  { action, id, list, field, parse }: ListKind<Entry>,
  named: string,
): Promise<Read<readonly Entry[] | 'notFound' | undefined>> {
  const pages = await readPages(send, { action, parameters: { [id]: named }, list });
  if (!pages.ok) {
    if (isNotFound(pages)) return { ok: true, value: 'notFound' };
    return lacksPermission(pages.failure) ? { ok: true, value: undefined } : pages;
  }
  const entries = pages.value.items.map((item) => parse(wireText(item[field])));
  const isKnown = (entry: Entry | undefined): entry is Entry => entry !== undefined;
  return { ok: true, value: entries.every(isKnown) ? entries : undefined };
}

/** Gone, or another account's. */
function isNotFound({ failure }: FailedRead): boolean {
  return failure.code.endsWith('.NotFound');
}
