// Signature version 1: HMAC-SHA1 over the query and the form together.

import { createHmac } from 'node:crypto';
import { canonicalQuery, percentEncode } from './percent-encoding.ts';
import { allParameters } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

export interface Claim {
  readonly accessKeyId: string;
  readonly signature: string;
  /** "" where there is none. */
  readonly securityToken: string;
}

/** Undefined when the request is not, or not wholly, signed in this way. */
export function claimV1(request: WireRequest): Claim | undefined {
  const parameters = allParameters(request);
  const { AccessKeyId, Signature, SignatureMethod, SignatureVersion, SecurityToken } = parameters;
  if (AccessKeyId === undefined || Signature === undefined) return undefined;
  if ((SignatureMethod ?? 'HMAC-SHA1') !== 'HMAC-SHA1') return undefined;
  if ((SignatureVersion ?? '1.0') !== '1.0') return undefined;
  return { accessKeyId: AccessKeyId, signature: Signature, securityToken: SecurityToken ?? '' };
}

export function stringToSignV1(request: WireRequest): string {
  const { Signature, ...signed } = allParameters(request);
  return `${request.method}&%2F&${percentEncode(canonicalQuery(Signature === undefined ? {} : signed))}`;
}

export function signV1(stringToSign: string, secret: string): string {
  return createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64');
}
