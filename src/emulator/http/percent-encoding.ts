// Percent-encoding as signatures want it (RFC 3986), whatever way the URL itself was encoded.

import type { Parameters } from '../parameters.ts';

/** A space is %20, and of the marks only - _ . ~ stay as they are. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `a=1&b=`, sorted by name; empty values are kept. */
export function canonicalQuery(parameters: Parameters): string {
  return Object.entries(parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}

/** A query or a form, with + or %20 for a space. Of a name that occurs twice, the last value counts. */
export function parseForm(text: string): Parameters {
  return Object.fromEntries(new URLSearchParams(text));
}
