// Drift as SARIF: each difference where it is written; what somebody asked to be left alone is suppressed.
import { isRead, type TargetDrift } from '../../model/drift.ts';
import { isOfCommit } from '../../model/source.ts';
import { driftIssues, type DriftIssue } from '../drift/drift-issues.ts';
import { driftRules } from '../drift/drift-rules.ts';
import { snapshotAges } from '../snapshot-age.ts';
import { fingerprintOf } from './fingerprint.ts';
import { sarifLog, type SarifResult } from './log.ts';
import { nowhere, withWorkspaceFile, type WorkspaceSarifOptions } from './nowhere.ts';

export function renderDriftSarif(
  targets: readonly TargetDrift[],
  options: WorkspaceSarifOptions,
): string {
  const issues = driftIssues(targets);
  const notices = targets.filter(isRead).flatMap(({ notes }) => snapshotAges(notes));
  const codes = [...new Set(issues.map(({ code }) => code))];
  return sarifLog(
    codes.map((id) => ({ id, ...driftRules[id] })),
    issues.map(resultOf),
    { ...withWorkspaceFile(options), notices: [...new Set(notices)] },
  );
}

function resultOf(issue: DriftIssue): SarifResult {
  const { level, code, message, target, group, source, leftAlone } = issue;
  return {
    ruleId: code,
    level: leftAlone === undefined ? level : 'note',
    message: `${target}: ${message}`,
    source: source === undefined || isOfCommit(source) ? nowhere : source,
    about: group === undefined ? `target ${target}` : `group ${group} of target ${target}`,
    fingerprint: fingerprintOf(issue),
    ...(leftAlone === undefined
      ? {}
      : { suppression: { kind: 'external', justification: leftAlone } }),
  };
}
