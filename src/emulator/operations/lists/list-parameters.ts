// What prefix lists and port lists have in common: names, descriptions, entries and their number.

import { failure } from '../../failure.ts';
import { itemsOf, optional, wholeNumber } from '../../parameters.ts';
import type { FailureCode } from '../../failure.ts';
import type { ListEntry } from '../../lists.ts';
import type { Parameters } from '../../parameters.ts';

/** Entries that one call adds or removes. */
const entriesPerCallMax = 200;

export function required(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw failure('MissingParameter', { subject: name });
  return value;
}

export function checkListName(name: string, code: FailureCode): string {
  const reserved = /^(https?:\/\/|com\.aliyun|com\.alibabacloud)/i.test(name);
  if (!reserved && /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u.test(name)) return name;
  throw failure(code);
}

export function readDescription(parameters: Parameters): string | undefined {
  const description = optional(parameters, 'Description');
  if (description === undefined || isDescription(description, 256)) return description;
  throw failure('InvalidDescription.Malformed');
}

export function readMaxEntries(
  parameters: Parameters,
  { most, code }: { readonly most: number; readonly code: FailureCode },
): number {
  required(parameters, 'MaxEntries');
  const count = wholeNumber(parameters, 'MaxEntries') ?? 0;
  if (count >= 1 && count <= most) return count;
  throw failure(code, { subject: 'MaxEntries' });
}

/** `Entry.N.Cidr` or `AddEntry.N.PortRange`, and their descriptions. */
export function readEntries(
  parameters: Parameters,
  {
    name,
    field,
    parse,
    duplicate,
  }: {
    readonly name: 'Entry' | 'AddEntry' | 'RemoveEntry';
    readonly field: 'Cidr' | 'PortRange';
    /** The text as it is stored; throws for one that is none. */
    readonly parse: (text: string, label: string) => string;
    readonly duplicate: FailureCode;
  },
): readonly ListEntry[] {
  const items = itemsOf(parameters, name);
  if (items.length > entriesPerCallMax) throw failure('LimitExceed.Entry');
  const seen = new Set<string>();
  return items.map(({ label, fields }): ListEntry => {
    const text = parse(fields[field] ?? '', `${label}.${field}`);
    if (seen.has(text)) throw failure(duplicate, { subject: `${label}.${field}` });
    seen.add(text);
    const description = fields['Description'] ?? '';
    if (description !== '' && !isDescription(description, 32)) {
      throw failure('InvalidDescription.Malformed');
    }
    return { text, description };
  });
}

/** An entry that is there already gets the description of the added one. */
export function changeEntries(
  before: readonly ListEntry[],
  {
    added,
    removed,
  }: { readonly added: readonly ListEntry[]; readonly removed: readonly ListEntry[] },
): readonly ListEntry[] {
  const entries = new Map(before.map((entry) => [entry.text, entry]));
  for (const { text } of removed) entries.delete(text);
  for (const entry of added) entries.set(entry.text, entry);
  return [...entries.values()];
}

function isDescription(text: string, most: number): boolean {
  const length = Array.from(text).length;
  return length >= 2 && length <= most && !/^https?:\/\//i.test(text);
}
