// The one command that goes on with an apply that stopped, or takes one back.

export interface AgainOptions {
  readonly workspace?: string;
  readonly emulator?: string;
  readonly allowHazards: readonly string[];
}

/** Ready to copy; without a plan file a new plan is made. */
export function againCommand(
  command: 'apply' | 'rollback',
  planFile: string | undefined,
  { workspace, emulator, allowHazards }: AgainOptions,
): string {
  return [
    `sluice ${command}`,
    ...(planFile === undefined ? [] : [shellWord(planFile)]),
    ...(workspace === undefined ? [] : ['--workspace', shellWord(workspace)]),
    ...(emulator === undefined ? [] : ['--emulator', shellWord(emulator)]),
    ...(allowHazards.length === 0 || command === 'rollback'
      ? []
      : ['--allow-hazards', allowHazards.join(',')]),
  ].join(' ');
}

function shellWord(text: string): string {
  return /^[\w./:@=+-]+$/.test(text) ? text : `'${text.replace(/'/g, String.raw`'\''`)}'`;
}
