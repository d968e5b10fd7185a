// What an apply tells while it runs, and where it stands when it stops.
import type { GroupId, GroupName } from '../model/group-identity.ts';
import type { Step, StepId } from '../model/step.ts';
import type { Plan } from '../model/plan.ts';
import { isDenied } from '../model/denied.ts';
import type { Difference } from '../model/differences.ts';
import { plural } from './counts.ts';
import { indentedDifferences } from './difference-lines.ts';
import { printable, quoted } from './printable.ts';
import { actionOf } from './step-action.ts';
import { stepLine } from './step-line.ts';

export interface FailureWords {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
}

export function doneLine(
  step: Step,
  {
    number,
    total,
    attempts,
  }: { readonly number: number; readonly total: number; readonly attempts: number },
): string {
  const width = String(total).length;
  const retried = attempts > 1 ? ` (${attempts} attempts)` : '';
  return `${String(number).padStart(width)}/${total}  ${stepLine(step)}${retried}\n`;
}

export function failureText({ code, message, requestId }: FailureWords): string {
  const request = requestId === undefined ? '' : ` (request ${requestId})`;
  return `${code}: ${printable(message)}${request}`;
}

export interface CallNumbers {
  readonly reads: number;
  readonly writes: number;
  /** Attempts beyond the first of each call. */
  readonly retries: number;
  /** The time in which calls waited for the rate limit. */
  readonly waitedMs: number;
}

/** How much a command asked of the cloud, and what held it up. */
export function callsLine(
  { reads, writes, retries, waitedMs }: CallNumbers,
  elapsedMs: number,
): string {
  const calls = `${plural(reads, 'read')} and ${plural(writes, 'write')} in ${seconds(elapsedMs)}`;
  const retried = retries === 0 ? '' : `; ${retries} ${retries === 1 ? 'retry' : 'retries'}`;
  const isWorthSaying = seconds(waitedMs) !== seconds(0);
  const waited = isWorthSaying ? `; ${seconds(waitedMs)} waiting for the rate limit` : '';
  return `${calls}${retried}${waited}.\n`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** What is done, what is not, and what to do. */
export function stoppedText(
  plan: Plan,
  remains: { readonly doneSteps: readonly StepId[]; readonly leftSteps: readonly StepId[] },
  advice: string,
): string {
  const left = new Set(remains.leftSteps);
  const open = plan.steps.filter(({ id }) => left.has(id));
  const done = doneText(remains.doneSteps.length, plan.steps.length);
  const shown = open.slice(0, notDoneMax).map((step) => `  - ${stepLine(step)}`);
  const more = open.length - shown.length;
  const notDone = [...shown, ...(more > 0 ? [`  … and ${more} more`] : [])];
  return [done, ...(open.length > 0 ? ['Not done:', ...notDone] : []), advice, ''].join('\n');
}

function doneText(done: number, all: number): string {
  if (done === 0) return 'Done: no step.';
  const which = done === 1 ? 'which stays done' : 'which stay done';
  if (done < all) return `Done: ${done} of ${plural(all, 'step')}, ${which}.`;
  return `Done: ${all === 1 ? 'the only step' : `all ${all} steps`}, ${which}.`;
}

/** A plan may have a thousand; what to do is said below them, and shall be seen. */
const notDoneMax = 20;

export function staleText(
  groups: readonly {
    readonly group: GroupName;
    readonly id: GroupId | undefined;
    readonly why: 'changed' | 'gone' | 'appeared' | 'contested' | 'interfaces' | 'lists' | 'names';
    readonly differences: readonly Difference[];
    readonly lists?: readonly StaleList[];
    readonly names?: readonly StaleName[];
  }[],
  since: 'made' | 'applied',
): string {
  const whys = {
    changed: `was changed since the plan was ${since}`,
    gone: `is gone since the plan was ${since}`,
    appeared: `has appeared since the plan was ${since}`,
    contested: 'is not what its tags say: a group with another id carries them too, or alone',
    interfaces: 'is on network interfaces with other groups than when the plan was made',
    lists: 'has rules for lists with other entries than when the plan was made',
    names: 'has rules by names that mean something else than when the plan was made',
  };
  const advice =
    since === 'made'
      ? 'Plan again, and review what you get.'
      : 'Only what the plan itself did is taken back. Write what you want, and plan that.';
  const lines = groups.map(({ group, id, why, differences, lists = [], names = [] }) => {
    const isOfRules = why === 'changed' || why === 'appeared';
    const what = `${indentedDifferences(isOfRules ? differences : [])}${lists.map(listLine).join('')}${names.map(nameLine).join('')}`;
    return `stale: group ${nameOf(group, id)} ${whys[why]}\n${what}`;
  });
  return `${lines.join('')}Nothing was written. ${advice}\n`;
}

interface StaleList {
  readonly id: string;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

function listLine({ id, added, removed }: StaleList): string {
  if (added === undefined || removed === undefined) return `  ${id} can no longer be read\n`;
  const entries = [
    ...added.map((entry) => `+ ${printable(entry)}`),
    ...removed.map((entry) => `- ${printable(entry)}`),
  ];
  const more =
    entries.length > listEntriesMax ? ` and ${entries.length - listEntriesMax} more` : '';
  return `  ${id}: ${entries.slice(0, listEntriesMax).join(', ')}${more}\n`;
}

const listEntriesMax = 5;

interface StaleName {
  readonly kind: 'prefixLists' | 'portLists' | 'group';
  readonly name: string;
  readonly target?: string;
  readonly was: string;
  readonly now?: string;
}

function nameLine({ kind, name, target, was, now }: StaleName): string {
  const whose = target === undefined ? '' : ` of target "${printable(target)}"`;
  const is = now === undefined ? 'cannot be told any more' : `is ${printable(now)}`;
  return `  the ${nouns[kind]} "${printable(name)}"${whose} was ${printable(was)}, and ${is}\n`;
}

const nouns = { prefixLists: 'prefix list', portLists: 'port list', group: 'group' } as const;

/** Where each group of an apply that could not be verified stands. */
export function unverifiedText(
  groups: readonly {
    readonly group: GroupName;
    readonly id: GroupId | undefined;
    readonly why: 'unseen' | 'changed' | 'unread';
    readonly differences: readonly Difference[];
  }[],
): string {
  const whys = {
    unseen: 'reads as before: what was answered with success cannot be seen yet',
    changed: 'is not as the plan knows it; somebody else has changed it',
    unread: 'could not be read',
  };
  const texts = groups.map(({ group, id, why, differences }) => {
    return `  ${nameOf(group, id)} ${whys[why]}\n${indentedDifferences(differences)}`;
  });
  return texts.join('');
}

/** The actions that RAM must allow, where it was RAM that said no; else nothing. */
export function missingPermissionText(
  { code }: Pick<FailureWords, 'code'>,
  steps: readonly Step[],
): string {
  if (!isDenied(code)) return '';
  const actions = [...new Set(steps.flatMap((step) => actionOf(step)))].toSorted();
  const names = actions.map((action) => `ecs:${action}`).join(', ');
  return `  RAM denies it. What is left of this plan needs ${names}.\n`;
}

function nameOf(group: GroupName, id: GroupId | undefined): string {
  return id === undefined ? printable(group) : `${printable(group)} (${id})`;
}

/** Groups that somebody has put a hold on. */
export function heldText(
  groups: readonly {
    readonly group: GroupName;
    readonly id: GroupId;
    readonly until: string;
    readonly reason: string;
  }[],
): string {
  const lines = groups.map(({ group, id, until, reason }) => {
    const why = reason === '' ? '' : `: ${quoted(reason)}`;
    const end = until === '' ? 'somebody releases it' : printable(until);
    return `held: group ${nameOf(group, id)} is held until ${end}${why}\n`;
  });
  return lines.join('');
}
