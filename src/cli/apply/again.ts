// The one command that goes on with an apply that stopped, or takes one back.
import { gravestRisk, type Risk } from '../../model/access.ts';
import { formatDuration } from '../../model/duration.ts';
import { flag, maxDeleteFlag, shellWord, type Place } from '../command-line.ts';
import type { WhereOptions } from '../where-from.ts';
import type { LimitOptions } from '../workspace-options.ts';

export interface AgainOptions extends Place, LimitOptions, WhereOptions {
  readonly approved?: string;
  readonly autoApprove?: Risk;
  readonly allowHazards: readonly string[];
  /** Seconds. */
  readonly settle?: number;
  /** Seconds. */
  readonly patience?: number;
  /** Milliseconds; 0 does not wait. */
  readonly lockTimeout: number;
  readonly parallelism: number;
  readonly json?: boolean;
  readonly color: boolean;
  readonly records: boolean;
  readonly journal?: string;
}

/** Calls in flight, where nobody says otherwise. */
export const usualParallelism = 5;

/**
 * Ready to copy, and as careful as the command before it: all of its flags but those that say how a plan is
 * made. Without a plan file an apply plans anew.
 */
export function againCommand(
  command: 'apply' | 'rollback',
  planFile: string | undefined,
  options: AgainOptions,
): string {
  const { workspace, target, emulator, guardsFrom, autoApprove, allowHazards } = options;
  const { only, approved, myAddress, settle, patience, lockTimeout, parallelism } = options;
  const { json, color, records, journal } = options;
  const plansAnew = command === 'apply' && planFile === undefined;
  const isSaved = command === 'apply' && !plansAnew;
  return [
    `sluice ${command}`,
    ...(planFile === undefined ? [] : [shellWord(planFile)]),
    ...flag('--workspace', workspace),
    ...flag('--approved', plansAnew ? approved : undefined),
    ...flag('--target', target?.join(',')),
    ...flag('--emulator', emulator),
    ...flag('--guards-from', guardsFrom),
    ...approvalFlag(autoApprove, isSaved),
    ...flag('--allow-hazards', allowHazards.join(',') || undefined),
    ...maxDeleteFlag(options),
    ...flag('--my-address', myAddress?.replace(/\/.*/, '')),
    ...flag('--only', plansAnew ? only : undefined),
    ...(plansAnew && options.prune ? ['--prune'] : []),
    ...flag('--lock-timeout', lockTimeout === 0 ? undefined : formatDuration(lockTimeout)),
    ...flag('--settle', settle?.toString()),
    ...flag('--patience', patience?.toString()),
    ...flag('--parallelism', parallelism === usualParallelism ? undefined : String(parallelism)),
    ...(json === true ? ['--json'] : []),
    ...(color ? [] : ['--no-color']),
    ...flag('--journal', journal),
    ...(records ? [] : ['--no-records']),
  ].join(' ');
}

/** Which approves everything where no risk stands beside it; of a saved plan nobody is asked that. */
function approvalFlag(risk: Risk | undefined, isSaved: boolean): readonly string[] {
  if (risk === undefined || (isSaved && risk === gravestRisk)) return [];
  return [risk === gravestRisk ? '--auto-approve' : `--auto-approve=${risk}`];
}
