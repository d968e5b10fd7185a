// What is in the prefix lists and port lists that rules name, as far as that is known.
import { parseCidr, type Cidr } from './cidr.ts';
import { formatPortRange, parsePortRange, type PortRange } from './ports.ts';
import type { Rule } from './rule.ts';
import { hasPorts } from './traffic.ts';

/** By their ids. Of a list that is not here nobody knows what is in it; an empty one matches nothing. */
export interface Lists {
  readonly prefixLists: ReadonlyMap<string, readonly Cidr[]>;
  readonly portLists: ReadonlyMap<string, readonly PortRange[]>;
}

export const unknownLists: Lists = { prefixLists: new Map(), portLists: new Map() };

/** Each id once, sorted. */
export interface ListIds {
  readonly prefixLists: readonly string[];
  readonly portLists: readonly string[];
}

export function listsNamedBy(rules: readonly Rule[]): ListIds {
  const prefixLists = rules.flatMap(({ peer }) =>
    peer.kind === 'prefixList' ? [peer.prefixList] : [],
  );
  const portLists = rules.flatMap(({ traffic }) =>
    hasPorts(traffic) && traffic.ports.kind === 'list' ? [traffic.ports.portList] : [],
  );
  return {
    prefixLists: [...new Set(prefixLists)].toSorted(),
    portLists: [...new Set(portLists)].toSorted(),
  };
}

/** Known lists in a document; port lists as texts, such as `443` and `8000-8999`. Entries are sorted. */
export interface WrittenLists {
  readonly prefixLists: Readonly<Record<string, readonly Cidr[]>>;
  readonly portLists: Readonly<Record<string, readonly string[]>>;
}

/** Those of the ids that are known. */
export function writeLists(ids: ListIds, { prefixLists, portLists }: Lists): WrittenLists {
  return {
    prefixLists: known(ids.prefixLists, (id) => prefixLists.get(id)?.toSorted()),
    portLists: known(ids.portLists, (id) => portLists.get(id)?.map(formatPortRange).toSorted()),
  };
}

/** Passes over what is no block, or no range of ports. */
export function readWrittenLists({ prefixLists, portLists }: WrittenLists): Lists {
  return {
    prefixLists: parsed(prefixLists, parseCidr),
    portLists: parsed(portLists, parsePortRange),
  };
}

function parsed<Entry>(
  written: Readonly<Record<string, readonly string[]>>,
  parse: (text: string) => Entry | undefined,
): ReadonlyMap<string, readonly Entry[]> {
  return new Map(
    Object.entries(written).map(([id, texts]) => [id, texts.flatMap((text) => parse(text) ?? [])]),
  );
}

export function knownListIds({ prefixLists, portLists }: WrittenLists): readonly string[] {
  return [...Object.keys(prefixLists), ...Object.keys(portLists)];
}

function known<Entry>(
  ids: readonly string[],
  entriesOf: (id: string) => readonly Entry[] | undefined,
): Readonly<Record<string, readonly Entry[]>> {
  const found = ids.map((id) => [id, entriesOf(id)] as const);
  return Object.fromEntries(
    found.flatMap(([id, entries]) => (entries === undefined ? [] : [[id, entries]])),
  );
}
