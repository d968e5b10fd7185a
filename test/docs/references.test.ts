// Goal: the references in docs/ say what the commands and the schemas say, all of it, and are up to date.
// Method: they are made here and compared with the files; `npm run docs` is this test writing them. Whether anything
// is missing is asked of the definitions and the schemas directly.
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { commandReference } from '../../scripts/docs/command-reference.ts';
import { languageReference, type Schema } from '../../scripts/docs/language-reference.ts';
import { buildProgram } from '../../src/cli/program.ts';

const written = [
  { name: 'workspace', heading: 'The workspace file, sluice.yaml' },
  { name: 'group', heading: 'Group files' },
  { name: 'tests', heading: 'Test files' },
];
const files = written.map(({ name, heading }) => {
  const text = readFileSync(`schemas/${name}.schema.json`, 'utf8');
  return { name, heading, schema: JSON.parse(text) as Schema };
});

const pages = {
  commands: await pretty(commandReference(buildProgram(() => undefined))),
  language: await pretty(languageReference(files)),
};

async function pretty(markdown: string): Promise<string> {
  const options = await resolveConfig('docs/commands.md');
  return await format(markdown, { ...options, parser: 'markdown' });
}

test('docs/commands.md is up to date; if not: npm run docs', async () => {
  await expect(pages.commands).toMatchFileSnapshot('../../docs/commands.md');
});

test('docs/language.md is up to date; if not: npm run docs', async () => {
  await expect(pages.language).toMatchFileSnapshot('../../docs/language.md');
});

test('every command has a section with each of its flags, and examples', () => {
  const sections = sectionsOf(pages.commands);
  const program = buildProgram(() => undefined);
  for (const command of program.commands.filter((one) => one.name() !== 'complete')) {
    const section = sections.find((text) => text.startsWith(`sluice ${command.name()}\n`)) ?? '';
    for (const { long } of command.options) expect(section).toContain(`\`${long ?? ''}`);
    expect(section).toMatch(/```sh\n(.* )?sluice /);
  }
});

test('every property of every schema is there, with all that is said of it', () => {
  const text = plain(pages.language);
  const properties = files.flatMap(({ schema }) => propertiesIn(schema));
  expect(properties.length).toBeGreaterThan(100);
  for (const [name, { title, description }] of properties) {
    expect(text).toContain(`- ${name}`);
    if (description !== undefined) expect(text).toContain(plain(description));
    else if (title !== undefined) expect(text).toContain(plain(title.slice(1)));
  }
});

test('every link within a page leads to a heading of it', () => {
  for (const text of Object.values(pages)) {
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
      const words = heading.toLowerCase().replace(/[^\w -]/g, '');
      return words.replace(/ /g, '-');
    });
    expect(new Set(headings).size).toBe(headings.length);
    for (const [, link] of text.matchAll(/\]\(#([^)]*)\)/g)) expect(headings).toContain(link);
  }
});

function sectionsOf(text: string): readonly string[] {
  return text.split(/^## /m);
}

/** Without what Markdown needs, and what prettier makes of it. */
function plain(text: string): string {
  return text.replace(/[\\`*]/g, '').replace(/\s+/g, ' ');
}

/** Wherever in the schema they are. */
function propertiesIn(node: unknown): readonly (readonly [string, Schema])[] {
  if (typeof node !== 'object' || node === null) return [];
  const said = Object.entries(node).filter(([key]) => key !== 'if' && key !== 'examples');
  const rest = Object.fromEntries(said) as Readonly<Record<string, unknown>>;
  const own = isSchemaMap(rest['properties']) ? Object.entries(rest['properties']) : [];
  return [...own, ...Object.values(rest).flatMap(propertiesIn)];
}

/** A property may be called `properties` too, and would be a schema itself. */
function isSchemaMap(value: unknown): value is Readonly<Record<string, Schema>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !('type' in value && typeof value.type === 'string')
  );
}
