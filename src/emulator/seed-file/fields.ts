// The fields of a YAML map, read one by one; every fault is collected with its place in the file.

import { isMap, isScalar, isSeq } from 'yaml';
import type { LineCounter, Node, Pair } from 'yaml';

export interface SeedFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export class FaultList {
  readonly faults: SeedFault[] = [];
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  add(node: unknown, message: string): void {
    const range = (node as Node | undefined)?.range;
    const { line, col } = this.#lines.linePos(range?.[0] ?? 0);
    this.faults.push({ line: Math.max(1, line), column: Math.max(1, col), message });
  }
}

/** One entry of a map whose keys are ids or names. */
export interface Entry {
  readonly key: string;
  readonly keyNode: unknown;
  readonly node: unknown;
}

/** The map of a node, whose fields may only be the known ones; no fields where it is something else. */
export class Fields {
  readonly node: unknown;
  readonly #list: FaultList;
  readonly #values = new Map<string, unknown>();

  constructor(
    node: unknown,
    { known, list }: { readonly known: readonly string[]; readonly list: FaultList },
  ) {
    this.node = node;
    this.#list = list;
    for (const { key, keyNode, node: value } of entriesOf(node, list)) {
      if (known.includes(key)) this.#values.set(key, value);
      else list.add(keyNode, `${key} is not known here; expected one of ${known.join(', ')}`);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  at(name: string): unknown {
    return this.#values.get(name);
  }

  fault(name: string, message: string): void {
    this.#list.add(this.#values.get(name) ?? this.node, message);
  }

  text(name: string): string | undefined {
    const node = this.#values.get(name);
    return node === undefined ? undefined : textOf(node, name, this.#list);
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found === undefined) this.fault(name, `${name} is ${text}; expected ${words.join(' or ')}`);
    return found;
  }

  wholeNumber(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    this.fault(name, `${name} is ${text}; expected a whole number`);
    return undefined;
  }

  flag(name: string): boolean | undefined {
    const word = this.oneOf(name, ['true', 'false']);
    return word === undefined ? undefined : word === 'true';
  }

  /** A list of texts, or one text instead of a list of one. */
  texts(name: string): readonly { readonly text: string; readonly node: unknown }[] {
    return this.items(name).flatMap((node) => {
      const text = textOf(node, name, this.#list);
      return text === undefined ? [] : [{ text, node }];
    });
  }

  items(name: string): readonly unknown[] {
    const node = this.#values.get(name);
    if (node === undefined) return [];
    return isSeq(node) ? node.items : [node];
  }

  entries(name: string): readonly Entry[] {
    const node = this.#values.get(name);
    return node === undefined ? [] : entriesOf(node, this.#list);
  }

  /** A map of texts, such as tags. */
  record(name: string): Readonly<Record<string, string>> {
    const pairs = this.entries(name).map(({ key, node }) => [
      key,
      textOf(node, key, this.#list) ?? '',
    ]);
    return Object.fromEntries(pairs) as Record<string, string>;
  }
}

function entriesOf(node: unknown, list: FaultList): readonly Entry[] {
  if (isScalar(node) && node.value === null) return [];
  if (!isMap(node)) {
    list.add(node, 'expected a map, such as `name: value`');
    return [];
  }
  return node.items.map(({ key, value }: Pair) => ({
    key: scalarText(key) ?? '',
    keyNode: key,
    node: value,
  }));
}

function textOf(node: unknown, name: string, list: FaultList): string | undefined {
  const text = scalarText(node);
  if (text === undefined) list.add(node, `${name} has no text; expected a text or a number`);
  return text;
}

/** As it is written, so that an account or a port range never turns into a number on its way. */
export function scalarText(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  if (typeof node.value === 'string') return node.value;
  return typeof node.source === 'string' ? node.source : undefined;
}
