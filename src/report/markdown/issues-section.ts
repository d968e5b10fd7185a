// What stands in the way of a plan, as a list in Markdown: what it is, where, and what consents to it.
import { consentFlag } from '../../model/hazard.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Refusal } from '../../model/refusal.ts';
import { formatSource } from '../../model/source.ts';
import { plural } from '../counts.ts';
import { issuesOf, type PlanIssue } from '../plan/issues.ts';
import { refusalRules } from '../plan/refusal-rules.ts';
import type { TargetReport } from '../plan/target-report.ts';
import type { Detail } from './detail.ts';
import { code, prose } from './escape.ts';

export function issuesSection(
  target: TargetReport,
  { hazards }: Pick<Detail, 'hazards'>,
): readonly string[] {
  const issues = issuesOf(target).filter(({ level }) => level === 'error');
  if (issues.length === 0) return [];
  const lines = [...groupBy(issues, ({ code: name }) => name).values()].flatMap((same) =>
    hazards === 'messages' ? messageLines(same) : [countLine(same)],
  );
  return [lines.join('\n'), ...wayOut(target, issues)];
}

/** So many of one code are told; the others are counted. */
const toldMax = 10;

function messageLines(same: readonly PlanIssue[]): readonly string[] {
  const more = same.length - toldMax;
  const [first] = same;
  return [
    ...same.slice(0, toldMax).map(issueLine),
    ...(more > 0 && first !== undefined ? [`- and ${more} more of ${code(first.code)}`] : []),
  ];
}

function issueLine({ code: name, message, source, otherSources }: PlanIssue): string {
  const others = otherSources.length === 0 ? '' : ` and ${otherSources.length} more`;
  const place = source === undefined ? '' : ` (${code(formatSource(source))}${others})`;
  return `- ${code(name)}: ${prose(message)}${place}`;
}

function countLine(same: readonly PlanIssue[]): string {
  const [first] = same;
  return first === undefined ? '' : `- ${code(first.code)}: ${plural(same.length, 'time')}`;
}

function wayOut(target: TargetReport, issues: readonly PlanIssue[]): readonly string[] {
  if (target.kind === 'unplanned') return refusalAdvice(target.refusals);
  const isBroken = issues.some(({ kind }) => kind === 'breach');
  const { hazards } = target.plan;
  return [
    ...(isBroken
      ? [`No flag consents to ${code('protected-flow')}: change the rules, or what is protected.`]
      : []),
    ...(hazards.length > 0 ? [`To consent: ${code(consentFlag(hazards))}`] : []),
  ];
}

function refusalAdvice(refusals: readonly Refusal[]): readonly string[] {
  const codes = [...new Set(refusals.map(({ code: name }) => name))];
  const lines = codes.map((name) => `- ${code(name)}: ${refusalRules[name].next}`);
  return lines.length === 0 ? [] : ['What to do:', lines.join('\n')];
}
