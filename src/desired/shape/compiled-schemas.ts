// The checks that the build made of the schemas (scripts/compile-schemas.js), each loaded when it is
// first needed. Whether run from src or from dist, they are in dist/validators.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { packageFile } from '../../model/package-file.ts';

export type CompiledSchema = 'group' | 'workspace' | 'tests' | 'plan' | 'plan-set' | 'snapshot';

const require = createRequire(import.meta.url);

/** Throws where there was no build. */
export function schemaValidator(name: CompiledSchema): ValidateFunction {
  const file = fileURLToPath(packageFile(`dist/validators/${name}.cjs`));
  return require(file) as ValidateFunction;
}
