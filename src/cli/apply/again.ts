// The one command that goes on with an apply that stopped, or takes one back.

export interface AgainOptions {
  readonly workspace?: string;
  readonly target?: readonly string[];
  readonly emulator?: string;
  readonly approved?: string;
  readonly autoApprove?: boolean;
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
  const { workspace, target, emulator, autoApprove, allowHazards } = options;
  const { approved, settle, patience, records, journal } = options;
  // What a plan was consented to is not what its way back needs.
  const isApply = command === 'apply';
  const isAsked = isApply && planFile === undefined;
  return [
    `sluice ${command}`,
    ...(planFile === undefined ? [] : [shellWord(planFile)]),
    ...valueOf('--workspace', workspace),
    ...valueOf('--approved', isAsked ? approved : undefined),
    ...valueOf('--target', target?.join(',')),
    ...valueOf('--emulator', emulator),
    ...(isAsked && autoApprove === true ? ['--auto-approve'] : []),
    ...valueOf('--allow-hazards', isApply ? allowHazards.join(',') || undefined : undefined),
    ...valueOf('--settle', settle?.toString()),
    ...valueOf('--patience', patience?.toString()),
    ...valueOf('--journal', isApply ? journal : undefined),
    ...(records ? [] : ['--no-records']),
  ].join(' ');
}

function valueOf(flag: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [flag, shellWord(value)];
}

function shellWord(text: string): string {
  return /^[\w./:@=+,-]+$/.test(text) ? text : `'${text.replace(/'/g, String.raw`'\''`)}'`;
}
