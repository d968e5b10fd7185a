// Reading what the lists of the region are called. All of them are read, and compared here: what the
// cloud takes a name in a filter for is documented nowhere.
import type { ListIds } from '../model/lists.ts';
import type { ListNames, NamedList, NamedLists } from '../model/named-lists.ts';
import { ifPermitted } from './permission.ts';
import { overviewPage, portLists, prefixLists, type ListOverview } from './list-overviews.ts';
import { incomplete, readPages, type Read } from './read-pages.ts';
import type { Transport } from './transport.ts';
import { wireText } from './wire-rule.ts';

/** A call for each hundred lists of a kind of which a name is asked for, and none for the other kind. */
export async function readListNames(
  send: Transport,
  names: { readonly [Kind in keyof ListIds]: boolean },
): Promise<Read<ListNames>> {
  const [ofPrefixes, ofPorts] = await Promise.all([
    names.prefixLists ? readNames(send, prefixLists) : undefined,
    names.portLists ? readNames(send, portLists) : undefined,
  ]);
  if (ofPrefixes?.ok === false) return ofPrefixes;
  if (ofPorts?.ok === false) return ofPorts;
  return {
    ok: true,
    value: {
      ...(ofPrefixes && { prefixLists: ofPrefixes.value }),
      ...(ofPorts && { portLists: ofPorts.value }),
    },
  };
}

async function readNames(send: Transport, overview: ListOverview): Promise<Read<NamedLists>> {
  const read = ifPermitted(await readOverview(send, overview));
  if (!read.ok) return read;
  const { value } = read;
  return { ok: true, value: value.kind === 'read' ? { kind: 'read', all: value.value } : value };
}

async function readOverview(
  send: Transport,
  { action, list, id, name }: ListOverview,
): Promise<Read<readonly NamedList[]>> {
  const parameters = { MaxResults: String(overviewPage) };
  const pages = await readPages(send, { action, parameters, list });
  if (!pages.ok) return pages;
  const all = pages.value.items.map((item): NamedList => {
    const family = wireText(item['AddressFamily']);
    return {
      id: wireText(item[id]),
      name: wireText(item[name]),
      maxEntries: Number(wireText(item['MaxEntries'])),
      ...(family === '' ? {} : { family }),
    };
  });
  const isWhole = all.every((one) => one.id !== '' && Number.isInteger(one.maxEntries));
  return isWhole ? { ok: true, value: all } : incomplete(action, 'a list without an id');
}
