// schemas/plan.schema.json and schemas/plan-set.schema.json, the published shapes, as checks.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { schemaValidator } from '../desired/shape/compiled-schemas.ts';

/** What is wrong with the shape of a plan; undefined where nothing is. */
export function planSchemaFault(plan: unknown): string | undefined {
  return faultOf(plan, 'plan');
}

/** The same of the plans of several targets. */
export function planSetSchemaFault(set: unknown): string | undefined {
  return faultOf(set, 'plan-set');
}

function faultOf(value: unknown, schema: 'plan' | 'plan-set'): string | undefined {
  const validator = schemaValidator(schema);
  if (validator(value)) return undefined;
  const [error] = validator.errors ?? [];
  return error === undefined ? 'it is not as the schema says' : faultText(error);
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
