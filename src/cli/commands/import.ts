// sluice import: live groups → group files, with a proof that planning from them changes no rule.
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { GroupFilters } from '../import/choose-groups.ts';
import { findGroups } from '../import/find-groups.ts';
import { proveFiles } from '../import/prove-files.ts';
import { writeImported } from '../import/write-imported.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { openTarget } from '../open-target.ts';
import { processSurroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface ImportCommandOptions extends WorkspaceOptions, GroupFilters {
  readonly out?: string;
  readonly force?: boolean;
  readonly ruleIds?: boolean;
  /** Groups are only looked at, and those of cloud services too. */
  readonly observe?: boolean;
  /** Shared addresses go into networks of the workspace. */
  readonly networks?: boolean;
  /** False with `--no-fold`. */
  readonly fold: boolean;
}

export async function importCommand(options: ImportCommandOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const loaded = await loadWorkspace({ ...options, alsoFiles: [] }, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const [desired, ...others] = loaded.states;
  if (desired === undefined || others.length > 0) {
    const names = loaded.states.map(({ target }) => target.name).join(', ');
    surroundings.err(`error: an import is of one target; expected --target with one of ${names}\n`);
    return exitCodes.invalid;
  }
  const open = await openTarget(desired.target, { ...options, purpose: 'plan' }, surroundings);
  if (typeof open === 'number') return open;
  const context = { loaded, options, surroundings };
  try {
    const found = await findGroups(desired, open, context);
    if (typeof found === 'number') return found;
    const hindered = await writeImported(found, context);
    const proved = hindered ?? (await proveFiles(found, context));
    surroundings.err(open.callsSoFar());
    return proved === exitCodes.success && found.isLacking ? exitCodes.error : proved;
  } finally {
    await open.close();
  }
}
