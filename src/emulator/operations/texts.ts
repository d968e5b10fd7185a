// Parameters that are a JSON array of texts, such as `["i-1","i-2"]`.

import { failure } from '../failure.ts';
import { optional } from '../parameters.ts';
import type { FailureCode } from '../failure.ts';
import type { Parameters } from '../parameters.ts';

const textsMax = 100;

/** Undefined where there is no such parameter. */
export function parseTexts(
  parameters: Parameters,
  name: string,
  code: FailureCode,
): ReadonlySet<string> | undefined {
  const text = optional(parameters, name);
  if (text === undefined) return undefined;
  const texts = /^\s*\[(\s*"[^"\\]*"\s*(,\s*"[^"\\]*"\s*)*)?\]\s*$/.test(text)
    ? (JSON.parse(text) as string[])
    : undefined;
  if (texts === undefined || texts.length > textsMax) throw failure(code, { subject: name });
  return new Set(texts);
}
