// Compiles the schemas of what people hand to a command into dist/validators/, as part of the build:
// compiling them anew is a third of the work of a short command.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What people write: all faults at once, each with the schema that was not met. */
const written = { allErrors: true, verbose: true };

mkdirSync(`${root}dist/validators`, { recursive: true });
compile('workspace', { options: written });
compile('group', { options: written });
compile('tests', { options: written });
compile('plan');
compile('plan-set', { beside: ['plan'] });
compile('snapshot', { beside: ['plan'] });

/** `beside` are schemas that it refers to. */
function compile(name, { beside = [], options = {} } = {}) {
  // What a kind requires beside its conditions is declared by the whole, not in the branch.
  const strictness = { strict: true, strictRequired: false, allowUnionTypes: true };
  const ajv = new Ajv2020({ ...strictness, code: { source: true }, ...options });
  for (const other of beside) ajv.addSchema(readSchema(other));
  const code = standaloneCode.default(ajv, ajv.compile(readSchema(name)));
  writeFileSync(`${root}dist/validators/${name}.cjs`, code);
}

function readSchema(name) {
  return JSON.parse(readFileSync(`${root}schemas/${name}.schema.json`, 'utf8'));
}
