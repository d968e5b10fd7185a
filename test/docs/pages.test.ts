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
  expect(isAsShown('+ 1 rule', '+ 2 rules')).toBe(false);
});

test.each([
  ['group sg-bp1syhccusjt13srdzz0', 'group sg-bp1mva9lsssscw75ygvt'],
  [
    'taking back 307f6a47-49f8-40dc-b077-0c91b6d2e9ee.',
    'taking back 0bd3f25a-1b2c-4d5e-8f90-a89553a0bd3f.',
  ],
  [
    '.sluice/20261127T004818Z_prod_307f6a47/plan.json',
    '.sluice/20261128T104818Z_prod_0bd3f25a/plan.json',
  ],
  ['held until 2026-11-27T08:53:43Z: "a"', 'held until 2027-01-02T10:00:00Z: "a"'],
  ['6 reads and 0 writes in 0.6 s.', '6 reads and 0 writes in 21.3 s.'],
  [
    'sg-bp1syhccusjt13srdzz0 b\n[…]\nsg-bp1syhccusjt13srdzz0',
    'sg-bp1mva9lsssscw75ygvt b\nc\nsg-bp1mva9lsssscw75ygvt',
  ],
])('what is another with every run is none for a reader: %s', (shown, printed) => {
  expect(isAsShown(shown, printed)).toBe(true);
});

test.each([
  ['an id of a seed', 'sg-bp1pay0000000000001', 'sg-bp1db00000000000001'],
  [
    'two groups for one',
    'sg-bp1syhccusjt13srdzz0 sg-bp1syhccusjt13srdzz0',
    'sg-bp1mva9lsssscw75ygvt sg-bp1syhccusjt13srdzz0',
  ],
  ['a longer id', 'sg-bp1syhccusjt13srdzz0', 'sg-bp1syhccusjt13srdzz00'],
  ['another account', 'account 1000000000000001', 'account 1000000000000002'],
  ['a word of hex digits', 'defaced', 'decade1'],
  ['another length of time', 'stay open for up to 910 s', 'stay open for up to 900 s'],
  ['another promise', 'within 5 min', 'within 50 min'],
  ['another count', '6 reads and 0 writes in 0.6 s.', '6 reads and 1 write in 0.6 s.'],
  [
    'another target',
    '.sluice/20261127T004818Z_prod_307f6a47/',
    '.sluice/20261127T004818Z_canary_307f6a47/',
  ],
  ['another day', 'expires 2026-12-01', 'expires 2026-12-02'],
  ['another port', 'http://127.0.0.1:8080', 'http://127.0.0.1:8081'],
])('%s is not what the page shows', (_, shown, printed) => {
  expect(isAsShown(shown, printed)).toBe(false);
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
