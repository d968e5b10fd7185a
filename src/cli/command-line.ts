// Commands that are printed as advice: ready to paste, and on the same workspace, targets and cloud as
// the command that prints them.
import { formatAmount } from '../model/change-limits.ts';
import type { GuardOptions } from './load-guarded.ts';
import type { LimitOptions } from './workspace-options.ts';

/** The flags that say where a command works, and whose guards it keeps to besides those of the files. */
export type Place = Pick<GuardOptions, 'workspace' | 'target' | 'emulator' | 'guardsFrom'>;

/** `words` follow `sluice`, as in `['unhold', 'web']`; a POSIX shell takes them as they are. */
export function commandLine(
  words: readonly string[],
  { workspace, target, emulator, guardsFrom }: Place,
): string {
  return [
    'sluice',
    ...words.map(shellWord),
    ...flag('--workspace', workspace),
    ...flag('--target', target?.join(',')),
    ...flag('--emulator', emulator),
    ...flag('--guards-from', guarded.has(words[0]) ? guardsFrom : undefined),
  ].join(' ');
}

const guarded: ReadonlySet<string | undefined> = new Set(['plan', 'apply', 'rollback', 'test']);

/** Nothing where there is no value. */
export function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, shellWord(value)];
}

export function maxDeleteFlag({ maxDelete }: LimitOptions): readonly string[] {
  return flag('--max-delete', maxDelete && formatAmount(maxDelete));
}

export function shellWord(text: string): string {
  return /^[\w./:@=+,-]+$/.test(text) ? text : `'${text.replace(/'/g, String.raw`'\''`)}'`;
}
