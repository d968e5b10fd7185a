// Goal: small files that stand for much, and large ones, are read or refused within a small heap.
import { expect, test } from 'vitest';
import { makeWorkspace, sluiceProcess, workspaceText, type Ran } from './sluice.ts';

const laughs = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 30 }, (_, index) => {
    const items = Array.from({ length: 10 }, () => `*a${index}`).join(', ');
    return `a${index + 1}: &a${index + 1} [${items}]`;
  }),
].join('\n');
const merges = [
  `m0: &m0 { ${keys('k', 500)} }`,
  ...Array.from({ length: 30 }, (_, index) => {
    const items = Array.from({ length: 10 }, () => `*m${index}`).join(', ');
    return `m${index + 1}: &m${index + 1} { <<: [${items}], n${index}: 1 }`;
  }),
].join('\n');
const blocks = Array.from({ length: 10_000 }, (_, index) => blockAt(index)).join(', ');
const again = repeated('many');
const networks = `networks:\n  many: [${blocks}]\n`;
const all = `ingress: [{ protocol: all, source: [${again}] }]\n`;

test.each([
  ['aliases of aliases', { web: `name: web\n${laughs}\n` }, '', 'alias-bomb'],
  ['merges of merges', { web: `name: web\n${merges}\n` }, '', 'alias-bomb'],
  [
    'networks of networks',
    { web: 'name: web\n' },
    `${networks}  all: [${again}]\n`,
    'networks-too-large',
  ],
  [
    'a peer that is a network 10,000 times',
    { web: `name: web\n${all}` },
    networks,
    'too-many-rules',
  ],
  [
    'rulesets of a service of services',
    { web: `name: web\nuse: [${'all, '.repeat(99)}]\n` },
    `services: { all: [${repeated('{ protocol: icmp }')}] }
rulesets: { all: { ingress: [{ service: [${repeated('all')}], source: 10.0.0.0/8 }] } }
`,
    'too-many-rules',
  ],
  [
    'rulesets of many rules',
    { web: `name: web\nuse: [${'all, '.repeat(99)}]\n` },
    `rulesets: { all: { ingress: [{ protocol: all, source: [${blocks}] }] } }\n`,
    'too-many-rules',
  ],
  [
    'rulesets of many written rules',
    { web: `name: web\nuse: [${'all, '.repeat(99)}]\n` },
    `rulesets: { all: { ingress: [${'{ protocol: all, source: 10.0.0.0/8 }, '.repeat(9000)}] } }\n`,
    'too-many-rules',
  ],
  [
    'a ruleset 10,000 times',
    { web: `name: web\nuse: [${repeated('all')}]\n` },
    `rulesets: { all: { ingress: [{ protocol: all, source: [${blocks}] }] } }\n`,
    'too-many-items',
  ],
  ['brackets in brackets', { web: `name: ${'['.repeat(2_000_000)}` }, '', 'too-deep'],
  [
    'a file of more than 5 MB',
    { web: `name: web\n#${'x'.repeat(5_000_000)}` },
    '',
    'file-too-large',
  ],
  ['5 MB of values', { web: `name: web\nx: [${'1,'.repeat(2_400_000)}]` }, '', 'file-too-large'],
  [
    'a text of 5 MB',
    { web: `name: web\ndescription: ${'x'.repeat(4_900_000)}` },
    '',
    'bad-description',
  ],
  ['a comment of 5 MB', { web: `name: web\n#${'x'.repeat(4_900_000)}` }, '', undefined],
] as const)('%s', { timeout: 300_000 }, async (_, groups, more, code) => {
  const heap = { NODE_OPTIONS: '--max-old-space-size=256' };
  const ran = await sluiceProcess(makeWorkspace(groups, workspaceText + more), ['validate'], heap);
  expect(ran.err).not.toMatch(/heap|\n\s+at /);
  expect(toldCodes(ran)).toEqual(code === undefined ? [] : [code]);
  expect(ran.exitCode).toBe(code === undefined ? 0 : 3);
  // The message names what is too much, and does not repeat it.
  expect(ran.err.length).toBeLessThan(1000);
});

function toldCodes({ err }: Ran): readonly string[] {
  return [...err.matchAll(/: error: .* \[([\w-]+)\]$/gm)].map(([, code = '']) => code);
}

function repeated(word: string): string {
  return Array.from({ length: 10_000 }, () => word).join(', ');
}

function keys(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}: 1`).join(', ');
}

function blockAt(index: number): string {
  return `10.${index >> 8}.${index & 255}.0/24`;
}
