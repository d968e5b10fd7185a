// sluice validate: every fault of the files at once, and what the checks say; no cloud is read.
import { runChecks } from '../../checks/run-checks.ts';
import { withoutRepeats } from '../../desired/fault.ts';
import type { LoadedCounts } from '../../desired/load.ts';
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
  // A group of several targets is written, and warned of, once.
  const warnings = withoutRepeats(loaded.states.flatMap(({ groups }) => runChecks(groups)));
  err(renderFindings(warnings, colours));
  const found = warnings.length === 0 ? '' : ` ${plural(warnings.length, 'warning')}.`;
  const counted = loaded.states.flatMap(({ target: { name } }) => {
    const counts = loaded.counts.get(name);
    return counts === undefined ? [] : [{ name, text: countsText(counts) }];
  });
  const [only, ...others] = counted;
  if (only !== undefined && others.length === 0) {
    out(`Valid. ${only.text}.${found}\n`);
    return exitCodes.success;
  }
  for (const { name, text } of counted) out(`target ${name}: ${text}.\n`);
  out(`Valid. ${plural(counted.length, 'target')}.${found}\n`);
  return exitCodes.success;
}

function countsText({ groups, writtenRules, expandedRules, references }: LoadedCounts): string {
  const rules = `${plural(writtenRules, 'written rule')} (${expandedRules} expanded)`;
  return `${plural(groups, 'group')}, ${rules}, ${plural(references, 'reference')}`;
}
