// schemas/event.schema.json, the published shape of the lines of `apply --json` and of a journal, as a check.
import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';

const schemas = ['plan', 'event'].map((name) => {
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject;
});
const validate = validator();

export const eventSchema = schemas[1] as AnySchemaObject & {
  readonly $defs: Readonly<Record<string, AnySchemaObject>>;
};

/** What is wrong with the shape of a line; undefined where nothing is. */
export function eventSchemaFault(line: unknown): string | undefined {
  return validate(line) ? undefined : JSON.stringify(validate.errors);
}

function validator(): ValidateFunction {
  // What a kind of line requires beside its kind is declared by the whole, not in the branch.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  for (const schema of schemas) ajv.addSchema(schema);
  const found = ajv.getSchema('urn:sluice:event');
  if (found === undefined) throw new Error('there is no such schema');
  return found;
}
