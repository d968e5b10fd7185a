// Pages by token. A token holds the sequence number where the page ended, not a position, so that
// what is added or removed between two pages neither repeats anything nor leaves anything out.

export interface Page<T> {
  readonly items: readonly T[];
  /** "" on the last page. */
  readonly nextToken: string;
}

/**
 * `newestFirst` is the whole list as it is now. Undefined when the token is not one that we made
 * for `list`.
 */
export function pageAfter<T>(
  newestFirst: readonly T[],
  {
    list,
    token,
    size,
    sequenceOf,
  }: {
    readonly list: string;
    readonly token: string | undefined;
    readonly size: number;
    readonly sequenceOf: (item: T) => number;
  },
): Page<T> | undefined {
  const after = token === undefined ? Number.POSITIVE_INFINITY : parseToken(token, list);
  if (after === undefined) return undefined;
  const start = newestFirst.findIndex((item) => sequenceOf(item) < after);
  if (start === -1) return { items: [], nextToken: '' };
  const items = newestFirst.slice(start, start + size);
  const last = items.at(-1);
  const ended = last === undefined || start + size >= newestFirst.length;
  return { items, nextToken: ended ? '' : formatToken(list, sequenceOf(last)) };
}

function formatToken(list: string, sequence: number): string {
  return Buffer.from(`${list} ${sequence}`).toString('base64url');
}

function parseToken(token: string, list: string): number | undefined {
  const [name, sequence = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  return name === list && /^\d{1,15}$/.test(sequence) ? Number(sequence) : undefined;
}
