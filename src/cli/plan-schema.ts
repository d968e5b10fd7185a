// schemas/plan.schema.json, the published shape of plans, as a check.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** What is wrong with the shape of a plan; undefined where nothing is. */
export function planSchemaFault(plan: unknown): string | undefined {
  const text = readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8');
  // What a kind requires beside its conditions is declared by the whole, not in the branch.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(text) as object);
  if (validate(plan)) return undefined;
  const { instancePath = '', message = 'is not as the schema says' } = validate.errors?.[0] ?? {};
  return `${instancePath === '' ? 'the file' : instancePath} ${message}`;
}
