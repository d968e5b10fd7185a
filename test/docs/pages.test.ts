// Goal: who follows the README, or a page of docs/, command by command sees what it shows.
// Method: every command of every page that has some is pasted into a shell, on the emulator.
// `SLUICE_DOCS=write npx vitest run test/docs` puts into the pages what is printed now: read it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { follow } from './follow.ts';
import { isAsShown, partsOf, textOf, withPort } from './page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isWriting = process.env['SLUICE_DOCS'] === 'write';
/** What is told there needs a server that is already running, or machines that are not here. */
const notFollowed = ['emulator.md'];

const pages = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !notFollowed.includes(name))
    .map((name) => path.join('docs', name)),
].map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));

test('a page is its parts', () => {
  for (const { text } of pages) expect(textOf(partsOf(text))).toBe(text);
});

test('what is shown may leave out lines where it says so, and nothing else', () => {
  expect(isAsShown('a\n[…]\nd', 'a\nb\nc\nd')).toBe(true);
  expect(isAsShown('a\n[…]\nd', 'a\nb\nc')).toBe(false);
  expect(isAsShown('a\nd', 'a\nb\nd')).toBe(false);
  expect(isAsShown('group sg-bp1a2b3c4d5e6', 'group sg-bp1f6e5d4c3b2')).toBe(true);
  expect(isAsShown('+ 1 rule', '+ 2 rules')).toBe(false);
});

test('a server listens on another port than the page says, and rules keep theirs', () => {
  const page = [
    'sluice emulator --port 8080 &',
    'export SLUICE_ENDPOINT=http://127.0.0.1:8080 A=1',
    'echo "ports: 8080/8080, 80800"',
  ].join('\n');
  const followed = withPort(page, { from: 8080, to: 51_324 });
  expect(followed.split('\n')).toEqual([
    'sluice emulator --port 51324 &',
    'export SLUICE_ENDPOINT=http://127.0.0.1:51324 A=1',
    'echo "ports: 8080/8080, 80800"',
  ]);
  expect(withPort(followed, { from: 51_324, to: 8080 })).toBe(page);
});

describe.concurrent.each(
  pages.filter(({ text }) => partsOf(text).some(({ kind }) => kind === 'command')),
)('$name', ({ name, text }) => {
  test('is as it is told', { timeout: 600_000 }, async () => {
    const parts = partsOf(text);
    const followed = await follow(parts);
    const shown = parts.map((part, at) => {
      const seen = followed[at];
      if (part.kind !== 'command' || seen?.kind !== 'command') return part;
      return isAsShown(part.output, seen.output) ? part : seen;
    });
    if (isWriting) writeFileSync(path.join(root, name), textOf(shown));
    else expect(textOf(shown)).toBe(text);
  });
});
