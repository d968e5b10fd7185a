// schemas/plan.schema.json and schemas/plan-set.schema.json, the published shapes, as checks.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** What is wrong with the shape of a plan; undefined where nothing is. */
export function planSchemaFault(plan: unknown): string | undefined {
  return faultOf(plan, 'urn:sluice:plan');
}

/** The same of the plans of several targets. */
export function planSetSchemaFault(set: unknown): string | undefined {
  return faultOf(set, 'urn:sluice:plan-set');
}

function faultOf(value: unknown, schema: string): string | undefined {
  schemas ??= readSchemas();
  const validator = schemas.getSchema(schema) as ValidateFunction;
  if (validator(value)) return undefined;
  const [error] = validator.errors ?? [];
  return error === undefined ? 'it is not as the schema says' : faultText(error);
}

let schemas: Ajv2020 | undefined;

function readSchemas(): Ajv2020 {
  // What a kind requires beside its conditions is declared by the whole, not in the branch.
  // Our own schemas are checked by our tests, and not once more by every command.
  const checks = { validateSchema: false, meta: false } as const;
  const options = { strict: true, strictRequired: false, allowUnionTypes: true } as const;
  // Making the code of the checks shorter takes longer than running it once.
  const quick = { code: { optimize: false } } as const;
  const ajv = new Ajv2020({ ...options, ...checks, ...quick });
  for (const name of ['plan', 'plan-set']) {
    const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    ajv.addSchema(JSON.parse(readFileSync(url, 'utf8')) as object);
  }
  return ajv;
}

function faultText({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const place = instancePath === '' ? 'the file' : instancePath;
  const { missingProperty, unevaluatedProperty, additionalProperty } = params as Readonly<
    Partial<Record<string, string>>
  >;
  const unknown = unevaluatedProperty ?? additionalProperty;
  if (unknown !== undefined) return `${place} has "${unknown}", which no plan has there`;
  if (keyword !== 'required' || !isPlanPlace.test(instancePath)) return `${place} ${message}`;
  return `${place} has no "${missingProperty ?? ''}"; another version of sluice made it, or it was edited`;
}

/** A plan, a set of plans, or a plan within these. */
const isPlanPlace = /^(\/plans\/\d+)?(\/undo)?$/;
