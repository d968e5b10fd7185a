// Goal: no link of the README, or of a page of docs/, leads nowhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes, Root } from 'mdast';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['', 'docs'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

test.each(pages)('%s links to files and headings that are there', (page) => {
  const lost = linksIn(treeOf(page))
    .filter((url) => !/^https?:/.test(url))
    .filter((url) => {
      const [file = '', heading] = url.split('#');
      const there = file === '' ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(root, there))) return true;
      return heading !== undefined && !anchorsOf(there).includes(heading);
    });
  expect(lost).toEqual([]);
});

const trees = new Map<string, Root>();

function treeOf(page: string): Root {
  const tree = trees.get(page) ?? fromMarkdown(readFileSync(path.join(root, page), 'utf8'));
  trees.set(page, tree);
  return tree;
}

function linksIn(node: Nodes): readonly string[] {
  const below = 'children' in node ? node.children.flatMap(linksIn) : [];
  return node.type === 'link' || node.type === 'definition' ? [node.url, ...below] : below;
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): readonly string[] {
  return treeOf(page)
    .children.filter((node) => node.type === 'heading')
    .map((heading) =>
      wordsOf(heading)
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
}

function wordsOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(wordsOf).join('') : '';
}
