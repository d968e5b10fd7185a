// The API's refusals: each code with its HTTP status and its message, in one table, whose
// parts are in refusals/.
//
// `%s` stands for what the caller names. Codes are spelled as the cloud spells them, mistakes
// included. The vendor's tables disagree on a few of them; where a code has two statuses, the
// operation that needs the second one says so where it fails.

import { aroundRefusals } from './refusals/around.ts';
import { groupRefusals } from './refusals/groups.ts';
import { instanceRefusals } from './refusals/instances.ts';
import { listRefusals } from './refusals/lists.ts';
import { ruleRefusals } from './refusals/rules.ts';
import { tagRefusals } from './refusals/tags.ts';
import type { Refusal } from './refusals/refusal.ts';

/** What an operation throws to refuse; `Emulator.call` makes the reply of it, and nobody else may. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  readonly status: number;

  constructor(code: FailureCode, { status, message }: Refusal) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.status = status;
  }
}

/** `subject` fills the `%s` of the message; `status` overrides the usual one. */
export function failure(
  code: FailureCode,
  { subject = '', status }: { readonly subject?: string; readonly status?: number } = {},
): ApiFailure {
  const refusal: Refusal = refusals[code];
  return new ApiFailure(code, {
    status: status ?? refusal.status,
    message: refusal.message.replace('%s', () => subject),
  });
}

export type FailureCode = keyof typeof refusals;

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(refusals, text);
}

const refusals = {
  ...groupRefusals,
  ...ruleRefusals,
  ...tagRefusals,
  ...instanceRefusals,
  ...listRefusals,
  ...aroundRefusals,

  // The gateway's own.
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to Aliyun standards. %s',
  },
  InternalError: {
    status: 500,
    message: 'The request processing has failed due to some unknown error.',
  },
  'InvalidAccessKeyId.NotFound': { status: 404, message: 'Specified access key is not found.' },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
  'InvalidTimeStamp.Expired': {
    status: 400,
    message: 'Specified time stamp or date value is expired.',
  },
  'InvalidTimeStamp.Format': {
    status: 400,
    message: 'Specified time stamp or date value is not well formatted.',
  },
  InvalidVersion: { status: 400, message: 'Specified parameter Version is not valid.' },
  MethodNotAllowed: { status: 405, message: 'Only GET and POST are supported.' },
  MissingParameter: {
    status: 400,
    message:
      'The input parameter "%s" that is mandatory for processing this request is not supplied.',
  },
  RequestBodyTooLarge: { status: 413, message: 'The request body is larger than %s bytes.' },
  InvalidRequest: { status: 400, message: 'The request is not valid HTTP.' },
  SignatureDoesNotMatch: {
    status: 400,
    message: 'Specified signature is not matched with our calculation. server string to sign is:%s',
  },
  SignatureNonceUsed: {
    status: 400,
    message: 'Specified signature nonce was used already.',
  },

  // Client tokens.
  IdempotentParameterMismatch: {
    status: 400,
    message:
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
  },
  'InvalidClientToken.ValueNotSupported': {
    status: 400,
    message: 'The ClientToken provided is invalid. It must be at most 64 ASCII characters.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
