// sluice validate: every fault of the files at once, and what the checks say; no cloud is read.
import { runChecks } from '../../checks/run-checks.ts';
import { plural } from '../../report/counts.ts';
import { renderFindings } from '../../report/findings-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadWorkspace } from '../load-workspace.ts';
import { processSurroundings } from '../surroundings.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export async function validate(options: WorkspaceOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { out, err, colours } = surroundings;
  const loaded = await loadWorkspace(options, surroundings);
  if (loaded === undefined) return exitCodes.invalid;
  const warnings = runChecks(loaded.state.groups);
  err(renderFindings(warnings, colours));
  const { groups, writtenRules, expandedRules, references } = loaded.counts;
  const rules = `${plural(writtenRules, 'written rule')} (${expandedRules} expanded)`;
  const found = warnings.length === 0 ? '' : ` ${plural(warnings.length, 'warning')}.`;
  out(`Valid. ${plural(groups, 'group')}, ${rules}, ${plural(references, 'reference')}.${found}\n`);
  return exitCodes.success;
}
