// Signature version 3, ACS3-HMAC-SHA256: over the query, the headers that it names, and the body.

import { createHash, createHmac } from 'node:crypto';
import { canonicalQuery } from './percent-encoding.ts';
import type { Claim } from './signature-v1.ts';
import type { WireRequest } from './wire-request.ts';

const algorithm = 'ACS3-HMAC-SHA256';

export interface Acs3Claim extends Claim {
  readonly signedHeaders: readonly string[];
}

/** Undefined when the Authorization header does not say all that it should. */
export function claimAcs3({ headers, body }: WireRequest): Acs3Claim | undefined {
  const [scheme, fields] = splitOnce(headers['authorization'] ?? '', ' ');
  const { Credential, SignedHeaders, Signature } = Object.fromEntries(
    fields.split(',').map((field) => splitOnce(field.trim(), '=')),
  ) as Readonly<Record<string, string | undefined>>;
  if (scheme !== algorithm || !Credential || !SignedHeaders || !Signature) return undefined;
  const signedHeaders = SignedHeaders.split(';');
  // Without the hash of the body among what is signed, the body would not be signed at all.
  if (!signedHeaders.includes('x-acs-content-sha256')) return undefined;
  if (headers['x-acs-content-sha256']?.toLowerCase() !== sha256(body)) return undefined;
  return {
    accessKeyId: Credential,
    signature: Signature.toLowerCase(),
    securityToken: headers['x-acs-security-token'] ?? '',
    signedHeaders,
  };
}

export function stringToSignAcs3(
  { method, path, query, headers, body }: WireRequest,
  { signedHeaders }: Acs3Claim,
): string {
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const canonical = [
    method,
    path,
    canonicalQuery(query),
    lines.join(''),
    signedHeaders.join(';'),
    sha256(body),
  ].join('\n');
  return `${algorithm}\n${sha256(canonical)}`;
}

export function signAcs3(stringToSign: string, secret: string): string {
  return createHmac('sha256', secret).update(stringToSign).digest('hex');
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
