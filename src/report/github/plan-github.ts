// Plans as workflow commands: what stands in their way as errors, what may open as warnings.
import { formatSource, isOfCommit } from '../../model/source.ts';
import { allIssues, type PlanIssue } from '../plan/issues.ts';
import { plansOf, type TargetReport } from '../plan/target-report.ts';
import { ageNotices, atMostTen, placeOf } from './annotations.ts';
import { workflowCommand, type Annotation } from './workflow-command.ts';

/** `fileOf` gives the path from the root of the repository, by which GitHub knows a file. */
export function renderPlanGithub(
  targets: readonly TargetReport[],
  { fileOf }: { readonly fileOf: (file: string) => string },
): string {
  const issues = allIssues(targets);
  const annotations = (['error', 'warning'] as const).flatMap((kind) => {
    const own = issues.filter(({ level }) => level === kind);
    return atMostTen(
      kind,
      own.map((issue) => annotationOf(issue, { isOne: targets.length === 1, fileOf })),
      'the text of the plan',
    );
  });
  const notices = ageNotices(plansOf(targets).flatMap(({ notes }) => notes));
  return [...notices, ...annotations].map(workflowCommand).join('');
}

function annotationOf(
  { level, code, target, message, source, otherSources }: PlanIssue,
  { isOne, fileOf }: { readonly isOne: boolean; readonly fileOf: (file: string) => string },
): Annotation {
  const title = isOne ? code : `${code} in ${target}`;
  const others = otherSources.map((one) => `also ${formatSource(one)}`).slice(0, othersMax);
  const elsewhere = source !== undefined && isOfCommit(source) ? [formatSource(source)] : [];
  const lines = [message, ...elsewhere, ...others];
  return { kind: level, ...placeOf(source, fileOf), title, message: lines.join('\n') };
}

const othersMax = 3;
