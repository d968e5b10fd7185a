// The events of an apply as lines for people.
import type {
  ApplyEvent,
  FailedStep,
  RefusedReason,
  UnverifiedGroup,
} from '../../applier/events.ts';
import type { HeldGroup } from '../../applier/held.ts';
import type { Plan } from '../../model/plan.ts';
import { unreachable } from '../../model/unreachable.ts';
import {
  doneLine,
  failureText,
  heldText,
  missingPermissionText,
  staleText,
  stoppedText,
  unverifiedText,
} from '../../report/apply-text.ts';
import { plural } from '../../report/counts.ts';
import { notThereText } from '../../report/not-there-text.ts';
import { printable } from '../../report/printable.ts';
import { stepLine } from '../../report/step-line.ts';
import { sayUnreadable } from '../say-unreadable.ts';
import type { Surroundings } from '../surroundings.ts';
import type { NextCommands } from './next-commands.ts';

export interface ApplyReportOptions {
  readonly again: string;
  readonly commands: Pick<NextCommands, 'plan' | 'unhold'>;
  readonly surroundings: Surroundings;
}

export class ApplyReport {
  readonly #plan: Plan;
  /** The one command that goes on. */
  readonly #again: string;
  readonly #commands: Pick<NextCommands, 'plan' | 'unhold'>;
  readonly #surroundings: Surroundings;
  #number = 0;
  #total = 0;
  #waitedMs = 0;

  constructor(plan: Plan, { again, commands, surroundings }: ApplyReportOptions) {
    this.#plan = plan;
    this.#again = again;
    this.#commands = commands;
    this.#surroundings = surroundings;
  }

  tell(event: ApplyEvent): void {
    const { out, err, colours } = this.#surroundings;
    switch (event.kind) {
      case 'refused':
        this.#refused(event.reason);
        return;
      case 'started':
        this.#total = event.toRun;
        if (event.alreadyTrue > 0) {
          const are = event.alreadyTrue === 1 ? 'is' : 'are';
          out(`${plural(event.alreadyTrue, 'step')} of this plan ${are} true already.\n`);
        }
        return;
      case 'sending':
      case 'replied':
        return;
      case 'done': {
        this.#number += 1;
        const { outcome, step } = event;
        const attempts = outcome.kind === 'answered' ? outcome.attempts : 1;
        const total = Math.max(this.#total, this.#number);
        out(doneLine(step, { number: this.#number, total, attempts }));
        if (outcome.kind === 'seen') {
          err(`  answered ${outcome.failure.code}, and reading back shows that it is done.\n`);
        }
        return;
      }
      case 'again':
        if (event.why === 'replayed') this.#number -= 1;
        err(`  once more: ${stepLine(event.step)}: ${againWords[event.why]}\n`);
        return;
      case 'readingBack':
        this.#waitedMs = 0;
        err(`Reading back ${plural(event.groups, 'group')} …\n`);
        return;
      case 'waiting':
        this.#waiting(event);
        return;
      case 'settling':
        err(`Waiting ${event.forMs / 1000} s for what was written to spread …\n`);
        return;
      case 'verified': {
        const what = `${plural(event.groups, 'group')}, ${plural(event.rules, 'rule')}`;
        out(`${colours.bold(`Applied and verified: ${what} read back as planned.`)}\n`);
        return;
      }
      case 'failed':
        for (const { step, failure } of [event, ...event.others]) {
          err(colours.red(`failed: ${stepLine(step)}: ${failureText(failure)}\n`));
          err(missingPermissionText(failure, [step, ...this.#stepsOf(event.leftSteps)]));
        }
        err(stoppedText(this.#plan, event, this.#adviceAfter([event, ...event.others])));
        return;
      case 'unverified':
        this.#unverified(event);
        return;
      case 'held':
        err(heldText(event.groups));
        err(stoppedText(this.#plan, event, `Once that is over or released:\n${this.#goOn()}`));
        return;
      case 'interrupted':
        err('Interrupted: the calls in flight were finished, and no other was begun.\n');
        for (const { step, failure } of event.unanswered) {
          err(`  not answered: ${stepLine(step)}: ${failureText(failure)}\n`);
        }
        err(stoppedText(this.#plan, event, this.#goOn()));
        return;
      default:
        unreachable(event);
    }
  }

  /** A line now and then: a log is no place for every second. */
  #waiting({ groups, waitedMs }: Extract<ApplyEvent, { kind: 'waiting' }>): void {
    if (waitedMs > 0 && waitedMs < this.#waitedMs * 2) return;
    this.#waitedMs = Math.max(waitedMs, 1000);
    const [first = ''] = groups;
    const who = groups.length === 1 ? `group ${printable(first)}` : plural(groups.length, 'group');
    const since = waitedMs < 1000 ? '' : ` for ${Math.round(waitedMs / 1000)} s`;
    this.#surroundings.err(`  waiting${since} until ${who} can be read as written …\n`);
  }

  #unverified({ groups, failure, ...remains }: Extract<ApplyEvent, { kind: 'unverified' }>): void {
    const { err, colours } = this.#surroundings;
    const names = groups.map(({ group }) => printable(group)).join(', ');
    const why = failure ? failureText(failure) : 'what reads back is not what was planned';
    err(colours.red(`not verified: ${names}: ${why}\n`));
    err(unverifiedText(groups));
    err(stoppedText(this.#plan, remains, this.#adviceUnverified(groups, failure !== undefined)));
  }

  #adviceUnverified(groups: readonly UnverifiedGroup[], isUnread: boolean): string {
    const isForeign = groups.some(({ why }) => why === 'changed');
    return isForeign && !isUnread
      ? `Somebody else changes these groups. What differs now: ${this.#commands.plan()}`
      : this.#goOn();
  }

  #adviceAfter(failed: readonly [FailedStep, ...FailedStep[]]): string {
    const notThere = notThereText(failed);
    if (notThere !== undefined) return `${notThere}${this.#planAgain()}`;
    const [{ failure }] = failed;
    const isRefused = failure.kind === 'refused';
    return isRefused ? `Mend what the API complains of. ${this.#goOn()}` : this.#goOn();
  }

  /** The same plan would be refused again; of a way back no file is the cause. */
  #planAgain(): string {
    const plan = this.#commands.plan();
    const what =
      this.#plan.undoes === undefined
        ? `Mend the file and plan again: ${plan}`
        : `So the way back cannot be gone to its end. Write what you want instead, and plan that: ${plan}`;
    return `${what}\nThe next plan begins from where this one stopped.`;
  }

  #goOn(): string {
    return `To go on: ${this.#again}\nWhat is done is recognised, and nothing happens twice.`;
  }

  #unhold(groups: readonly HeldGroup[]): string {
    return groups.map(({ group }) => this.#commands.unhold(group)).join(' && ');
  }

  #stepsOf(ids: readonly string[]): Plan['steps'] {
    const wanted = new Set(ids);
    return this.#plan.steps.filter(({ id }) => wanted.has(id));
  }

  #refused(reason: RefusedReason): void {
    const { err } = this.#surroundings;
    switch (reason.kind) {
      case 'wrongAccount':
        err(`refused: the plan is for account ${reason.expected}, `);
        err(`and these credentials belong to ${reason.found}.\nNothing was read or written. `);
        err(`Use credentials of ${reason.expected}.\n`);
        return;
      case 'unreadable':
        sayUnreadable({ ok: false, ...reason }, this.#surroundings);
        return;
      case 'withoutRuleIds':
        err(`error: the cloud lists rules of ${reason.groups.join(', ')} without their ids, `);
        err('and nothing else names a rule for certain. Nothing was written.\n');
        err('Read them again later; if that stays so, ask the cloud about these groups.\n');
        return;
      case 'stale':
        err(staleText(reason.groups, 'made'));
        return;
      case 'held':
        err(heldText(reason.groups));
        err('Nothing was written. Plan again: the plan leaves it alone. Or release it: ');
        err(`${printable(this.#unhold(reason.groups))}\n`);
        return;
      case 'interrupted':
        err('Interrupted. Nothing was written.\n');
        return;
      default:
        unreachable(reason);
    }
  }
}

const againWords = {
  replayed: 'the reply was that of an earlier call, and nothing had happened',
  tokenUsed: 'its client token was used for another call before',
  inPart: 'only part of it took effect',
  otherIds: 'what it named has other ids now',
  tagsLost: 'the group was made without its tags',
  noEffect: 'it had no effect',
} as const;
