// Holds calls back so that the cloud need not: each API at the rate that it is found to take.
//
// It goes inside the retries, since each attempt is a call to the cloud, and around one account in
// one region, since that is what the cloud counts by: withRetry(withPace(transport)). Calls of one
// API go out in the order in which they came, and APIs do not wait for each other.
import { Lane, type Ticket } from './lane.ts';
import type { Sleep } from './pause.ts';
import { isRead, type ApiCall, type ApiReply, type Transport } from '../transport.ts';

export interface PaceOptions {
  /** Calls a second of one API to begin with, until it is known how many it takes. */
  readonly readsPerSecond: number;
  readonly writesPerSecond: number;
  readonly sleep: Sleep;
  /** Milliseconds of a clock that nobody sets. */
  readonly now: () => number;
  /** Once true nothing waits any more: a call that would have to is not sent. */
  readonly isStopped: () => boolean;
}

export function withPace(send: Transport, options: PaceOptions): Transport {
  const queues = new Map<string, Queue>();
  const queueOf = (call: ApiCall): Queue => {
    const api = `${call.product} ${call.action}`;
    const known = queues.get(api);
    if (known !== undefined) return known;
    const { readsPerSecond, writesPerSecond } = options;
    const queue = new Queue(isRead(call) ? readsPerSecond : writesPerSecond);
    queues.set(api, queue);
    return queue;
  };
  return (call) => queueOf(call).through(() => send(call), options);
}

/** A call that a stop found waiting. */
const notSent: ApiReply = {
  ok: false,
  failure: {
    kind: 'throttled',
    code: 'NotSent',
    message: 'stopped while it waited for its turn',
    status: undefined,
    requestId: undefined,
    retryAfterMs: undefined,
  },
  attempts: 0,
  mayHaveTakenEffect: false,
};

class Queue {
  readonly #lane: Lane;
  /** Settles when the call that came last has gone out. */
  #last: Promise<unknown> = Promise.resolve();
  /** Settles with the reply to the call that went out last. */
  #heard: Promise<unknown> = Promise.resolve();

  constructor(perSecond: number) {
    this.#lane = new Lane({ perSecond });
  }

  async through(send: () => Promise<ApiReply>, options: PaceOptions): Promise<ApiReply> {
    const going = this.#last.then(() => this.#go(send, options));
    this.#last = going;
    const { reply } = await going;
    return await reply;
  }

  /** The reply is wrapped, for the next call waits for this one to go out, not for its reply. */
  async #go(
    send: () => Promise<ApiReply>,
    { sleep, now, isStopped }: PaceOptions,
  ): Promise<{ readonly reply: Promise<ApiReply> }> {
    for (let hasWaited = false; ; hasWaited = true) {
      const turn = this.#lane.turn(now());
      if (turn.kind === 'go') {
        const reply = this.#send(send, this.#lane.send(now(), { hasWaited }), now);
        this.#heard = reply;
        return { reply };
      }
      if (isStopped()) return { reply: Promise.resolve(notSent) };
      if (turn.kind === 'trying') await this.#heard;
      else await sleep(turn.ms, this.#lane.isLimited ? 'rateLimit' : 'ramp');
    }
  }

  /** Says in a throttled reply when the lane opens, where that is later than what the cloud says. */
  async #send(send: () => Promise<ApiReply>, ticket: Ticket, now: () => number): Promise<ApiReply> {
    const reply = await send();
    const closedMs = this.#lane.hear(ticket, reply, now());
    if (reply.ok || reply.failure.kind !== 'throttled') return reply;
    const retryAfterMs = Math.max(reply.failure.retryAfterMs ?? 0, closedMs);
    return { ...reply, failure: { ...reply.failure, retryAfterMs } };
  }
}
