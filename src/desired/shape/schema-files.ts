// The JSON Schemas of the files that people write, read when they are first needed.
import { readFileSync } from 'node:fs';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { packageFile } from '../../model/package-file.ts';

export type SchemaName = 'group' | 'workspace' | 'tests';

const read = new Map<SchemaName, AnySchemaObject>();

export function readSchema(name: SchemaName): AnySchemaObject {
  const known = read.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8');
  const schema = JSON.parse(text) as AnySchemaObject;
  read.set(name, schema);
  return schema;
}
