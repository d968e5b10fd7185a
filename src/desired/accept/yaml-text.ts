// A file of YAML documents that is edited in place: comments stay with what they stand beside.
import equal from 'fast-deep-equal';
import { diffArrays } from 'diff';
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, Scalar, visit } from 'yaml';
import type { Alias, Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Source } from '../../model/source.ts';
import { styleFlow } from '../yaml/flow-style.ts';

export interface EditableText {
  readonly documents: readonly Document[];
  /** Whether an alias names what an edit took out, or now another thing of that name. */
  readonly hasLostAnchor: () => boolean;
  /** The mapping that begins at a place, and the list that it is an item of. */
  readonly mapAt: (source: Source) => FoundMap | undefined;
}

export interface FoundMap {
  readonly map: YAMLMap;
  readonly list: YAMLSeq | undefined;
}

export function editable(text: string): EditableText {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { version: '1.2', lineCounter: lines });
  const documents = 'empty' in parsed ? [] : parsed;
  const named = aliasesIn(documents);
  return {
    documents,
    hasLostAnchor: () =>
      aliasesIn(documents).some(({ alias, node }) => {
        const before = named.find((one) => one.alias === alias);
        return node === undefined || (before !== undefined && before.node !== node);
      }),
    mapAt: ({ line, column }) => {
      const isHere = (node: Node) => {
        const { line: at, col } = lines.linePos(node.range?.[0] ?? -1);
        return at === line && col === column;
      };
      return documents.map((document) => mapIn(document, isHere)).find((map) => map !== undefined);
    },
  };
}

function mapIn(document: Document, isHere: (node: Node) => boolean): FoundMap | undefined {
  let found: FoundMap | undefined;
  visit(document, {
    Map: (_, map, path) => {
      if (!map.range || !isHere(map)) return undefined;
      const parent = path.at(-1);
      found = { map, list: isSeq(parent) ? parent : undefined };
      return visit.BREAK;
    },
  });
  return found;
}

interface NamingAlias {
  readonly alias: Alias;
  readonly node: Node | undefined;
}

function aliasesIn(documents: readonly Document[]): readonly NamingAlias[] {
  const found: NamingAlias[] = [];
  for (const document of documents) {
    visit(document, {
      Alias: (_, alias) => {
        found.push({ alias, node: alias.resolve(document) });
      },
    });
  }
  return found;
}

/**
 * What the documents say now, in the words of the text that they were read from: a line that no edit
 * is about stays as it is, in whatever style.
 */
export function editedText(text: string, documents: readonly Document[]): string {
  const style = styleOf(text);
  const edited = textOf(documents, style);
  const before = textOf(editable(text).documents, style);
  const kept = withEdits(text, before, edited);
  return kept !== undefined && equal(valuesOf(kept), valuesOf(edited)) ? kept : edited;
}

/** Undefined where lines do not correspond. */
function withEdits(text: string, before: string, edited: string): string | undefined {
  const [lines, styled] = [text.split('\n'), before.split('\n')];
  if (lines.length !== styled.length) return undefined;
  let at = 0;
  const kept = diffArrays(styled, edited.split('\n')).flatMap(({ added, removed, value }) => {
    // The library indents blank lines.
    if (added) return value.map((line) => (line.trim() === '' ? '' : line));
    const own = lines.slice(at, at + value.length);
    at += value.length;
    return removed ? [] : own;
  });
  return kept.join('\n');
}

function valuesOf(text: string): readonly unknown[] | undefined {
  const { documents } = editable(text);
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  return documents.map((document): unknown => document.toJS({ maxAliasCount: -1 }));
}

interface Style {
  readonly indent: number;
  /** Whether a list stands further right than its key. */
  readonly indentSeq: boolean;
}

/** Of the first that is indented, or is a list. */
function styleOf(text: string): Style {
  const key = String.raw`^( *)(?:- )?[\w"'][^\n]*:[^\S\n]*(?:#[^\n]*)?\n(?:[^\S\n]*(?:#[^\n]*)?\n)*`;
  const list = new RegExp(`${key}( *)- `, 'm').exec(text);
  const [, first = ''] = /^[\w"'][^\n]*:[^\S\n]*\n( +)[^\s#]/m.exec(text) ?? [];
  return {
    indent: first.length > 1 ? first.length : 2,
    indentSeq: list === null || list[1] !== list[2],
  };
}

function textOf(documents: readonly Document[], style: Style): string {
  const texts = documents.map((document, index) => {
    styleFlow(document);
    const text = document.toString({ lineWidth: 0, ...style });
    const isStarted = index === 0 || document.directives?.docStart === true;
    return isStarted ? text : `---\n${text}`;
  });
  return texts.join('');
}

/** Puts another value where there is one, beside its comments, or adds the key. */
export function setValue(map: YAMLMap, key: string, value: string | number): void {
  const node: unknown = map.get(key, true);
  if (!isScalar(node) || node.anchor !== undefined) {
    // Whatever an alias names keeps its value.
    map.set(key, new Scalar(value));
    return;
  }
  node.value = value;
  // A text of several lines has a style of its own.
  if (typeof node.type === 'string' && node.type.startsWith('BLOCK')) delete node.type;
}

export function listAt(map: YAMLMap, key: string): YAMLSeq | 'none' | 'other' {
  const node: unknown = map.get(key, true);
  if (node === undefined) return 'none';
  return isSeq(node) && node.anchor === undefined ? node : 'other';
}

export function mapValueAt(map: YAMLMap, key: string): YAMLMap | undefined {
  const node: unknown = map.get(key, true);
  return isMap(node) && node.anchor === undefined ? node : undefined;
}

/** With its comments. A list that has no item left says so. */
export function removeItem(list: YAMLSeq, item: unknown): void {
  const index = list.items.indexOf(item);
  list.items.splice(index, 1);
  // What stands above the first item is kept with the list: its last paragraph is about the item.
  if (index === 0 && list.commentBefore) {
    const paragraphs = list.commentBefore.split(/\n[ \t]*\n/);
    list.commentBefore = paragraphs.slice(0, -1).join('\n\n') || null;
    const [first] = list.items;
    // Else what is left would read as if it were about the item that is the first one now.
    if (list.commentBefore && isMap(first)) first.spaceBefore = true;
  }
  if (list.items.length === 0) list.flow = true;
}

/** In the style of the other items. */
export function addItems(
  list: YAMLSeq,
  nodes: readonly unknown[],
  index = list.items.length,
): void {
  const isInline = list.items.some((item) => isMap(item) && item.flow === true);
  if (list.items.length === 0) list.flow = false;
  for (const node of nodes) if (isMap(node)) node.flow = isInline;
  list.items.splice(index, 0, ...nodes);
}
