// Markdown as GitHub reads it, by a parser of its dialect: what is in it besides text.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** The little of the tree that is looked at. */
interface Node {
  readonly type: string;
  readonly value?: string | undefined;
  readonly lang?: string | null | undefined;
  readonly children?: readonly Node[] | undefined;
}

export interface Rendered {
  /** Blocks with what they hold, down to their paragraphs: the same for any two texts in it. */
  readonly shape: readonly string[];
  /** All HTML, but for the empty comments that keep words from being references. */
  readonly html: readonly string[];
  /** What is not plain text, code, or strong: links, pictures, emphasis and the like. */
  readonly strange: readonly string[];
  /** Texts, each without markup within. */
  readonly texts: readonly string[];
  readonly fences: readonly string[];
}

export function rendered(markdown: string): Rendered {
  const tree: Node = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const all = nodesOf(tree);
  const values = (type: string) =>
    all.flatMap((node) => (node.type === type ? [node.value ?? ''] : []));
  return {
    shape: shapeOf(tree),
    html: values('html').filter((value) => value !== '<!-- -->'),
    strange: all.map(({ type }) => type).filter((type) => !usual.has(type)),
    texts: values('text'),
    fences: values('code'),
  };
}

const inline = new Set(['text', 'inlineCode', 'strong', 'html']);
const usual = new Set([
  ...inline,
  ...['root', 'heading', 'paragraph', 'list', 'listItem', 'table', 'tableRow', 'tableCell', 'code'],
]);

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

function shapeOf({ type, lang, children = [] }: Node): readonly string[] {
  const isLeaf = children.every((child) => inline.has(child.type));
  const inside = isLeaf ? [] : children.flatMap(shapeOf).map((line) => `  ${line}`);
  return [`${type}${lang === undefined || lang === null ? '' : ` ${lang}`}`, ...inside];
}
