// Replies as transports give them.
import type { ApiFailure, ApiReply } from '../../src/cloud/transport.ts';

export const success: ApiReply = { ok: true, body: {}, attempts: 1 };

export function failing(kind: ApiFailure['kind'], change: Partial<ApiFailure> = {}): ApiReply {
  const unknown = { status: undefined, requestId: undefined, retryAfterMs: undefined };
  return {
    ok: false,
    failure: { kind, code: 'Code', message: '', ...unknown, ...change },
    attempts: 1,
  };
}
