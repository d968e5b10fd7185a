// Client tokens: a call that is sent again gets the first reply again, and has no second effect.

import { hash } from 'node:crypto';
import { failure } from './failure.ts';
import type { Parameters } from './parameters.ts';
import type { Switches } from './switches.ts';

/** What a reply says besides its request id. */
export type ReplyBody = Readonly<Record<string, unknown>>;

/** A call that succeeded. Failures are not remembered: the same token may be tried again. */
export interface RememberedCall {
  readonly scope: string;
  readonly fingerprint: string;
  readonly atMs: number;
  readonly body: ReplyBody;
}

/** Tokens are ASCII, at most 64 characters, and told apart by case. */
export function checkToken(token: string): void {
  if (!/^[\x20-\x7e]{1,64}$/.test(token)) throw failure('InvalidClientToken.ValueNotSupported');
}

/** All that a call asks for, the action included: the same token on another action is a mismatch. */
export function fingerprint(action: string, parameters: Parameters): string {
  const sorted = Object.entries(parameters)
    .filter(([name]) => name !== 'ClientToken')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([action, sorted]));
}

export class TokenMemory {
  #retentionMs: number;
  readonly #mismatchCode: Switches['clientTokenMismatchCode'];
  readonly #calls = new Map<string, RememberedCall>();

  constructor({ clientTokenRetentionMs, clientTokenMismatchCode }: Switches) {
    this.#retentionMs = clientTokenRetentionMs;
    this.#mismatchCode = clientTokenMismatchCode;
  }

  /** From now on tokens are kept for so long, those that are there as well. */
  retain(retentionMs: number): void {
    this.#retentionMs = retentionMs;
  }

  /** The reply to give again, or undefined for a token that is new or forgotten. */
  replay(scope: string, wanted: string, nowMs: number): ReplyBody | undefined {
    const call = this.#calls.get(scope);
    if (call === undefined || this.#isForgotten(call, nowMs)) return undefined;
    if (call.fingerprint !== wanted) throw failure(this.#mismatchCode);
    return call.body;
  }

  remember(call: RememberedCall): void {
    this.#calls.delete(call.scope);
    this.#calls.set(call.scope, call);
    this.#forgetOld(call.atMs);
  }

  /** Oldest first. */
  calls(): readonly RememberedCall[] {
    return [...this.#calls.values()];
  }

  #forgetOld(nowMs: number): void {
    for (const call of this.#calls.values()) {
      if (!this.#isForgotten(call, nowMs)) return;
      this.#calls.delete(call.scope);
    }
  }

  #isForgotten({ atMs }: RememberedCall, nowMs: number): boolean {
    return nowMs - atMs >= this.#retentionMs;
  }
}
