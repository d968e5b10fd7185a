// What a reply means, decided in one place for every transport.
// The table of retryable outcomes follows what the API's documentation and its users report.
import type { ApiFailure, ApiReply, RawReply } from './transport.ts';

/** Codes that say "not now", beside everything that contains `Throttling` and every 5xx. */
const retryableCodes: ReadonlySet<string> = new Set([
  'ServiceUnavailable',
  'InternalError',
  'IdempotentProcessing',
  'InvalidOperation.Conflict',
  'OperationConflict',
  'IncorrectVpcStatus',
  'Forbidden.InstanceIsBeingCreated',
  'InvalidStatus.EniOrInstanceIsBeingCreated',
  // To DeleteSecurityGroup, for minutes after the last instance or referring rule has gone.
  'DependencyViolation',
]);

export function classify(reply: RawReply): ApiReply {
  if (reply.kind === 'lost')
    return failed({ kind: 'lost', code: 'NoReply', message: reply.reason });
  const { status, headers, body } = reply;
  const isFine = status >= 200 && status < 300;
  if (isFine && body !== undefined) return { ok: true, body, attempts: 1 };
  const requestId = text(body?.['RequestId']) ?? headers['x-acs-request-id'];
  if (body === undefined) {
    // A gateway answered instead of the API, so whether the call took effect is open.
    const message = `HTTP ${status} with a body that is no JSON`;
    return failed({ kind: 'unavailable', code: `HTTP${status}`, message, status, requestId });
  }
  const code = text(body['Code']) ?? `HTTP${status}`;
  const message = text(body['Message']) ?? 'no message';
  const retryAfterMs = milliseconds(headers['x-acs-retry-after']);
  return failed({ kind: kindOf(code, status), code, message, status, requestId, retryAfterMs });
}

function kindOf(code: string, status: number): ApiFailure['kind'] {
  if (code.includes('Throttling')) return 'throttled';
  return status >= 500 || retryableCodes.has(code) ? 'unavailable' : 'refused';
}

function failed(failure: Partial<ApiFailure> & Pick<ApiFailure, 'kind' | 'code' | 'message'>) {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return { ok: false, failure: { ...unknown, ...failure }, attempts: 1 } as const;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The header is in milliseconds; anything that is not a positive number says nothing. */
function milliseconds(header: string | undefined): number | undefined {
  const value = Number(header);
  return value > 0 ? value : undefined;
}
