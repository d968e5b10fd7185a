// The checks that the build made of the schemas (scripts/compile-schemas.js), each loaded when it is
// first needed. Whether run from src or from dist, they are in dist/validators.
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';

export type CompiledSchema = 'group' | 'workspace' | 'tests' | 'plan' | 'plan-set' | 'snapshot';

const require = createRequire(import.meta.url);

/** Throws where there was no build. */
export function schemaValidator(name: CompiledSchema): ValidateFunction {
  return require(`../../../dist/validators/${name}.cjs`) as ValidateFunction;
}
