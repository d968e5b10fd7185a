// One page of a list, as calls ask for it: by MaxResults and NextToken, or the old way by number.

import { failure } from '../failure.ts';
import { optional, wholeNumber } from '../parameters.ts';
import { pageAfter } from '../paging.ts';
import type { FailureCode } from '../failure.ts';
import type { Parameters } from '../parameters.ts';
import type { ReplyBody } from '../tokens.ts';

/** What is paged by: later items have higher ones. */
export interface Sequenced {
  readonly sequence: number;
}

export interface Listing {
  /** Its tokens are good for no other. */
  readonly list: string;
  readonly size: SizeBounds;
  /** The code of a token that we have not made. */
  readonly badToken: FailureCode;
  /** The code of a page number or page size that is none. */
  readonly badNumber: FailureCode;
}

export interface SizeBounds {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  /** Whether a size out of bounds counts as the nearest one within, or is refused. */
  readonly clamped: boolean;
}

export interface CallPage<T> {
  readonly items: readonly T[];
  /** What the reply says of it. */
  readonly paging: ReplyBody;
}

export function tokenPage<T extends Sequenced>(
  newestFirst: readonly T[],
  parameters: Parameters,
  listing: Listing,
): CallPage<T> {
  const size = sizeOf(parameters, 'MaxResults', listing);
  const token = optional(parameters, 'NextToken');
  const page = pageOf(newestFirst, { list: listing.list, token, size });
  if (page === undefined) throw failure(listing.badToken, { subject: 'NextToken' });
  return { items: page.items, paging: { NextToken: page.nextToken } };
}

/** The old way is also what one gets by asking for neither. */
export function anyPage<T extends Sequenced>(
  newestFirst: readonly T[],
  parameters: Parameters,
  listing: Listing,
): CallPage<T> {
  const byToken = ['MaxResults', 'NextToken'].some(
    (name) => optional(parameters, name) !== undefined,
  );
  return (byToken ? tokenPage : numberedPage)(newestFirst, parameters, listing);
}

/**
 * Without page numbers in the request, this is the first page, and the token leads to the second
 * for those who change over.
 */
export function numberedPage<T extends Sequenced>(
  newestFirst: readonly T[],
  parameters: Parameters,
  listing: Listing,
): CallPage<T> {
  const size = sizeOf(parameters, 'PageSize', listing);
  const number = wholeNumber(parameters, 'PageNumber') ?? 1;
  if (!(number >= 1)) throw failure(listing.badNumber, { subject: 'PageNumber' });
  const asked = optional(parameters, 'PageNumber') !== undefined;
  const first = pageOf(newestFirst, { list: listing.list, token: undefined, size });
  return {
    items: newestFirst.slice((number - 1) * size, number * size),
    paging: {
      NextToken: asked ? '' : (first?.nextToken ?? ''),
      TotalCount: newestFirst.length,
      PageNumber: number,
      PageSize: size,
    },
  };
}

function pageOf<T extends Sequenced>(
  newestFirst: readonly T[],
  where: { readonly list: string; readonly token: string | undefined; readonly size: number },
): ReturnType<typeof pageAfter<T>> {
  return pageAfter(newestFirst, { ...where, sequenceOf: ({ sequence }) => sequence });
}

function sizeOf(
  parameters: Parameters,
  name: 'PageSize' | 'MaxResults',
  { size: { least, most, usual, clamped }, badNumber }: Listing,
): number {
  const size = wholeNumber(parameters, name) ?? usual;
  if (clamped && !Number.isNaN(size)) return Math.min(most, Math.max(least, size));
  if (size >= least && size <= most) return size;
  throw failure(badNumber, { subject: name });
}
