// The JSON Schemas of the files that people write, read and compiled when they are first needed.
import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';

export type SchemaName = 'group' | 'workspace' | 'tests';

const read = new Map<SchemaName, AnySchemaObject>();
const compiled = new Map<SchemaName, ValidateFunction>();

export function readSchema(name: SchemaName): AnySchemaObject {
  const known = read.get(name);
  if (known !== undefined) return known;
  const url = new URL(`../../../schemas/${name}.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject;
  read.set(name, schema);
  return schema;
}

export function schemaValidator(name: SchemaName): ValidateFunction {
  const validator = compiled.get(name) ?? compile(readSchema(name));
  compiled.set(name, validator);
  return validator;
}

function compile(schema: AnySchemaObject): ValidateFunction {
  const options = { strict: true, strictRequired: false, allowUnionTypes: true } as const;
  // Our own schemas are checked by our tests, and not once more by every command.
  const checks = { validateSchema: false, meta: false } as const;
  // Making the code of the checks shorter takes longer than running it once.
  const quick = { code: { optimize: false } } as const;
  return new Ajv2020({ ...options, ...checks, ...quick, allErrors: true, verbose: true }).compile(
    schema,
  );
}
