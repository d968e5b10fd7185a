// Addresses that several written rules share → networks, and what each of those rules says instead.
import type { Cidr } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import type { NamedBlocks } from '../write.ts';
import { networkName } from './network-name.ts';

/** A written rule with the blocks among its peers. */
export interface AddressPlace {
  readonly group: string;
  readonly description: string | undefined;
  readonly blocks: readonly Cidr[];
}

export interface SharedNetworks {
  /** Those that are not in the workspace yet, in the order in which they were found. */
  readonly added: ReadonlyMap<string, readonly Cidr[]>;
  /** What to write for the blocks of a place. */
  readonly nameBlocks: (blocks: readonly Cidr[]) => NamedBlocks;
}

export interface SharedOptions {
  /** The networks of the workspace, with the blocks that are in force. */
  readonly known: ReadonlyMap<string, readonly Cidr[]>;
  /** Names of other things, which no network should share. */
  readonly taken: Iterable<string>;
}

const placesOfListMin = 2;
const groupsOfBlockMin = 3;

/**
 * A network of the workspace is used wherever all of it is. Of what is left then, a list of two blocks or
 * more that is the whole of one place and in another too becomes a network, and so does a block alone
 * that is in three groups; the larger before the smaller. A block that is everywhere goes into no
 * new one: readers should see it.
 */
export function shareNetworks(
  written: readonly AddressPlace[],
  { known, taken }: SharedOptions,
): SharedNetworks {
  const places = written.map((place) => ({ ...place, left: new Set(place.blocks), names: [] }));
  for (const [name, blocks] of [...known].toSorted(([, a], [, b]) => b.length - a.length)) {
    for (const place of placesWith(blocks, places)) putName(name, blocks, place);
  }
  const added = new Map<string, readonly Cidr[]>();
  const used = new Set([...known.keys(), ...taken]);
  const byBlock = placesByBlock(places);
  for (const blocks of candidates(places)) {
    const users = placesWith(blocks, byBlock.get(blocks[0]) ?? []);
    if (!savesWriting(blocks, users)) continue;
    const name = networkName(users, used);
    used.add(name);
    added.set(name, blocks);
    for (const place of users) putName(name, blocks, place);
  }
  // Places with equal blocks have the same names.
  const said = new Map(
    places.map(({ blocks, names, left }) => [blocksKey(blocks), { names, left: [...left] }]),
  );
  return {
    added,
    nameBlocks: (blocks) => said.get(blocksKey(blocks)) ?? { names: [], left: blocks },
  };
}

/** On the way: with the names that it has so far, and the blocks that they leave. */
interface NamedPlace extends AddressPlace {
  readonly names: string[];
  readonly left: Set<Cidr>;
}

function placesWith(blocks: readonly Cidr[], places: readonly NamedPlace[]): readonly NamedPlace[] {
  if (blocks.length === 0) return [];
  return places.filter(({ left }) => blocks.every((block) => left.has(block)));
}

function putName(name: string, blocks: readonly Cidr[], { names, left }: NamedPlace): void {
  names.push(name);
  for (const block of blocks) left.delete(block);
}

function placesByBlock(places: readonly NamedPlace[]): ReadonlyMap<Cidr, readonly NamedPlace[]> {
  const pairs = places.flatMap((place) => [...place.left].map((block) => ({ block, place })));
  return new Map(
    [...groupBy(pairs, ({ block }) => block)].map(([block, own]) => [
      block,
      own.map(({ place }) => place),
    ]),
  );
}

type Blocks = readonly [Cidr, ...Cidr[]];

/** What is left of each place, and each block of it alone; in an order of their own. */
function candidates(places: readonly NamedPlace[]): readonly Blocks[] {
  const lists = places
    .flatMap(({ left }) => [[...left], ...[...left].map((block) => [block])])
    .map((blocks) => blocks.toSorted())
    .filter((blocks): blocks is [Cidr, ...Cidr[]] => {
      return blocks.length > 0 && !blocks.some(isEverywhere);
    });
  const byKey = new Map(lists.map((blocks) => [blocksKey(blocks), blocks] as const));
  return [...byKey]
    .toSorted(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1))
    .map(([, blocks]) => blocks);
}

function savesWriting(blocks: readonly Cidr[], users: readonly AddressPlace[]): boolean {
  if (blocks.length > 1) return users.length >= placesOfListMin;
  return new Set(users.map(({ group }) => group)).size >= groupsOfBlockMin;
}

function isEverywhere(block: Cidr): boolean {
  return block.endsWith('/0');
}

function blocksKey(blocks: readonly Cidr[]): string {
  return blocks.toSorted().join(' ');
}
