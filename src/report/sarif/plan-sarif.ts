// Plans as SARIF: what stands in their way, and what they may open to the internet.
import { isOfCommit } from '../../model/source.ts';
import { allIssues, type PlanIssue } from '../plan/issues.ts';
import { issueRules } from '../plan/issue-rules.ts';
import { plansOf, type TargetReport } from '../plan/target-report.ts';
import { snapshotAges } from '../snapshot-age.ts';
import { fingerprintOf } from './fingerprint.ts';
import { sarifLog, type SarifResult } from './log.ts';
import { nowhere, withWorkspaceFile, type WorkspaceSarifOptions } from './nowhere.ts';

export function renderPlanSarif(
  targets: readonly TargetReport[],
  options: WorkspaceSarifOptions,
): string {
  const issues = allIssues(targets);
  const notices = plansOf(targets).flatMap(({ notes }) => snapshotAges(notes));
  const codes = [...new Set(issues.map(({ code }) => code))];
  return sarifLog(
    codes.map((id) => ({ id, ...issueRules[id] })),
    issues.map(resultOf),
    { ...withWorkspaceFile(options), notices: [...new Set(notices)] },
  );
}

function resultOf(issue: PlanIssue): SarifResult {
  const { level, code, message, target, group, source, otherSources } = issue;
  return {
    ruleId: code,
    level,
    message: `${target}: ${message}`,
    source: source === undefined || isOfCommit(source) ? nowhere : source,
    otherSources,
    about: group === undefined ? `target ${target}` : `group ${group} of target ${target}`,
    fingerprint: fingerprintOf(issue),
  };
}
