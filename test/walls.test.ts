// Goal: the architecture is a table that runs. To change it one changes this table, in a diff that a
// reviewer sees; and each prohibition names its alternative.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** What each folder may import of ours, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  desired: ['model'],
  reach: ['model'],
  // It shares nothing with the planner: it cannot repeat its mistakes.
  proof: ['model', 'reach'],
  planner: ['model', 'reach', 'proof'],
  checks: ['model', 'reach'],
  cloud: ['model'],
  // Not the planner: it cannot decide again.
  applier: ['model', 'cloud'],
  // It knows of no plan: whether to go on without a lease is the command's to say.
  lease: ['model', 'cloud'],
  // Nothing of ours: it cannot share our misreadings of the API.
  emulator: [],
  report: ['model'],
  // What programs may use of all this, and nothing that prints, asks or exits.
  api: ['model', 'desired', 'planner', 'cloud', 'applier', 'emulator', 'report'],
  cli: [
    'api',
    'model',
    'desired',
    'reach',
    'planner',
    'checks',
    'cloud',
    'applier',
    'lease',
    'emulator',
    'report',
  ],
};

/** Packages that cost start-up time or widen a seam, and the one room that may import each. */
const packageHomes: Readonly<Record<string, readonly string[]>> = {
  '@alicloud/openapi-client': ['cloud'],
  '@alicloud/credentials': ['cloud'],
  '@alicloud/tea-util': ['cloud'],
  'global-agent': ['cloud'],
  yaml: ['desired', 'emulator'],
  ajv: ['desired', 'cli'],
  commander: ['cli'],
  // Lines that no edit is about stay as they are written.
  diff: ['report', 'desired'],
  picocolors: ['report', 'api', 'cli'],
  'string-width': ['cli'],
  tinyglobby: ['desired'],
  '@peculiar/x509': ['emulator'],
  'reflect-metadata': ['emulator'],
};

interface BannedWord {
  readonly word: RegExp;
  readonly except: readonly string[];
  readonly instead: string;
}

const banned: readonly BannedWord[] = [
  { word: /\bconsole\./, except: [], instead: 'return the text; cli prints it' },
  { word: /\bprocess\.(stdout|stderr|argv)\b/, except: ['cli'], instead: 'return it; cli prints' },
  { word: /\bprocess\.env\b/, except: ['cli'], instead: 'take what you need as an argument' },
  { word: /: any\b|<any>|as any\b/, except: [], instead: 'unknown, and a check' },
  { word: /export default\b/, except: [], instead: 'a named export' },
  { word: /^export \*/m, except: [], instead: 'import each thing from its own file' },
  { word: /\b(enum|namespace) \w+ \{/, except: [], instead: 'a union of literals' },
  { word: /\b(todo|fixme)\b/i, except: [], instead: 'an issue' },
];

/** Rooms whose values come from their arguments alone: no clock, no chance, no file. */
const pure = ['model', 'reach', 'proof', 'planner', 'checks', 'report'];
const impure =
  /\bDate\.now\b|new Date\(\)|Math\.random|randomUUID|node:(fs|http|net|child_process)/;

interface SourceFile {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file): SourceFile => {
    const text = readFileSync(path.join('src', file), 'utf8');
    const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
    const imports = [...found].map(([, name = '']) => name);
    return {
      file: file.split(path.sep).join('/'),
      room: file.split(path.sep)[0] ?? '',
      text,
      imports,
    };
  });

test('every folder under src is a room of the table, and every room is there', () => {
  expect([...new Set(sources.map(({ room }) => room))].toSorted()).toEqual(
    Object.keys(mayImport).toSorted(),
  );
});

test('no wall is broken: each room imports what the table says, and nothing else of ours', () => {
  expect(sources.flatMap(brokenWalls)).toEqual([]);
});

test('a broken wall is found', () => {
  const planted = {
    file: 'applier/x.ts',
    room: 'applier',
    text: '',
    imports: ['../planner/plan.ts'],
  };
  expect(brokenWalls(planted)).toEqual(['applier/x.ts imports planner']);
  const stranger = { ...planted, imports: ['../../emulator/emulator.ts', '../cli/main.ts'] };
  expect(brokenWalls(stranger)).toHaveLength(2);
});

test('packages stay in their rooms', () => {
  const strays = sources.flatMap(({ file, room, imports }) =>
    imports
      .filter((name) => !(packageHomes[packageOf(name)] ?? [room]).includes(room))
      .map((name) => `${file} imports ${name}`),
  );
  expect(strays).toEqual([]);
});

test('banned words are nowhere, and each has an alternative', () => {
  const found = sources.flatMap(({ file, room, text }) =>
    banned
      .filter(({ word, except }) => word.test(text) && !except.includes(room))
      .map(({ word, instead }) => `${file}: ${String(word)}; instead: ${instead}`),
  );
  expect(found).toEqual([]);
});

test('pure rooms have no clock, no chance and no files', () => {
  const found = sources.filter(({ room, text }) => pure.includes(room) && impure.test(text));
  expect(found.map(({ file }) => file)).toEqual([]);
});

test('every file opens by saying what it is for', () => {
  const silent = sources.filter(({ text }) => !text.startsWith('// '));
  expect(silent.map(({ file }) => file)).toEqual([]);
});

test('the client of the real API is imported lazily', () => {
  const eager = sources.filter(({ text }) =>
    /^import (?!type)[^;]*'(@alicloud\/[\w-]+|global-agent)'/m.test(text),
  );
  expect(eager.map(({ file }) => file)).toEqual([]);
});

function brokenWalls({ file, room, imports }: SourceFile): readonly string[] {
  const ours = imports.filter((name) => name.startsWith('.'));
  const rooms = ours.map(
    (name) => path.posix.join('src', path.posix.dirname(file), name).split('/')[1] ?? '',
  );
  const allowed = [room, ...(mayImport[room] ?? [])];
  return [...new Set(rooms)]
    .filter((other) => !allowed.includes(other) && !isDataFile(other))
    .map((other) => `${file} imports ${other}`);
}

/** `../../schemas/…` and `../../package.json` are read as files, not imported; none counts here. */
function isDataFile(name: string): boolean {
  return name.endsWith('.json');
}

function packageOf(name: string): string {
  const parts = name.split('/');
  return name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}
