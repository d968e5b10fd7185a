// What a YAML document says, as values that know where they stand. Aliases and merge keys are
// resolved here already, so that everything after reads plain maps, lists and scalars.
import type { Source } from '../../model/source.ts';

export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly source: Source;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  readonly key: Source;
  readonly value: Located;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly source: Source;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly source: Source;
  readonly value: string | number | boolean | null;
  /** As it is written, which for a long number is not what it reads as. */
  readonly text: string;
}

export function valueAt(node: Located, key: string): Located | undefined {
  return node.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The items of a list; anything else is a list of one. */
export function itemsOf(node: Located): readonly Located[] {
  return node.kind === 'list' ? node.items : [node];
}

export function textOf(node: Located): string {
  return node.kind === 'scalar' ? String(node.value) : '';
}

/** The value without its places. `__proto__` is a key like any other in what `fromEntries` makes. */
export function plainValue(node: Located): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(
        [...node.entries].map(([key, { value }]) => [key, plainValue(value)]),
      );
    case 'list':
      return node.items.map(plainValue);
    case 'scalar':
      return node.value;
  }
}

/** The node that a JSON pointer leads to. */
export function nodeAt(root: Located, pointer: string): Located {
  let node = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = node.kind === 'list' ? node.items[Number(key)] : valueAt(node, key);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}
