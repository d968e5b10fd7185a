// Refusals that the cloud gives for reasons of its own, and here only where somebody arranges them:
// throttling, conflicts, faults.

import { failure } from './failure.ts';
import type { ApiFailure, FailureCode } from './failure.ts';
import type { EmulatorReply } from './reply.ts';

export interface ArrangedRefusal {
  readonly code: FailureCode;
  /** The usual one of the code unless said. */
  readonly status?: number;
  /** Milliseconds, for the header x-acs-retry-after. */
  readonly retryAfterMs?: number;
}

export class ArrangedRefusals {
  readonly #queues = new Map<string, ArrangedRefusal[]>();

  add(action: string, refused: ArrangedRefusal): void {
    this.#queues.set(action, [...(this.#queues.get(action) ?? []), refused]);
  }

  /** The next one of the action, if one was arranged; it is used up. */
  take(action: string): ArrangedRefusal | undefined {
    return this.#queues.get(action)?.shift();
  }
}

export function arrangedFailure({ code, status }: ArrangedRefusal): ApiFailure {
  return failure(code, status === undefined ? {} : { status });
}

export function withRetryAfter(
  reply: EmulatorReply,
  arranged: ArrangedRefusal | undefined,
): EmulatorReply {
  if (arranged?.retryAfterMs === undefined) return reply;
  const headers = { ...reply.headers, 'x-acs-retry-after': String(arranged.retryAfterMs) };
  return { ...reply, headers };
}
