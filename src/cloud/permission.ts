// What these credentials may not read. Some facts make a plan better and are not needed for one, so
// that not being allowed to read them is a fact as well.
import { isDenied } from '../model/denied.ts';
import type { FailedRead, Read } from './read-pages.ts';
import type { ApiFailure } from './transport.ts';

/** Our own: the cloud showed an empty list instead of saying no. */
const concealedCode = 'EmptyList';

export type Permitted<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Whether the cloud said no because of who asks, not because of what was asked. */
export function lacksPermission({ code }: ApiFailure): boolean {
  return isDenied(code) || code === concealedCode;
}

/** The same read, of whose failures those about permissions are a value. */
export function ifPermitted<Value>(read: Read<Value>): Read<Permitted<Value>> {
  if (read.ok) return { ok: true, value: { kind: 'read', value: read.value } };
  if (!lacksPermission(read.failure)) return read;
  return { ok: true, value: { kind: 'unreadable', why: whyDenied(read) } };
}

/** A list that is empty because there is nothing, or because it may not be seen: `message` completes `during`. */
export function concealed(during: string, message: string): FailedRead {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return {
    ok: false,
    failure: { kind: 'refused', code: concealedCode, message, ...unknown },
    during,
  };
}

function whyDenied({ failure: { code, message }, during }: FailedRead): string {
  return code === concealedCode ? `${during} ${message}` : `${during} was refused: ${code}`;
}
