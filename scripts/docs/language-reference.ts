// The JSON Schemas of the files that people write → docs/language.md.
import { stringify } from 'yaml';

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
}

export interface DescribedFile {
  /** As in `group`. */
  readonly name: string;
  readonly heading: string;
  readonly schema: Schema;
}

/** A mapping of the schema that has a section of its own. */
interface Section {
  readonly name: string;
  readonly schema: Schema;
}

export function languageReference(files: readonly DescribedFile[]): string {
  const parts = files.map((file) => ({ file, sections: sectionsOf(file.schema) }));
  const contents = parts.flatMap(({ file, sections }) => [
    `- [${file.heading}](#${anchor(file.heading)})`,
    ...sections.map(({ name }) => `  - [${name}](#${anchor(headingOf(name, file))})`),
  ]);
  return [
    '# Language reference\n',
    `What can be written in the files of a workspace. This page is made by \`npm run docs\` from
[schemas/](../schemas), which editors use too, and \`sluice schema NAME\` prints. \`sluice validate\` says of each fault where it is
and what was expected.\n`,
    `${contents.join('\n')}\n`,
    ...parts.flatMap(({ file, sections }) => [
      fileText(file),
      ...sections.map((section) => sectionText(section, file)),
    ]),
  ].join('\n');
}

function fileText(file: DescribedFile): string {
  const { heading, schema } = file;
  return [
    `## ${heading}\n`,
    `${[escaped(schema.description ?? ''), linksText(schema, file)].join(' ').trim()}\n`,
    ...(schema.examples ?? []).map((example) => `${yamlBlock(example)}\n`),
    ...properties(schema, file, 0),
    '',
  ].join('\n');
}

function sectionText({ name, schema }: Section, file: DescribedFile): string {
  const example = schema.examples?.[0];
  return [
    `### ${headingOf(name, file)}\n`,
    `${saidOf({ title: name, ...schema })}\n`,
    ...(example === undefined ? [] : [`${yamlBlock(example)}\n`]),
    ...properties(schema, file, 0),
    '',
  ].join('\n');
}

/** One name may mean two things in two files, such as a rule in a ruleset and in a group. */
function headingOf(name: string, file: DescribedFile): string {
  return `${name} (${file.name})`;
}

function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replace(/ /g, '-');
}

/** In the order of the schema. */
function sectionsOf({ $defs = {} }: Schema): readonly Section[] {
  return Object.entries($defs).flatMap(([name, schema]) =>
    schema.properties === undefined ? [] : [{ name, schema }],
  );
}

function properties(of: Schema, file: DescribedFile, depth: number): readonly string[] {
  const { items, additionalProperties } = of;
  const inner =
    items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  return [
    ...Object.entries(of.properties ?? {}).flatMap(([name, written]) => {
      const isRequired = of.required?.includes(name) === true;
      return property(name, written, { file, depth, isRequired });
    }),
    ...(inner === undefined || sectionOf(inner, file) !== undefined
      ? []
      : properties(resolved(inner, file), file, depth)),
  ];
}

interface Place {
  readonly file: DescribedFile;
  readonly depth: number;
  readonly isRequired: boolean;
}

function property(name: string, written: Schema, { file, depth, isRequired }: Place) {
  const schema = resolved(written, file);
  const indent = '  '.repeat(depth);
  const parts = [
    `**\`${name}\`**${isRequired ? ' (required)' : ''}: ${saidOf(schema)}`,
    ...(schema.default === undefined ? [] : [`Default: ${inline(schema.default)}.`]),
    examplesText(schema.examples ?? []),
    linksText(written, file),
  ];
  const line = parts.filter((part) => part !== '').join(' ');
  const isLinked = sectionOf(written, file) !== undefined;
  return [`${indent}- ${line}`, ...(isLinked ? [] : properties(schema, file, depth + 1))];
}

/** What stands at the place wins over what stands at its definition. */
function resolved(schema: Schema, file: DescribedFile): Schema {
  const name = defName(schema);
  const definition = name === undefined ? undefined : file.schema.$defs?.[name];
  return definition === undefined ? schema : { ...resolved(definition, file), ...schema };
}

function defName({ $ref }: Schema): string | undefined {
  return $ref?.replace('#/$defs/', '');
}

function sectionOf(schema: Schema, file: DescribedFile): string | undefined {
  const name = defName(schema);
  if (name === undefined) return undefined;
  const definition = file.schema.$defs?.[name];
  return definition?.properties === undefined ? undefined : name;
}

/** To the sections of the mapping itself, of its cases, of its entries and of the items of a list. */
function linksText(written: Schema, file: DescribedFile): string {
  const names = new Set(reached(written, file));
  const links = [...names].map((name) => `[${name}](#${anchor(headingOf(name, file))})`);
  return links.length === 0 ? '' : `See ${links.join(', ')}.`;
}

function reached(schema: Schema, file: DescribedFile): readonly string[] {
  const own = sectionOf(schema, file);
  if (own !== undefined) return [own];
  const { items, additionalProperties, then, else: otherwise } = resolved(schema, file);
  const entries = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const within = [otherwise, then, items, entries];
  return within.flatMap((one) => (one === undefined ? [] : reached(one, file)));
}

function examplesText(examples: readonly unknown[]): string {
  return examples.length === 0 ? '' : `Such as ${examples.map(inline).join(', ')}.`;
}

function inline(value: unknown): string {
  const text = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: true,
  });
  return `\`${text.trim()}\``;
}

function yamlBlock(value: unknown): string {
  return `\`\`\`yaml\n${stringify(value, { lineWidth: 0 }).trimEnd()}\n\`\`\``;
}

/** What it is, and what for; once, where that is the same. */
function saidOf({ title = '', description = '' }: Schema): string {
  const isSame = description.toLowerCase().startsWith(title.toLowerCase());
  return [isSame ? '' : sentence(title), escaped(description)]
    .filter((text) => text !== '')
    .join(' ');
}

function sentence(text: string): string {
  if (text === '') return '';
  return `${escaped(text)}.`;
}

function escaped(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts
    .map((part) =>
      part.startsWith('`') ? part : part.replace(/[*<[]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`),
    )
    .join('');
}
