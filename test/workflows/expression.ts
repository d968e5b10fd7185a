// Expressions of GitHub Actions, as far as the workflows have them: names, comparisons, and, or, not.
import { runInNewContext } from 'node:vm';

type Value = string | number | boolean | undefined | null;

export type Contexts = Readonly<Record<string, unknown>>;

/** What a name leads to that is not there is nothing, and so is the text of it. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const script = expression
    .replace(/\.([a-z_]+(?:-[a-z]+)+)/g, "?.['$1']")
    .replace(/(?<=\w)\.(?=[A-Za-z_])/g, '?.')
    .replace(/([^\s(&|!]+) ([!=])= /g, "($1 ?? '') $2= ");
  return runInNewContext(script, { ...contexts });
}

/** A text with expressions in it. */
export function fill(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const value = evaluate(expression, contexts) as Value;
    return value === undefined || value === null ? '' : String(value);
  });
}

/** A condition of a job or a step; without one, and without a word on it, nothing may have failed. */
export function isMet(
  condition: string | undefined,
  contexts: Contexts,
  { hasFailed }: { readonly hasFailed: boolean },
): boolean {
  const expression = /^\$\{\{ (.*) \}\}$/.exec(condition ?? '')?.[1] ?? condition ?? 'true';
  const words = { always: () => true, cancelled: () => false, failure: () => hasFailed };
  const saysWhen = /\b(always|cancelled|failure)\(\)/.test(expression);
  if (!saysWhen && hasFailed) return false;
  return Boolean(evaluate(expression, { ...contexts, ...words }));
}
