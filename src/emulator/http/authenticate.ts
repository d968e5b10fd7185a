// Whose request it is. The signature is checked for real, and the secret never leaves this file.

import { createHash, timingSafeEqual } from 'node:crypto';
import { failure } from '../failure.ts';
import { claimAcs3, signAcs3, stringToSignAcs3 } from './signature-acs3.ts';
import { claimV1, signV1, stringToSignV1 } from './signature-v1.ts';
import type { Claim } from './signature-v1.ts';
import type { WireRequest } from './wire-request.ts';

/** Undefined for a key that does not exist. */
export type SecretOf = (accessKeyId: string) => string | undefined;

export interface Signer {
  readonly accessKeyId: string;
  /** "" where there is none. Whether it belongs to the key is for the emulator to say. */
  readonly securityToken: string;
}

export function authenticate(request: WireRequest, secretOf: SecretOf): Signer {
  return request.headers['authorization'] === undefined
    ? authenticateV1(request, secretOf)
    : authenticateAcs3(request, secretOf);
}

function authenticateV1(request: WireRequest, secretOf: SecretOf): Signer {
  const claim = claimV1(request);
  if (claim === undefined) {
    const subject = 'AccessKeyId and Signature (HMAC-SHA1, version 1.0) are needed.';
    throw failure('IncompleteSignature', { subject });
  }
  return check(claim, { stringToSign: stringToSignV1(request), sign: signV1, secretOf });
}

function authenticateAcs3(request: WireRequest, secretOf: SecretOf): Signer {
  const claim = claimAcs3(request);
  if (claim === undefined) {
    const subject =
      'Authorization must be ACS3-HMAC-SHA256 with Credential, SignedHeaders and Signature, and x-acs-content-sha256 must be signed and be the hash of the body.';
    throw failure('IncompleteSignature', { subject });
  }
  const stringToSign = stringToSignAcs3(request, claim);
  return check(claim, { stringToSign, sign: signAcs3, secretOf });
}

function check(
  { accessKeyId, signature, securityToken }: Claim,
  {
    stringToSign,
    sign,
    secretOf,
  }: {
    readonly stringToSign: string;
    readonly sign: (stringToSign: string, secret: string) => string;
    readonly secretOf: SecretOf;
  },
): Signer {
  const secret = secretOf(accessKeyId);
  if (secret === undefined) throw failure('InvalidAccessKeyId.NotFound');
  if (isSame(signature, sign(stringToSign, secret))) return { accessKeyId, securityToken };
  throw failure('SignatureDoesNotMatch', { subject: stringToSign });
}

/** Takes equally long wherever the texts differ; hashed, because they have to be of one length. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
