// How fast one API of one account and region may be called, learnt from what gets through.
//
// The cloud counts calls by the minute and publishes no numbers, so the rate is found: it doubles
// quickly until the first throttled reply. From then on it grows by steps (additive increase), and
// each time that the cloud throttles, it falls to a little less than what got through in the last
// minute, waiting included, yet never to less than 70 % at once (multiplicative decrease). That is
// right for a window that opens each minute, for one that slides, and for a bucket that fills up.
//
// After a throttled reply the lane is closed. When the cloud says for how long, that is believed;
// else one call at a time tries, at pauses that double up to a few seconds, so that little of a
// window is lost once it opens. Where a whole minute has brought nothing, the tries get rare: then
// either others take all there is, or tries that are refused are counted too.
import { MinuteCount } from './minute-count.ts';
import type { ApiReply } from '../transport.ts';

/** How long to wait before looking again; `trying`: until the reply of the call that tries is here. */
export type Turn =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'trying' };

/** Of a call that was let through: its number, in the order of sending. */
export type Ticket = number;

const minuteMs = 60_000;

/** The rate doubles in this time while nobody has been throttled. */
const doublingMs = 500;

/** What is kept of the rate that was measured, and the least that is kept of the one before. */
const keptPart = 0.95;
const keptPartMin = 0.7;

/** The step by which the rate grows in a minute, as a part of it. */
const stepPart = 0.02;

/** The first try comes two calls late, so that there is room even where refused calls are counted. */
const firstTryCalls = 2;
const tryPauseMinMs = 1000;
const tryPauseMaxMs = 5000;

/** Timers are late by some milliseconds; what they are late by is made up for, up to this. */
const lateMaxMs = 100;

/** However little gets through, because others take the rest: so slow is never needed. */
const perSecondMin = 0.1;

/** No window that is known takes longer to open, so nobody is believed who says so. */
const toldMaxMs = 5 * minuteMs;

interface Closed {
  readonly sinceMs: number;
  untilMs: number;
  pauseMs: number;
  trying: Ticket | undefined;
}

export class Lane {
  #perSecond: number;
  #nextAtMs = -Infinity;
  #grownAtMs = -Infinity;
  /** By how much the rate grows in a minute; undefined until the first throttled reply. */
  #step: { perSecond: number; sinceMs: number } | undefined;
  #closed: Closed | undefined;
  #sent: Ticket = 0;
  /** Replies to calls sent up to this one tell of a time that is over. */
  #over: Ticket = 0;
  readonly #through = new MinuteCount();
  #busySinceMs = -Infinity;
  #busyUntilMs = -Infinity;

  constructor({ perSecond }: { readonly perSecond: number }) {
    this.#perSecond = perSecond;
  }

  /** Calls a second. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** Whether the cloud has ever throttled it. */
  get isLimited(): boolean {
    return this.#step !== undefined || this.#closed !== undefined;
  }

  turn(nowMs: number): Turn {
    if (this.#closed?.trying !== undefined) return { kind: 'trying' };
    const ms = (this.#closed?.untilMs ?? this.#nextAtMs) - nowMs;
    return ms > 0 ? { kind: 'wait', ms } : { kind: 'go' };
  }

  /** A call goes out; whether it had to wait tells whether it is the rate that holds calls up. */
  send(nowMs: number, { hasWaited }: { readonly hasWaited: boolean }): Ticket {
    this.#sent += 1;
    if (this.#closed !== undefined) this.#closed.trying = this.#sent;
    else if (hasWaited) this.#grow(nowMs);
    this.#grownAtMs = nowMs;
    this.#nextAtMs = Math.max(this.#nextAtMs, nowMs - lateMaxMs) + this.#spacingMs;
    if (nowMs > this.#busyUntilMs + minuteMs) this.#busySinceMs = nowMs;
    this.#busyUntilMs = nowMs;
    return this.#sent;
  }

  /** Returns how long the lane stays closed now. */
  hear(ticket: Ticket, reply: ApiReply, nowMs: number): number {
    const isTry = this.#closed?.trying === ticket;
    if (isTry && this.#closed !== undefined) this.#closed.trying = undefined;
    if (!reply.ok && reply.failure.kind === 'throttled') {
      const toldMs = Math.min(reply.failure.retryAfterMs ?? 0, toldMaxMs);
      this.#throttle(ticket, { isTry, toldMs }, nowMs);
    } else if (reply.ok || reply.failure.status !== undefined) {
      this.#through.add(nowMs);
      if (isTry) this.#open(nowMs);
    }
    return Math.max(0, (this.#closed?.untilMs ?? nowMs) - nowMs);
  }

  #throttle(
    ticket: Ticket,
    { isTry, toldMs }: { readonly isTry: boolean; readonly toldMs: number },
    nowMs: number,
  ): void {
    const closed = this.#closed;
    if (closed === undefined) {
      if (ticket <= this.#over) return;
      const pauseMs = Math.min(
        tryPauseMaxMs,
        Math.max(tryPauseMinMs, firstTryCalls * this.#spacingMs),
      );
      const untilMs = nowMs + (toldMs > 0 ? toldMs : pauseMs);
      this.#closed = { sinceMs: nowMs, untilMs, pauseMs, trying: undefined };
    } else if (isTry) {
      const isLong = nowMs - closed.sinceMs > minuteMs;
      closed.pauseMs = Math.min(2 * closed.pauseMs, isLong ? minuteMs : tryPauseMaxMs);
      closed.untilMs = nowMs + Math.max(closed.pauseMs, toldMs);
    } else {
      closed.untilMs = Math.max(closed.untilMs, nowMs + toldMs);
    }
  }

  #open(nowMs: number): void {
    const busyMs = Math.min(minuteMs, Math.max(1000, nowMs - this.#busySinceMs));
    const measured = this.#through.total(nowMs) / (busyMs / 1000);
    this.#perSecond = Math.max(
      perSecondMin,
      keptPartMin * this.#perSecond,
      Math.min(keptPart * measured, keptPart * this.#perSecond),
    );
    this.#step = { perSecond: stepPart * this.#perSecond, sinceMs: nowMs };
    this.#closed = undefined;
    this.#over = this.#sent;
    this.#nextAtMs = nowMs + this.#spacingMs;
  }

  get #spacingMs(): number {
    return 1000 / this.#perSecond;
  }

  /** Each minute without a throttled reply doubles the step: others may have left room. */
  #grow(nowMs: number): void {
    const passedMs = Math.min(minuteMs, Math.max(0, nowMs - this.#grownAtMs));
    if (this.#step === undefined) {
      this.#perSecond *= 2 ** (Math.min(passedMs, doublingMs) / doublingMs);
      return;
    }
    if (nowMs - this.#step.sinceMs >= minuteMs) {
      this.#step = { perSecond: 2 * this.#step.perSecond, sinceMs: nowMs };
    }
    this.#perSecond += (this.#step.perSecond * passedMs) / minuteMs;
  }
}
