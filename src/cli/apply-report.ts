// The events of an apply as lines, and the exit code that they come to.
import type { ApplyEvent, RefusedReason } from '../applier/events.ts';
import type { Plan } from '../model/plan.ts';
import { doneLine, failureText, staleText, stoppedText } from '../report/apply-text.ts';
import { plural } from '../report/counts.ts';
import { stepLine } from '../report/step-line.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { sayUnreadable } from './make-plan.ts';
import type { Surroundings } from './surroundings.ts';

export class ApplyReport {
  readonly #plan: Plan;
  readonly #surroundings: Surroundings;
  #exitCode: ExitCode = exitCodes.incomplete;
  #hasSent = false;
  #number = 0;
  #total = 0;

  constructor(plan: Plan, surroundings: Surroundings) {
    this.#plan = plan;
    this.#surroundings = surroundings;
  }

  /** Incomplete until an event says otherwise. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  /** Whether a call that changes something has gone out. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  tell(event: ApplyEvent): void {
    const { out, err, colours } = this.#surroundings;
    switch (event.kind) {
      case 'refused':
        this.#exitCode = this.#refused(event.reason);
        return;
      case 'started':
        this.#total = event.toRun;
        if (event.alreadyTrue > 0) {
          const are = event.alreadyTrue === 1 ? 'is' : 'are';
          out(`${plural(event.alreadyTrue, 'step')} of this plan ${are} true already.\n`);
        }
        return;
      case 'sending':
        this.#hasSent = true;
        return;
      case 'done': {
        this.#number += 1;
        const { outcome, step } = event;
        const attempts = outcome.kind === 'answered' ? outcome.attempts : 1;
        out(doneLine(step, { number: this.#number, total: this.#total, attempts }));
        if (outcome.kind === 'seen') {
          err(`  answered ${outcome.failure.code}, and reading back shows that it is done.\n`);
        }
        return;
      }
      case 'readingBack':
        err(`Reading back ${plural(event.groups, 'group')} …\n`);
        return;
      case 'verified': {
        this.#exitCode = exitCodes.success;
        const what = `${plural(event.groups, 'group')}, ${plural(event.rules, 'rule')}`;
        out(`${colours.bold(`Applied and verified: ${what} read back as planned.`)}\n`);
        return;
      }
      case 'failed':
        this.#exitCode = this.#mayHaveWritten(event) ? exitCodes.incomplete : exitCodes.error;
        err(colours.red(`failed: ${stepLine(event.step)}: ${failureText(event.failure)}\n`));
        err(stoppedText(this.#plan, event, adviceAfter(event.failure.kind)));
        return;
      case 'unverified': {
        this.#exitCode = exitCodes.incomplete;
        const why = event.failure ? failureText(event.failure) : 'they do not read as planned';
        err(colours.red(`not verified: ${event.groups.join(', ')}: ${why}\n`));
        err(stoppedText(this.#plan, event, 'Run `sluice plan` to see what differs now.'));
        return;
      }
    }
  }

  /** A clear no to the first call leaves nothing behind, unless it was to a batch. */
  #mayHaveWritten({ step, failure }: Extract<ApplyEvent, { kind: 'failed' }>): boolean {
    const isBatch = (step.kind === 'authorize' || step.kind === 'revoke') && step.rules.length > 1;
    return this.#number > 0 || isBatch || !['refused', 'credentials'].includes(failure.kind);
  }

  #refused(reason: RefusedReason): ExitCode {
    const { err } = this.#surroundings;
    switch (reason.kind) {
      case 'wrongAccount':
        err(`refused: the plan is for account ${reason.expected}, `);
        err(`and these credentials belong to ${reason.found}.\nNothing was read or written.\n`);
        return exitCodes.refused;
      case 'unreadable':
        return sayUnreadable({ ok: false, ...reason }, this.#surroundings);
      case 'withoutRuleIds':
        err(`error: the cloud lists rules of ${reason.groups.join(', ')} without their ids, `);
        err('and nothing else names a rule for certain. Nothing was written.\n');
        return exitCodes.error;
      case 'stale':
        err(staleText(reason.groups));
        return exitCodes.stale;
    }
  }
}

function adviceAfter(kind: string): string {
  return kind === 'refused'
    ? 'Mend what the API complains of, then apply again: what is done is recognised.'
    : 'Apply again: what is done is recognised, and nothing happens twice.';
}
