// schemas/drift.schema.json, the published shape of a document of drift, as a check.
import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import type { Drift, TargetDrift } from '../../../src/model/drift.ts';

/** What is wrong with the shape of a document; undefined where nothing is. */
export function driftSchemaFault(document: unknown): string | undefined {
  if (validate(document)) return undefined;
  return JSON.stringify(validate.errors);
}

/** As a machine reads it. */
export function documentOf(...targets: readonly TargetDrift[]): unknown {
  const document: Drift = {
    formatVersion: 1,
    kind: 'drift',
    toolVersion: '0.1.0',
    createdAt: '2026-11-22T08:00:00Z',
    complete: targets.every(({ complete }) => complete),
    drift: targets.some((target) => target.complete && target.drift),
    targets,
  };
  return JSON.parse(JSON.stringify(document));
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
ajv.addSchema([readSchema('plan'), readSchema('drift')]);
const validate = ajv.compile({ $ref: 'urn:sluice:drift' });

function readSchema(name: string): AnySchemaObject {
  const url = new URL(`../../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject;
}
