// What is wrong with a SARIF log, as its published schema sees it.
import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject } from 'ajv';
import addFormats from 'ajv-formats';

const url = new URL('sarif-2.1.0.schema.json', import.meta.url);
const official = Object.entries(JSON.parse(readFileSync(url, 'utf8')) as AnySchemaObject);
// It is of draft 4, and uses nothing that later drafts read otherwise.
const schema = Object.fromEntries(official.filter(([key]) => !['id', '$schema'].includes(key)));
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** Undefined where nothing is. */
export function sarifFault(log: unknown): string | undefined {
  return validate(log) ? undefined : JSON.stringify(validate.errors);
}
