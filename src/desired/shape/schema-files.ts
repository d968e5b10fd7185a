// The JSON Schemas of the files that people write, read when they are first needed.
import { readFileSync } from 'node:fs';
import type { AnySchemaObject } from 'ajv/dist/2020.js';

export type SchemaName = 'group' | 'workspace' | 'tests';

const read = new Map<SchemaName, AnySchemaObject>();

export function readSchema(name: SchemaName): AnySchemaObject {
  const known = read.get(name);
  if (known !== undefined) return known;
  const url = new URL(`../../../schemas/${name}.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject;
  read.set(name, schema);
  return schema;
}
