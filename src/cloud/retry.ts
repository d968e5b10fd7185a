// Sends again while a reply says that the same call may succeed later.
//
// Three kinds of failure end by themselves in three ways, so each has a budget of its own. The
// cloud throttles by the minute, so a throttled call gets through if one only waits: time bounds it.
// What "not yet" waits for takes minutes, however often one asks: time again. Faults and lost
// replies may never end: attempts bound them, and time too.
import { isNotYet, isOutcomeUnknown } from './classify.ts';
import type { Sleep } from './pace/pause.ts';
import { mayRepeat, type ApiFailure, type ApiReply, type Transport } from './transport.ts';

export interface RetryOptions {
  /** How often faults and lost replies may be had for one call. */
  readonly attemptsMax: number;
  readonly firstPauseMs: number;
  readonly pauseMaxMs: number;
  /** How long one call may be kept by faults, and how long by each thing that is "not yet". */
  readonly deadlineMs: number;
  /** How long one call may be kept by throttling. */
  readonly throttledDeadlineMs: number;
  readonly sleep: Sleep;
  /** Milliseconds of a clock that nobody sets. */
  readonly now: () => number;
  /** 0 to 1, so that clients that were throttled together do not come back together. */
  readonly random: () => number;
  /** Once true, the attempt in flight ends and no other follows. */
  readonly isStopped: () => boolean;
}

/**
 * Calls may be sent again: reads change nothing, and writes carry a client token or (delete, tags,
 * attributes) mean the same the second time. For the others see `mayRepeat`.
 */
export function withRetry(send: Transport, options: RetryOptions): Transport {
  const { sleep, now, isStopped } = options;
  return async (call) => {
    if (!mayRepeat(call)) return send(call);
    let budgets: Budgets | undefined;
    let [attempts, throttled, mayHaveTakenEffect] = [0, 0, false];
    for (;;) {
      const sentAt = now();
      const last = await send(call);
      attempts += last.attempts;
      if (isThrottled(last)) throttled += last.attempts;
      mayHaveTakenEffect ||= isEffectOpen(last);
      const reply = { ...last, attempts, throttled, mayHaveTakenEffect };
      if (last.ok) return reply;
      budgets ??= openBudgets(options);
      const budget = budgets.of(last.failure);
      if (budget === undefined || isStopped()) return reply;
      const pauseMs = pauseBefore(budget.failures, last.failure, options);
      budget.failures += 1;
      budget.spentMs += now() - sentAt + pauseMs;
      if (budget.failures >= budget.failuresMax || budget.spentMs > budget.deadlineMs) return reply;
      await sleep(pauseMs, isThrottled(last) ? 'rateLimit' : 'fault');
      if (isStopped()) return reply;
    }
  };
}

interface Budget {
  readonly failuresMax: number;
  readonly deadlineMs: number;
  failures: number;
  /** In attempts that failed so, and in the pauses after them. */
  spentMs: number;
}

/** Of one call; there is none for what is final. */
interface Budgets {
  readonly of: (failure: ApiFailure) => Budget | undefined;
}

function openBudgets({ attemptsMax, deadlineMs, throttledDeadlineMs }: RetryOptions): Budgets {
  const byTime = (ms: number) => open({ failuresMax: Infinity, deadlineMs: ms });
  const throttled = byTime(throttledDeadlineMs);
  const notYet = byTime(deadlineMs);
  const fault = open({ failuresMax: attemptsMax, deadlineMs });
  return {
    of: (failure) => {
      switch (failure.kind) {
        case 'throttled':
          return throttled;
        case 'unavailable':
          return isNotYet(failure) ? notYet : fault;
        case 'lost':
          return fault;
        case 'refused':
        case 'credentials':
          return undefined;
      }
    },
  };
}

function open(limits: Pick<Budget, 'failuresMax' | 'deadlineMs'>): Budget {
  return { ...limits, failures: 0, spentMs: 0 };
}

function isThrottled(reply: ApiReply): boolean {
  return !reply.ok && reply.failure.kind === 'throttled';
}

function isEffectOpen(reply: ApiReply): boolean {
  return reply.mayHaveTakenEffect ?? (!reply.ok && isOutcomeUnknown(reply.failure));
}

/** Who is told when to come back comes back then, only not on the dot; else the pauses double. */
function pauseBefore(failures: number, { retryAfterMs }: ApiFailure, options: RetryOptions) {
  const { firstPauseMs, pauseMaxMs, random } = options;
  const isTold = retryAfterMs !== undefined;
  const ceiling = Math.min(pauseMaxMs, firstPauseMs * 2 ** (isTold ? 0 : failures));
  return (retryAfterMs ?? 0) + ceiling / 2 + (random() * ceiling) / 2;
}
