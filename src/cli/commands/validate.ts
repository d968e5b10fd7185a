// sluice validate: every fault of the files at once, and what the checks say; no cloud is read.
import { runChecks } from '../../checks/run-checks.ts';
import { withoutRepeats } from '../../desired/fault.ts';
import type { LoadedCounts } from '../../desired/load.ts';
import { compareFindings, type Finding } from '../../model/finding.ts';
import { defaultQuotas } from '../../model/quota.ts';
import { defaultNodesMax } from '../../reach/access/analysis.ts';
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
  const nowMs = Date.now();
  const checked = loaded.states.map(({ groups, quotas }) => {
    const limits = { ...defaultQuotas, ...quotas };
    return runChecks(groups, { nowMs, quotas: limits, nodesMax: defaultNodesMax });
  });
  // A group of several targets is written, and warned of, once.
  const findings = withoutRepeats([
    ...loaded.networkNotes,
    ...checked.flatMap((one) => one.findings),
  ]).toSorted(compareFindings);
  const waived = withoutRepeats(checked.flatMap((one) => one.waived));
  err(renderFindings(findings, colours));
  const counted = loaded.states.flatMap(({ target: { name } }) => {
    const counts = loaded.counts.get(name);
    return counts === undefined ? [] : [{ name, text: countsText(counts) }];
  });
  const [only, ...others] = counted;
  const isOne = only !== undefined && others.length === 0;
  if (!isOne) for (const { name, text } of counted) out(`target ${name}: ${text}.\n`);
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  const verdict = hasErrors ? 'Not valid.' : 'Valid.';
  const what = isOne ? only.text : plural(counted.length, 'target');
  out(`${verdict} ${what}.${foundText({ findings, waived })}\n`);
  return hasErrors ? exitCodes.invalid : exitCodes.success;
}

/** ` 1 error, 2 warnings, 4 waived.`; nothing where there is nothing. */
function foundText({
  findings,
  waived,
}: {
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
}): string {
  const count = (wanted: Finding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  const parts = [
    ...(errors === 0 ? [] : [plural(errors, 'error')]),
    ...(warnings === 0 ? [] : [plural(warnings, 'warning')]),
    ...(infos === 0 ? [] : [`${infos} info`]),
    ...(waived.length === 0 ? [] : [`${waived.length} waived`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(', ')}.`;
}

function countsText({ groups, writtenRules, expandedRules, references }: LoadedCounts): string {
  const rules = `${plural(writtenRules, 'written rule')} (${expandedRules} expanded)`;
  return `${plural(groups, 'group')}, ${rules}, ${plural(references, 'reference')}`;
}
