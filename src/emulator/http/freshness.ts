// Whether a request is fresh: made lately, and not seen before. Both are checked only where a switch
// says so, because a recorded request could otherwise never be played again.

import { failure } from '../failure.ts';
import { allParameters } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

export interface FreshnessSwitches {
  readonly timestamps: 'ignored' | 'checked';
  readonly nonces: 'ignored' | 'checked';
}

export const defaultFreshness: FreshnessSwitches = { timestamps: 'ignored', nonces: 'ignored' };

/** Throws a refusal for a request that is stale; to be asked once for each request. */
export type CheckFreshness = (request: WireRequest, accessKeyId: string) => void;

/** How far clocks may be apart, and how long nonces are remembered. */
const toleranceMs = 15 * 60 * 1000;

export function freshnessCheck(
  { timestamps, nonces }: FreshnessSwitches,
  nowMs: () => number = Date.now,
): CheckFreshness {
  const seen = new NonceMemory(nowMs);
  return (request, accessKeyId) => {
    if (timestamps === 'checked') checkTimestamp(request, nowMs());
    if (nonces === 'checked') checkNonce(request, { accessKeyId, seen });
  };
}

function checkTimestamp(request: WireRequest, nowMs: number): void {
  const text = allParameters(request)['Timestamp'] ?? request.headers['x-acs-date'];
  if (text === undefined) throw failure('MissingParameter', { subject: 'Timestamp' });
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) throw failure('InvalidTimeStamp.Format');
  const apartMs = Math.abs(Date.parse(text) - nowMs);
  // A day that no calendar has is not a number, and no number is within the tolerance of that.
  if (!(apartMs <= toleranceMs)) throw failure('InvalidTimeStamp.Expired');
}

function checkNonce(
  request: WireRequest,
  { accessKeyId, seen }: { readonly accessKeyId: string; readonly seen: NonceMemory },
): void {
  const nonce =
    allParameters(request)['SignatureNonce'] ?? request.headers['x-acs-signature-nonce'];
  if (nonce === undefined || nonce === '') {
    throw failure('MissingParameter', { subject: 'SignatureNonce' });
  }
  if (!seen.add(`${accessKeyId} ${nonce}`)) throw failure('SignatureNonceUsed');
}

/** Two generations: every nonce is remembered for one tolerance at least, and for two at most. */
class NonceMemory {
  readonly #nowMs: () => number;
  #current = new Set<string>();
  #previous = new Set<string>();
  #sinceMs: number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs();
  }

  /** False for one that is known. */
  add(nonce: string): boolean {
    this.#turn();
    if (this.#current.has(nonce) || this.#previous.has(nonce)) return false;
    this.#current.add(nonce);
    return true;
  }

  #turn(): void {
    const ageMs = this.#nowMs() - this.#sinceMs;
    if (ageMs < toleranceMs) return;
    this.#previous = ageMs < 2 * toleranceMs ? this.#current : new Set();
    this.#current = new Set();
    this.#sinceMs = this.#nowMs();
  }
}
