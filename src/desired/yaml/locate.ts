// YAML nodes → located values. Everything is bounded: a few aliases of aliases of aliases would
// otherwise stand for more values than any memory holds.
import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Pair, type YAMLMap } from 'yaml';
import type { Source } from '../../model/source.ts';
import { fault, type Report, type Words } from '../fault.ts';
import type { Located, LocatedEntry } from './located.ts';

/** Values that the aliases of one document may repeat, all together. */
const repeatedValuesMax = 100_000;
const depthMax = 64;
/** Items of one list, and keys of one mapping. What checks them takes quadratic time at worst. */
const itemsMax = 10_000;

export interface LocateContext {
  readonly file: string;
  readonly lines: LineCounter;
  readonly report: Report;
}

/** The contents of one document; undefined, and reported, where its aliases make no sense. */
export function locate(contents: unknown, context: LocateContext): Located | undefined {
  const locator = new Locator(context);
  const located = locator.node(contents, { file: context.file, line: 1, column: 1 });
  return locator.broken ? undefined : located;
}

interface Extent {
  readonly size: number;
  readonly depth: number;
}

class Locator {
  broken = false;
  #isBomb = false;
  readonly #context: LocateContext;
  readonly #anchors = new Map<string, Located>();
  readonly #extents = new Map<Located, Extent>();
  #repeatedValues = 0;

  constructor(context: LocateContext) {
    this.#context = context;
  }

  /** `fallback` is where a value would stand that is not written at all. */
  node(node: unknown, fallback: Source): Located {
    if (isAlias(node)) return this.#alias(node.source, this.#sourceOf(node) ?? fallback);
    const located = this.#own(node, this.#sourceOf(node) ?? fallback, fallback);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, located);
    return located;
  }

  #own(node: unknown, source: Source, fallback: Source): Located {
    if (isMap(node)) {
      const entries = this.#entries(node, source);
      const values = [...entries.values()].map(({ value }) => value);
      return this.#measured({ kind: 'map', source, entries }, values);
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, source));
      return this.#measured({ kind: 'list', source, items }, items);
    }
    const value = isScalar(node) ? scalarValue(node.value) : null;
    const text = isScalar(node) ? (node.source ?? String(value)) : '';
    const place = value === null ? fallback : source;
    return this.#measured({ kind: 'scalar', source: place, value, text }, []);
  }

  #entries(map: YAMLMap, source: Source): Map<string, LocatedEntry> {
    const entries = new Map<string, LocatedEntry>();
    const merged: LocatedEntry[] = [];
    for (const pair of map.items) {
      const key = this.#sourceOf(pair.key) ?? source;
      const name = this.#keyName(pair, key);
      const value = this.node(pair.value, key);
      const first = entries.get(name);
      if (first !== undefined) this.#reportDuplicate(name, key, first.key);
      else if (isMergeKey(pair)) merged.push({ key, value });
      else entries.set(name, { key, value });
    }
    for (const entry of merged) this.#merge(entries, entry);
    return entries;
  }

  /** What is written wins over what is merged, and what is merged first over the rest. */
  #merge(entries: Map<string, LocatedEntry>, { key, value }: LocatedEntry): void {
    for (const map of value.kind === 'list' ? value.items : [value]) {
      // From a bomb on, aliases stand for nothing.
      if (map.kind !== 'map' && this.#isBomb) return;
      if (map.kind !== 'map') {
        const message = '"<<" merges mappings only; expected an alias of a mapping';
        this.#report(key, { code: 'bad-merge', message, example: '<<: *common' });
        return;
      }
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  #keyName({ key }: Pair, source: Source): string {
    if (isScalar(key)) return String(key.value);
    const message = 'a key is not a text; expected a plain key';
    this.#report(source, { code: 'bad-key', message, example: 'name: web' });
    return '';
  }

  #alias(name: string, source: Source): Located {
    const target = this.#anchors.get(name);
    const nothing: Located = { kind: 'scalar', source, value: null, text: '' };
    if (target === undefined) {
      const message = `the alias *${name} refers to no anchor; expected &${name} above it`;
      this.#report(source, { code: 'unknown-anchor', message, example: `&${name}` });
      return this.#measured(nothing, []);
    }
    const extent = this.#extents.get(target) ?? { size: 1, depth: 1 };
    this.#repeatedValues += extent.size;
    if (this.#repeatedValues > repeatedValuesMax) return this.#bomb(source, nothing);
    const copy: Located = { ...target, source };
    this.#extents.set(copy, extent);
    return copy;
  }

  #bomb(source: Source, nothing: Located): Located {
    const message = `the aliases up to here repeat more than ${repeatedValuesMax} values; write a network or fewer aliases`;
    if (!this.broken) this.#report(source, { code: 'alias-bomb', message });
    this.#isBomb = true;
    return this.#measured(nothing, []);
  }

  #measured(located: Located, children: readonly Located[]): Located {
    let [size, depth] = [1, 0];
    for (const child of children) {
      const extent = this.#extents.get(child);
      size += extent?.size ?? 1;
      depth = Math.max(depth, extent?.depth ?? 1);
    }
    this.#extents.set(located, { size, depth: depth + 1 });
    const limit = exceededLimit({ depth, items: children.length });
    if (limit === undefined || this.broken) return located;
    this.#report(located.source, limit);
    return { kind: 'scalar', source: located.source, value: null, text: '' };
  }

  #reportDuplicate(name: string, source: Source, first: Source): void {
    const message = `the key "${name}" is written twice, first in line ${first.line}; keep one of them`;
    this.#context.report(fault(source, { code: 'duplicate-key', message }));
  }

  #report(source: Source, words: Words): void {
    this.broken = true;
    this.#context.report(fault(source, words));
  }

  #sourceOf(node: unknown): Source | undefined {
    const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : null;
    if (!range) return undefined;
    const { line, col } = this.#context.lines.linePos(range[0]);
    return { file: this.#context.file, line, column: col };
  }
}

function exceededLimit({ depth, items }: { depth: number; items: number }): Words | undefined {
  if (depth >= depthMax) {
    const message = `values are nested more than ${depthMax} deep; expected a group or a workspace`;
    return { code: 'too-deep', message };
  }
  if (items <= itemsMax) return undefined;
  const message = `a list or mapping of ${items} items; expected at most ${itemsMax} in one`;
  return { code: 'too-many-items', message };
}

function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN';
}

function scalarValue(value: unknown): string | number | boolean | null {
  const isKnown =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isKnown ? value : null;
}
