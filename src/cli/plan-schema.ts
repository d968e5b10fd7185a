// schemas/plan.schema.json, the published shape of plans, as a check.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** What is wrong with the shape of a plan; undefined where nothing is. */
export function planSchemaFault(plan: unknown): string | undefined {
  validator ??= compile();
  if (validator(plan)) return undefined;
  const [error] = validator.errors ?? [];
  return error === undefined ? 'it is not as the schema says' : faultText(error);
}

let validator: ValidateFunction | undefined;

function compile(): ValidateFunction {
  const text = readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8');
  // What a kind requires beside its conditions is declared by the whole, not in the branch.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  return ajv.compile(JSON.parse(text) as object);
}

function faultText({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const place = instancePath === '' ? 'the file' : instancePath;
  const { missingProperty, unevaluatedProperty, additionalProperty } = params as Readonly<
    Partial<Record<string, string>>
  >;
  const unknown = unevaluatedProperty ?? additionalProperty;
  if (unknown !== undefined) return `${place} has "${unknown}", which no plan has there`;
  const isPlan = instancePath === '' || instancePath === '/undo';
  if (keyword !== 'required' || !isPlan) return `${place} ${message}`;
  return `${place} has no "${missingProperty ?? ''}"; another version of sluice made it, or it was edited`;
}
