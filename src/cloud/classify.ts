// What a reply means, decided in one place for every transport.
// The table of retryable outcomes follows what the API's documentation and its users report.
import type { ApiFailure, ApiReply, RawReply } from './transport.ts';

/** Something failed on the way or inside, as every 5xx says. */
const faultCodes: ReadonlySet<string> = new Set(['ServiceUnavailable', 'InternalError']);

/** The API looked at the call and says "not yet": something else has to end first, and it will. */
const notYetCodes: ReadonlySet<string> = new Set([
  'IdempotentProcessing',
  'InvalidOperation.Conflict',
  'OperationConflict',
  'IncorrectVpcStatus',
  'Forbidden.InstanceIsBeingCreated',
  'InvalidStatus.EniOrInstanceIsBeingCreated',
  // To JoinResourceGroup, while something else moves the resource to another account.
  'EntityExists.AssociatedTransferTasks',
  // To DeleteSecurityGroup, for minutes after the last instance or referring rule has gone.
  'DependencyViolation',
]);

/** Of those the one that says that a call with the same token is running, and may take effect. */
const runningCode = 'IdempotentProcessing';

export function classify(reply: RawReply): ApiReply {
  if (reply.kind === 'lost')
    return failed({ kind: 'lost', code: 'NoReply', message: reply.reason });
  const { status, headers, body } = reply;
  const isFine = status >= 200 && status < 300;
  if (isFine && body !== undefined) return { ok: true, body, attempts: 1 };
  const requestId = text(body?.['RequestId']) ?? headers['x-acs-request-id'];
  const retryAfterMs = milliseconds(headers['x-acs-retry-after']);
  const seen = { status, requestId, retryAfterMs };
  if (body === undefined) {
    // A gateway answered instead of the API, so whether the call took effect is open.
    const message = `HTTP ${status} with a body that is no JSON`;
    const kind = status === tooManyRequests ? 'throttled' : 'unavailable';
    return failed({ kind, code: `HTTP${status}`, message, ...seen });
  }
  const code = text(body['Code']) ?? `HTTP${status}`;
  const message = text(body['Message']) ?? 'no message';
  return failed({ kind: kindOf(code, status), code, message, ...seen });
}

/** Whether the API said "not yet": that ends when something else does, however often one asks. */
export function isNotYet({ kind, code }: ApiFailure): boolean {
  return kind === 'unavailable' && notYetCodes.has(code);
}

/** Whether the attempt that failed like this may have taken effect all the same. */
export function isOutcomeUnknown(failure: ApiFailure): boolean {
  const { kind, code } = failure;
  return (
    kind === 'lost' || (kind === 'unavailable' && (code === runningCode || !isNotYet(failure)))
  );
}

/** Some gateways throttle with this status, with or without the API's own words. */
const tooManyRequests = 429;

function kindOf(code: string, status: number): ApiFailure['kind'] {
  if (code.includes('Throttling') || status === tooManyRequests) return 'throttled';
  const isLater = status >= 500 || faultCodes.has(code) || notYetCodes.has(code);
  return isLater ? 'unavailable' : 'refused';
}

function failed(
  known: Partial<ApiFailure> & Pick<ApiFailure, 'kind' | 'code' | 'message'>,
): ApiReply {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  const failure: ApiFailure = { ...unknown, ...known };
  return { ok: false, failure, attempts: 1, mayHaveTakenEffect: isOutcomeUnknown(failure) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The header is in milliseconds; anything that is not a positive number says nothing. */
function milliseconds(header: string | undefined): number | undefined {
  const value = Number(header);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}
