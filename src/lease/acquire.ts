// Asking for the lease, waiting for it, and keeping it.
import { randomBytes } from 'node:crypto';
import type { Clock, LeaseRecord, LeaseStore, NotAcquired, Release, Renewal } from './lease.ts';
import type { LeaseOwner } from './lease-owner.ts';

export interface LeaseTerms {
  readonly owner: LeaseOwner;
  /** How long the lease is good unless it is renewed. */
  readonly leaseMs: number;
  /** How long to try again while somebody else has it; with 0 the first answer is the last. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** 0 to 1, so that those who wait together do not come back together. */
  readonly random: () => number;
}

const firstPauseMs = 1000;
const pauseMaxMs = 15_000;

export async function acquireLease(
  store: LeaseStore,
  terms: LeaseTerms,
): Promise<Lease | NotAcquired> {
  const { owner, leaseMs, timeoutMs, clock, random } = terms;
  const token = randomBytes(8).toString('hex');
  const deadline = clock.now() + timeoutMs;
  for (let ceilingMs = firstPauseMs; ; ceilingMs = Math.min(pauseMaxMs, ceilingMs * 2)) {
    const now = clock.now();
    const wanted = { owner, token, since: wholeSeconds(now), until: wholeSeconds(now + leaseMs) };
    const answer = await store.take(wanted);
    if (answer.kind === 'taken') return new Lease(store, wanted, { leaseMs, clock });
    const leftMs = deadline - clock.now();
    if (answer.kind !== 'held' || leftMs <= 0) return answer;
    await clock.sleep(Math.min(leftMs, ceilingMs / 2 + (random() * ceilingMs) / 2));
  }
}

/**
 * A lease that we have. It is ours until `expiresAt`; renew it at a third of its length. Once it is
 * lost, somebody else may apply: stop before the next write.
 */
export class Lease {
  readonly kind = 'acquired';
  readonly #store: LeaseStore;
  readonly #leaseMs: number;
  readonly #clock: Clock;
  #record: LeaseRecord | undefined;
  #expiresAt: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    store: LeaseStore,
    record: LeaseRecord,
    { leaseMs, clock }: { readonly leaseMs: number; readonly clock: Clock },
  ) {
    this.#store = store;
    this.#record = record;
    this.#expiresAt = record.until;
    this.#leaseMs = leaseMs;
    this.#clock = clock;
  }

  /** Milliseconds since 1970. */
  get expiresAt(): number {
    return this.#expiresAt;
  }

  /** Also after the end, as long as nobody else has taken it. */
  renew(): Promise<Renewal> {
    return this.#inTurn(async () => {
      if (this.#record === undefined) return 'lost';
      const until = wholeSeconds(this.#clock.now() + this.#leaseMs);
      const renewal = await this.#store.extend(this.#record, until);
      if (renewal === 'renewed') {
        this.#record = { ...this.#record, until };
        this.#expiresAt = until;
      } else if (renewal === 'lost') this.#record = undefined;
      return renewal;
    });
  }

  /** Takes away our lease only; a second time, or after it was lost, there is nothing to do. */
  release(): Promise<Release> {
    return this.#inTurn(async () => {
      if (this.#record === undefined) return 'released';
      const release = await this.#store.giveBack(this.#record);
      if (release === 'released') this.#record = undefined;
      return release;
    });
  }

  /** A renewal that is on its way must not write the lease again after it was given back. */
  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(act);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
