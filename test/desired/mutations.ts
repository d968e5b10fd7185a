// Seeded ways to spoil a YAML file: its bytes, lines, words and structure.
import { parseAllDocuments, stringify } from 'yaml';
import { textOfBytes } from '../../src/desired/files/text-of-bytes.ts';
import type { Random } from './random.ts';

type Mutation = (text: string, random: Random) => string;

/** The text after one mutation of any kind, or two. */
export function mutate(text: string, random: Random): string {
  const once = random.pick(mutations)(text, random);
  return random.below(4) === 0 ? random.pick(mutations)(once, random) : once;
}

const words: readonly string[] = [
  ...['', '~', 'null', 'true', 'no', '.nan', '-.inf', '0', '-1', '1e999', '0x1f', '0o17', '1_000'],
  ...['9'.repeat(400), '9007199254740993', '70000', '443-22', '-1/-1', '2026-02-30', '10.0.0.1/8'],
  ...['::/0', '::ffff:1.2.3.4', '1.2.3.4/33', '0.0.0.0/0', 'sg-bp1', 'all', 'icmp', 'tcp', 'drop'],
  ...['*none', '&a', '&a *a', '*a', '!!set', '!!binary aGk=', '!<tag:x> y', '? ', '<<', '<<: *a'],
  ...[
    '[',
    ']',
    '{',
    '}',
    '[]',
    '{}',
    '"',
    "'",
    '|',
    '>-',
    '# ',
    ': ',
    '- ',
    '---',
    '...',
    '%YAML 9',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '{ parameter: x }', '@', '`', ','],
  ...[
    '\u0000',
    '\u0007',
    '\u001b[2J',
    '\u0085',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ud800',
    '\u{1f4a9}',
  ],
  ...['e\u0301', '\u212a', '\uff11\uff12', '\t', '\r', '\n', '\r\n', '\u00a0', 'x'.repeat(5000)],
];

const values: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, '', 'x', '443', [], {}, [[]], [null], [[], {}], { a: 1 }],
  ...[{ group: 'web' }, { group: ['web'] }, { parameter: 'x' }, { groupId: 'sg-1', group: 'a' }],
  ...[['10.0.0.0/8', '::/0'], 'office', ['office', 'office'], { ruleset: 'none', with: null }],
  ...['2026-11-27', Array.from({ length: 300 }, (_, index) => index)],
];

const spliced: Mutation = (text, random) => {
  const at = random.below(text.length + 1);
  const insert = random.below(3) === 0 ? '' : random.pick(words);
  return text.slice(0, at) + insert + text.slice(at + random.below(12));
};

/** What is no UTF-8 is refused before it is read as YAML. */
const flipped: Mutation = (text, random) => {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return text;
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  const read = textOfBytes(bytes);
  return typeof read === 'string' ? read : text;
};

const lined: Mutation = (text, random) => {
  const lines = text.split('\n');
  const [at, other] = [random.below(lines.length), random.below(lines.length)];
  const line = lines[at] ?? '';
  switch (random.below(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(other, 0, line);
      break;
    case 2:
      [lines[at], lines[other]] = [lines[other] ?? '', line];
      break;
    case 3:
      lines[at] = `${random.pick([' ', '  ', '\t', '- '])}${line}`;
      break;
    case 4:
      lines[at] = line.slice(random.below(4));
      break;
    default:
      lines.splice(at, 0, random.pick(words));
  }
  return lines.join('\n');
};

const worded: Mutation = (text, random) => {
  const found = [...text.matchAll(/[\w./-]+/g)];
  if (found.length === 0) return text;
  const { 0: word, index } = random.pick(found);
  const instead = random.below(2) === 0 ? random.pick(words) : random.pick(found)[0];
  return text.slice(0, index) + instead + text.slice(index + word.length);
};

const endings: Mutation = (text, random) => {
  switch (random.below(4)) {
    case 0:
      return text.replaceAll('\n', '\r\n');
    case 1:
      return text.replaceAll('\n', '\r');
    case 2:
      return `\ufeff${text}`;
    default:
      return text.replaceAll('  ', '\t');
  }
};

/** Other values in the same places, and the same values in others, well-formed all the while. */
const restructured: Mutation = (text, random) => {
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  if (documents.some(({ errors }) => errors.length > 0)) return spliced(text, random);
  try {
    const written = documents.map((document) => {
      const root = document.toJS({ maxAliasCount: 100 }) as unknown;
      const places = placesIn(root);
      if (places.length > 0) change(random.pick(places), places, random);
      // The same object twice is written as an anchor and an alias.
      return stringify(root, { aliasDuplicateObjects: random.below(2) === 0 });
    });
    return written.join('---\n');
  } catch {
    // Not every value that YAML can hold can be written again.
    return spliced(text, random);
  }
};

/** `&a` before a value and `*a` for a later one; or a merge of what is nothing to merge. */
const aliased: Mutation = (text, random) => {
  const found = [...text.matchAll(/(?<=[:-] )(?=[\w[{"'])/g)].map(({ index }) => index);
  if (found.length < 2) return text;
  const [first = 0, second = 0] = [random.pick(found), random.pick(found)].toSorted(
    (a, b) => a - b,
  );
  const end = second + (/^[^\n,}\]]*/.exec(text.slice(second))?.[0].length ?? 0);
  const alias = random.pick(['*a', '*a', '{ <<: *a }', '{ <<: [*a, *a], x: *a }', '[*a, *a]']);
  return `${text.slice(0, first)}&a ${text.slice(first, second)}${alias}${text.slice(end)}`;
};

const mutations = [
  spliced,
  flipped,
  lined,
  worded,
  worded,
  endings,
  restructured,
  restructured,
  aliased,
];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Lists are holders too: their keys are numbers. */
function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

function change({ holder, key }: Place, places: readonly Place[], random: Random): void {
  const other = random.pick(places);
  const value = holder[key];
  switch (random.below(6)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return;
    case 1:
      holder[key] = structuredClone(other.holder[other.key]);
      return;
    case 2:
      holder[key] = [value, value];
      return;
    case 3:
      holder[key] = { [other.key]: value };
      return;
    case 4:
      Reflect.deleteProperty(holder, key);
      holder[random.pick(places).key] = value;
      return;
    default:
      holder[key] = structuredClone(random.pick(values));
  }
}
