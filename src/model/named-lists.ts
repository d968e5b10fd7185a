// Prefix lists and port lists by what they are called, which is not unique: the live state tells which
// one is meant.
import type { LiveState } from './live.ts';
import { unreachable } from './unreachable.ts';

/** A list as an overview shows it. */
export interface NamedList {
  readonly id: string;
  readonly name: string;
  /** Room for so many entries, whether or not there are as many. */
  readonly maxEntries: number;
  /** Of a prefix list, such as `IPv4`. */
  readonly family?: string;
}

export type NamedLists =
  /** All that there are in the region. */
  | { readonly kind: 'read'; readonly all: readonly NamedList[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Of each kind that was asked for. */
export interface ListNames {
  readonly prefixLists?: NamedLists;
  readonly portLists?: NamedLists;
}

export type ListKind = keyof ListNames;

export const listKinds: readonly ListKind[] = ['prefixLists', 'portLists'];

const idStarts = { prefixLists: 'pl-', portLists: 'prl-' } as const;

/** Whether somebody wrote an id; anything else is a name. */
export function isListId(kind: ListKind, written: string): boolean {
  return written.startsWith(idStarts[kind]);
}

/** `pl-…`, `prefix list office`, `port list web`: what a report calls it. */
export function listLabel(kind: ListKind, written: string): string {
  return isListId(kind, written) ? written : `${wordOf(kind)} ${written}`;
}

/** Whether a report calls a list so, of these kinds; no name of a group of ours looks like it. */
export function isListLabel(label: string, kinds: readonly ListKind[] = listKinds): boolean {
  return kinds.some((kind) => isListId(kind, label) || label.startsWith(`${wordOf(kind)} `));
}

export type FoundList =
  | { readonly ok: true; readonly id: string }
  | {
      readonly ok: false;
      readonly code: 'unknown-list' | 'ambiguous-list';
      readonly message: string;
    };

/** The one list of that name; where there is none, or several, the message names who could be meant. */
export function findList(
  kind: ListKind,
  name: string,
  live: Pick<LiveState, 'listNames' | 'lists'>,
): FoundList {
  const known = live.listNames?.[kind];
  if (known?.kind !== 'read') return notKnown(kind, name, known);
  const [first, ...others] = known.all.filter((list) => list.name === name);
  if (first !== undefined && others.length === 0) return { ok: true, id: first.id };
  const describe = (list: NamedList) => describeList(kind, list, live);
  if (first === undefined) return notThere(kind, name, known.all.map(describe));
  const all = [first, ...others].map(describe).toSorted();
  const message = `${all.length} ${wordOf(kind)}s are called "${name}": ${all.join(', ')}; expected the id of one of them`;
  return { ok: false, code: 'ambiguous-list', message };
}

function notKnown(kind: ListKind, name: string, known: NamedLists | undefined): FoundList {
  const why = known?.kind === 'unreadable' ? known.why : 'nobody asked';
  const message = `which ${wordOf(kind)} is called "${name}" is not known (${why}); expected its id, ${idStarts[kind]}…`;
  return { ok: false, code: 'unknown-list', message };
}

function notThere(kind: ListKind, name: string, all: readonly string[]): FoundList {
  const none = `no ${wordOf(kind)} of the region is called "${name}"`;
  const shown = all.toSorted().slice(0, shownMax);
  const more = all.length > shown.length ? `, and ${all.length - shown.length} more` : '';
  const there =
    all.length === 0
      ? 'and there is none at all; expected one that is there'
      : `expected one of ${shown.join(', ')}${more}`;
  return { ok: false, code: 'unknown-list', message: `${none}; ${there}` };
}

const shownMax = 10;

/** `office-list (pl-…, IPv4, 3 of 10 entries)`; without a count where the entries are not known. */
function describeList(
  kind: ListKind,
  { id, name, maxEntries, family }: NamedList,
  { lists }: Pick<LiveState, 'lists'>,
): string {
  const count = lists[kind].get(id)?.length;
  const room = count === undefined ? `up to ${maxEntries}` : `${count} of ${maxEntries}`;
  return `${name} (${[id, ...(family === undefined ? [] : [family]), `${room} entries`].join(', ')})`;
}

function wordOf(kind: ListKind): string {
  switch (kind) {
    case 'prefixLists':
      return 'prefix list';
    case 'portLists':
      return 'port list';
    default:
      return unreachable(kind);
  }
}
