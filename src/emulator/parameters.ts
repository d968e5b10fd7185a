// Flat parameters as they are on the wire, and the lists that are folded into their names:
// `Permissions.1.SourceCidrIp`, `SecurityGroupRuleId.2`, `Tag.1.Key`.

import { failure } from './failure.ts';
import type { FailureCode } from './failure.ts';

export type Parameters = Readonly<Record<string, string>>;

/** An empty value is as good as none, everywhere but in Modify. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return value === '' ? undefined : value;
}

/** The values of `name.1`, `name.2` and so on, in order of their numbers. */
export function listOf(parameters: Parameters, name: string): readonly string[] {
  return numbered(parameters, name)
    .filter(({ field }) => field === '')
    .toSorted((a, b) => a.number - b.number)
    .map(({ value }) => value);
}

/** One item of a folded list, and the name by which messages call it. */
export interface Item {
  readonly label: string;
  readonly fields: Parameters;
}

/** The items of `name.1.X`, `name.1.Y`, `name.2.X` and so on, in order of their numbers. */
export function itemsOf(parameters: Parameters, name: string): readonly Item[] {
  const items = new Map<number, [string, string][]>();
  for (const { number, field, value } of numbered(parameters, name)) {
    if (field === '') continue;
    const fields = items.get(number) ?? [];
    fields.push([field, value]);
    items.set(number, fields);
  }
  return [...items]
    .toSorted(([a], [b]) => a - b)
    .map(([number, fields]) => ({
      label: `${name}.${number}`,
      fields: Object.fromEntries(fields),
    }));
}

export function isTrue(parameters: Parameters, name: string): boolean {
  return optional(parameters, name)?.toLowerCase() === 'true';
}

/** Undefined where there is none; not a number where there is something else than a whole number. */
export function wholeNumber(parameters: Parameters, name: string): number | undefined {
  const text = optional(parameters, name);
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** A page size between its bounds, or `usual` where none is asked for. */
export function pageSize(
  parameters: Parameters,
  { name, least, most, usual, code }: PageSizeBounds,
): number {
  const size = wholeNumber(parameters, name) ?? usual;
  if (size >= least && size <= most) return size;
  throw failure(code, { subject: name });
}

interface PageSizeBounds {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  readonly code: FailureCode;
}

interface Numbered {
  readonly number: number;
  readonly field: string;
  readonly value: string;
}

function numbered(parameters: Parameters, name: string): readonly Numbered[] {
  const found: Numbered[] = [];
  for (const [key, value] of Object.entries(parameters)) {
    if (!key.startsWith(name) || key[name.length] !== '.') continue;
    const [number = '', ...rest] = key.slice(name.length + 1).split('.');
    if (!/^[1-9]\d{0,4}$/.test(number)) continue;
    found.push({ number: Number(number), field: rest.join('.'), value });
  }
  return found;
}
