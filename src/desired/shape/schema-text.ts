// What a schema says to people: its titles are "expected …", its examples are what to copy.
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { readSchema, type SchemaName } from './schema-files.ts';

export interface SchemaText {
  readonly title: string;
  readonly example: unknown;
}

/** The words of a schema, or of the one that it refers to. */
export function schemaText(schema: unknown, root: SchemaName): SchemaText {
  const { title, examples, $ref } = schema as AnySchemaObject;
  if (typeof $ref !== 'string') return { title: String(title), example: firstOf(examples) };
  const definition = definitionsOf(root)[$ref.slice('#/$defs/'.length)];
  const referred = schemaText(definition, root);
  return { title: String(title ?? referred.title), example: firstOf(examples) ?? referred.example };
}

/** The parts of a mapping that the schema knows. */
export function schemaProperties(schema: unknown): Readonly<Record<string, unknown>> {
  return ((schema as AnySchemaObject)['properties'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** One line of YAML: `ports: 443`, `source: { group: bastion }`. */
export function exampleLine(key: string, value: unknown): string {
  return `${exampleText(key)}: ${exampleText(value)}`;
}

/** The values are those of the schemas, so that there are few of them. */
export function exampleText(value: unknown): string {
  const text = exampleTexts.get(value) ?? writtenFlow(value);
  exampleTexts.set(value, text);
  return text;
}

const exampleTexts = new Map<unknown, string>();

function writtenFlow(value: unknown): string {
  const text = stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return text.replaceAll('[ ', '[').replaceAll(' ]', ']');
}

function definitionsOf(root: SchemaName): Readonly<Record<string, unknown>> {
  return (readSchema(root)['$defs'] ?? {}) as Readonly<Record<string, unknown>>;
}

function firstOf(examples: unknown): unknown {
  return Array.isArray(examples) ? (examples as unknown[])[0] : undefined;
}
