// Plans as SARIF: what stands in their way, and what they may open to the internet.
import { createHash } from 'node:crypto';
import { isOfCommit } from '../../model/source.ts';
import { allIssues, type PlanIssue } from '../plan/issues.ts';
import { issueRule } from '../plan/issue-rules.ts';
import type { TargetReport } from '../plan/target-report.ts';
import { sarifLog, type SarifOptions, type SarifResult } from './log.ts';

export interface PlanSarifOptions extends SarifOptions {
  /** Where it is shown what stands nowhere else, from the root of the repository. */
  readonly workspaceFile: string;
}

export function renderPlanSarif(
  targets: readonly TargetReport[],
  { workspaceFile, fileOf, toolVersion }: PlanSarifOptions,
): string {
  const issues = allIssues(targets);
  const codes = [...new Set(issues.map(({ code }) => code))];
  const rules = codes.map((id) => ({ id, ...issueRule(id) }));
  return sarifLog(
    rules,
    issues.map((issue) => resultOf(issue)),
    { toolVersion, fileOf: (file) => (file === nowhere.file ? workspaceFile : fileOf(file)) },
  );
}

/** No path is empty. */
const nowhere = { file: '', line: 1, column: 1 };

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

/** By what it says of which group of which target; that a line moved changes nothing about it. */
function fingerprintOf({ code, target, group = '', message }: PlanIssue): string {
  const said = message.replace(/:\d+:\d+/g, '');
  return createHash('sha256')
    .update(JSON.stringify([code, target, group, said]))
    .digest('hex');
}
