// Reading how much room the lists take up that rules name: each counts for as many rules as it may
// have entries.
import { listsNamedBy } from '../model/lists.ts';
import type { Rule } from '../model/rule.ts';
import { overviewPage, portLists, prefixLists, type ListOverview } from './list-overviews.ts';
import { ifPermitted } from './permission.ts';
import { incomplete, readPages, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { wireText } from './wire-rule.ts';

/**
 * MaxEntries by the ids of lists. One that is gone, or that may not be read, is not in it. A call for
 * each hundred lists of a kind, and none where no rule names one.
 */
export async function readListSizes(
  send: Transport,
  rules: readonly Rule[],
): Promise<Read<ReadonlyMap<string, number>>> {
  const named = listsNamedBy(rules);
  const [ofPrefixes, ofPorts] = await Promise.all([
    readSizes(send, prefixLists, named.prefixLists),
    readSizes(send, portLists, named.portLists),
  ]);
  if (!ofPrefixes.ok) return ofPrefixes;
  if (!ofPorts.ok) return ofPorts;
  return { ok: true, value: new Map([...ofPrefixes.value, ...ofPorts.value]) };
}

async function readSizes(
  send: Transport,
  kind: ListOverview,
  ids: readonly string[],
): Promise<Read<ReadonlyMap<string, number>>> {
  const sizes = new Map<string, number>();
  for (let first = 0; first < ids.length; first += overviewPage) {
    const read = ifPermitted(
      await readSomeSizes(send, kind, ids.slice(first, first + overviewPage)),
    );
    if (!read.ok) return read;
    if (read.value.kind === 'unreadable') break;
    for (const [id, size] of read.value.value) sizes.set(id, size);
  }
  return { ok: true, value: sizes };
}

async function readSomeSizes(
  send: Transport,
  { action, list, id }: ListOverview,
  ids: readonly string[],
): Promise<Read<readonly (readonly [string, number])[]>> {
  const numbered = ids.map((one, index) => [`${id}.${index + 1}`, one] as const);
  const parameters = { ...Object.fromEntries(numbered), MaxResults: String(overviewPage) };
  const pages = await readPages(send, { action, parameters, list });
  if (!pages.ok) return pages;
  const sizes = pages.value.items.map(
    (item) => [wireText(item[id]), Number(wireText(item['MaxEntries']))] as const,
  );
  const isWhole = sizes.every(([name, size]) => name !== '' && Number.isInteger(size) && size > 0);
  return isWhole ? { ok: true, value: sizes } : incomplete(action, 'a list without MaxEntries');
}
