// Who applies, as text for people: `alice@build-7:4711`, or what a CI run is called.
import type { Brand } from '../model/brand.ts';

/** 1 to 128 characters that are right in a file, in a tag and on a terminal. */
export type LeaseOwner = Brand<string, 'LeaseOwner'>;

const lengthMax = 128;

/**
 * Any text, made fit: what tags may hold is documented by what they may not (`http://`), so only
 * plain letters, digits and a few signs stay as they are. It is shown and never compared.
 */
export function leaseOwner(text: string): LeaseOwner {
  const fit = text.replaceAll(/[^A-Za-z0-9 _.:/=+@-]+/g, '-').replaceAll(/\/{2,}/g, '/');
  const short = fit.trim().slice(0, lengthMax).trim();
  return (short === '' ? 'unknown' : short) as LeaseOwner;
}
