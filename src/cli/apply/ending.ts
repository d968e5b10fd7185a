// The exit code that the events of an apply come to.
import type { ApplyEvent } from '../../applier/events.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { unreachable } from '../../model/unreachable.ts';
import type { StopSignal } from './interrupts.ts';

export class Ending {
  #exitCode: ExitCode | 'interrupted' = exitCodes.incomplete;
  #hasSent = false;
  #hasDone = false;

  /** Whether a call that changes something has gone out. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** Incomplete until an event says otherwise. */
  exitCode(signal: StopSignal | undefined): ExitCode {
    if (this.#exitCode !== 'interrupted') return this.#exitCode;
    // Nobody sent a signal: the lease was lost.
    if (signal === undefined) return this.#hasSent ? exitCodes.incomplete : exitCodes.lockHeld;
    return signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
  }

  see(event: ApplyEvent): void {
    if (event.kind === 'sending') this.#hasSent = true;
    if (event.kind === 'done') this.#hasDone = true;
    const code = this.#codeOf(event);
    if (code !== undefined) this.#exitCode = code;
  }

  #codeOf(event: ApplyEvent): ExitCode | 'interrupted' | undefined {
    switch (event.kind) {
      case 'verified':
        return exitCodes.success;
      case 'failed':
        return this.#mayHaveWritten(event) ? exitCodes.incomplete : exitCodes.error;
      case 'unverified':
      case 'held':
        return exitCodes.incomplete;
      case 'interrupted':
        return 'interrupted';
      case 'refused':
        return refusedCodes[event.reason.kind];
      case 'started':
      case 'sending':
      case 'replied':
      case 'done':
      case 'again':
      case 'readingBack':
      case 'waiting':
      case 'settling':
        return undefined;
      default:
        return unreachable(event);
    }
  }

  /** A clear no to the first call leaves nothing behind, unless it was to a batch. */
  #mayHaveWritten({ step, failure, others }: Extract<ApplyEvent, { kind: 'failed' }>): boolean {
    const isBatch = (step.kind === 'authorize' || step.kind === 'revoke') && step.rules.length > 1;
    const isClear = ['refused', 'credentials'].includes(failure.kind);
    return this.#hasDone || others.length > 0 || isBatch || !isClear;
  }
}

const refusedCodes = {
  wrongAccount: exitCodes.refused,
  unreadable: exitCodes.error,
  withoutRuleIds: exitCodes.error,
  stale: exitCodes.stale,
  held: exitCodes.refused,
  interrupted: 'interrupted',
} as const;
