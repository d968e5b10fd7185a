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

/** As much of a log as tests look at. */
export interface ReadSarif {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: { readonly text: string };
          readonly help: { readonly text: string; readonly markdown: string };
        }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly suppressions: readonly { readonly kind: string; readonly justification?: string }[];
    }[];
  }[];
}

/** Undefined where nothing is: neither by the schema, nor by what code scanning and readers need besides. */
export function sarifFault(log: unknown): string | undefined {
  if (!validate(log)) return JSON.stringify(validate.errors);
  const { runs } = log as ReadSarif;
  for (const { tool, results } of runs) {
    const { rules } = tool.driver;
    const dumb = rules.find(({ help, shortDescription: { text } }) => {
      return !help.text.includes(text) || !/What to do: .+\.$/.test(help.text) || !help.markdown;
    });
    if (dumb !== undefined) return `${dumb.id} does not say what it means and what to do`;
    const lost = results.find(({ ruleId, ruleIndex }) => rules[ruleIndex]?.id !== ruleId);
    if (lost !== undefined) return `${lost.ruleId} has no rule`;
    // By the specification all results of a run have suppressions, be they none, or no result has any.
    if (!results.every(({ suppressions }) => Array.isArray(suppressions))) return 'no suppressions';
  }
  return undefined;
}
