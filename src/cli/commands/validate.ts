// sluice validate: every fault of the files at once, and what the checks say; no cloud is read.
import { checks } from '../../checks/all.ts';
import { runChecks } from '../../checks/run-checks.ts';
import { withoutRepeats } from '../../desired/fault.ts';
import { load, type Loaded } from '../../desired/load.ts';
import { compareFindings } from '../../model/finding.ts';
import { defaultQuotas } from '../../model/quota.ts';
import type { Validation } from '../../model/validation.ts';
import { defaultNodesMax } from '../../reach/access/analysis.ts';
import { renderGithub } from '../../report/github/findings-github.ts';
import { renderSarif } from '../../report/sarif/findings-sarif.ts';
import type { RuleMeaning } from '../../report/rule-meaning.ts';
import { renderFindings } from '../../report/findings-text.ts';
import { plural } from '../../report/counts.ts';
import { renderValidationJson } from '../../report/validation-json.ts';
import { renderVerdict } from '../../report/validation-text.ts';
import type { ValidationFormat } from '../definitions/validate.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { locateWorkspace } from '../load-workspace.ts';
import { repositoryPaths } from '../repository-paths.ts';
import { processSurroundings, type Surroundings } from '../surroundings.ts';
import { chooseTargets } from '../targets/choose-targets.ts';
import { toolVersion } from '../../api/tool-version.ts';
import type { WorkspaceOptions } from '../workspace-options.ts';

export interface ValidateOptions extends WorkspaceOptions {
  readonly format: ValidationFormat;
}

export async function validate(options: ValidateOptions): Promise<ExitCode> {
  const surroundings = processSurroundings({ wantsColour: options.color });
  const { err } = surroundings;
  const file = locateWorkspace(options.workspace, surroundings);
  if (file === undefined) return exitCodes.invalid;
  const nowMs = Date.now();
  const result = await load(file, { nowMs });
  if (!result.ok) {
    const { findings } = result;
    tell({ isValid: false, findings, waived: [], targets: [] }, file, options, surroundings);
    return exitCodes.invalid;
  }
  const chosen = chooseTargets(result.loaded, options.target);
  if (!chosen.ok) {
    err(`error: --target: ${chosen.fault}. Nothing was read or written.\n`);
    return exitCodes.invalid;
  }
  const validation = check(chosen.loaded, nowMs);
  tell(validation, file, options, surroundings);
  return validation.isValid ? exitCodes.success : exitCodes.invalid;
}

function check(loaded: Loaded, nowMs: number): Validation {
  const checked = loaded.states.map(({ groups, quotas }) => {
    const limits = { ...defaultQuotas, ...quotas };
    return runChecks(groups, { nowMs, quotas: limits, nodesMax: defaultNodesMax });
  });
  // A group of several targets is written, and warned of, once.
  const findings = withoutRepeats([
    ...loaded.warnings,
    ...loaded.networkNotes,
    ...checked.flatMap((one) => one.findings),
  ]).toSorted(compareFindings);
  const waived = withoutRepeats(checked.flatMap((one) => one.waived));
  const targets = loaded.states.flatMap(({ target: { name } }) => {
    const counts = loaded.counts.get(name);
    return counts === undefined ? [] : [{ target: name, counts }];
  });
  const isValid = findings.every(({ severity }) => severity !== 'error');
  return { isValid, findings, waived, targets };
}

function tell(
  validation: Validation,
  file: string,
  { format }: ValidateOptions,
  { out, err, colours, folder }: Surroundings,
): void {
  const { findings, targets } = validation;
  const fileOf = repositoryPaths(file, folder);
  switch (format) {
    case 'json':
      out(renderValidationJson(validation, { toolVersion: toolVersion() }));
      return;
    case 'sarif': {
      out(renderSarif(validation, { toolVersion: toolVersion(), meanings: meanings(), fileOf }));
      return;
    }
    case 'github':
      out(renderGithub(findings, fileOf));
      out(renderVerdict(validation));
      return;
    case 'text':
      err(renderFindings(findings, colours));
      if (targets.length > 0) out(renderVerdict(validation));
      else err(`${plural(errorCount(validation), 'error')}. Nothing was read or written.\n`);
  }
}

function errorCount({ findings }: Validation): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

/** Of the codes of checks, and of what is said about waivers. */
function meanings(): ReadonlyMap<string, RuleMeaning> {
  const ofChecks = checks.map(({ name, summary, next }) => {
    return [name, { summary: summary.replace(/\.$/, ''), next }] as const;
  });
  return new Map([...ofChecks, ...Object.entries(waiverMeanings)]);
}

const waiverMeanings: Readonly<Record<string, RuleMeaning>> = {
  'expired-waiver': {
    summary: 'A waiver was until a day that is over, so what it waived counts again',
    next: 'Mend what it waived and take the waiver out, or write a later day with its reason.',
  },
  'useless-waiver': {
    summary: 'Nothing is left that a waiver would waive',
    next: 'Take the waiver out.',
  },
  'check-incomplete': {
    summary: 'A group has too many kinds of packets for all checks to look at',
    next: 'Write fewer rules, or split the group.',
  },
};
