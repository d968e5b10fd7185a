// The one command that goes on with an apply that stopped, or takes one back.
import { gravestRisk, type Risk } from '../../model/access.ts';
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
  readonly records: boolean;
  readonly journal?: string;
}

/** Ready to copy, and as careful as the command before it. Without a plan file it plans anew. */
export function againCommand(
  command: 'apply' | 'rollback',
  planFile: string | undefined,
  options: AgainOptions,
): string {
  const { workspace, target, emulator, guardsFrom, autoApprove, allowHazards } = options;
  const { only, approved, myAddress, settle, patience, records, journal } = options;
  const isApply = command === 'apply';
  const isAsked = isApply && planFile === undefined;
  return [
    `sluice ${command}`,
    ...(planFile === undefined ? [] : [shellWord(planFile)]),
    ...flag('--workspace', workspace),
    ...flag('--approved', isAsked ? approved : undefined),
    ...flag('--target', target?.join(',')),
    ...flag('--emulator', emulator),
    ...flag('--guards-from', guardsFrom),
    ...(isAsked ? approvalFlag(autoApprove) : []),
    ...flag('--allow-hazards', allowHazards.join(',') || undefined),
    ...maxDeleteFlag(options),
    ...flag('--my-address', myAddress?.replace(/\/.*/, '')),
    ...flag('--only', planFile === undefined ? only : undefined),
    ...(isAsked && options.prune ? ['--prune'] : []),
    ...flag('--settle', settle?.toString()),
    ...flag('--patience', patience?.toString()),
    ...flag('--journal', isApply ? journal : undefined),
    ...(records ? [] : ['--no-records']),
  ].join(' ');
}

/** Which approves everything where no risk stands beside it. */
function approvalFlag(risk: Risk | undefined): readonly string[] {
  if (risk === undefined) return [];
  return [risk === gravestRisk ? '--auto-approve' : `--auto-approve=${risk}`];
}
