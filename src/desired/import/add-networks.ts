// The text of a workspace → the same with more networks: lines that are put in, and not one that changes.
import equal from 'fast-deep-equal';
import { Document, isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import type { Cidr } from '../../model/cidr.ts';
import { styleFlow } from '../yaml/flow-style.ts';

const lineLengthMax = 100;

/** Undefined where the text is such that lines put in would not say just that, as in `networks: {}`. */
export function addNetworks(
  text: string,
  added: ReadonlyMap<string, readonly Cidr[]>,
): string | undefined {
  if (added.size === 0) return text;
  const root = rootOf(text);
  if (root === undefined) return undefined;
  const before = root.toJSON() as Readonly<Record<string, unknown>>;
  const after = putIn(text, root, added);
  const networks = { ...(before['networks'] as object), ...Object.fromEntries(added) };
  const isMeant = equal(rootOf(after)?.toJSON(), { ...before, networks });
  return isMeant ? after : undefined;
}

function rootOf(text: string): YAMLMap | undefined {
  const document = parseDocument(text, { version: '1.2' });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  return document.contents;
}

function putIn(text: string, root: YAMLMap, added: ReadonlyMap<string, readonly Cidr[]>): string {
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === 'networks');
  if (pair === undefined) {
    const end = text.endsWith('\n') ? '' : '\n';
    return `${text}${end}\n# Addresses that several rules share.\nnetworks:\n${linesOf(added, '  ')}`;
  }
  const first = isMap(pair.value) ? pair.value.items[0]?.key : undefined;
  const at = lineEnd(text, isScalar(pair.key) ? (pair.key.range?.[1] ?? 0) : 0);
  return text.slice(0, at) + linesOf(added, indentOf(text, first)) + text.slice(at);
}

/** Behind the line with this place. */
function lineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place);
  return end < 0 ? text.length : end + 1;
}

/** What stands before a key in its line. */
function indentOf(text: string, key: unknown): string {
  const place = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
  return text.slice(text.lastIndexOf('\n', place - 1) + 1, place);
}

function linesOf(added: ReadonlyMap<string, readonly Cidr[]>, indent: string): string {
  return [...added]
    .flatMap(([name, blocks]) => entryText(name, blocks).trimEnd().split('\n'))
    .map((line) => `${indent}${line}\n`)
    .join('');
}

/** On one line where it fits. */
function entryText(name: string, blocks: readonly Cidr[]): string {
  const [inline, below] = [true, false].map((flow) => {
    const document = new Document();
    document.contents = document.createNode({ [name]: document.createNode(blocks, { flow }) });
    styleFlow(document);
    return document.toString({ lineWidth: 0 });
  }) as [string, string];
  return inline.length <= lineLengthMax ? inline : below;
}
