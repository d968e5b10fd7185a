// Plans as workflow commands: what stands in their way as errors, what may open as warnings.
import { formatSource, isOfCommit, type Source } from '../../model/source.ts';
import { allIssues, type PlanIssue } from '../plan/issues.ts';
import type { TargetReport } from '../plan/target-report.ts';
import { workflowCommand, type Annotation } from './workflow-command.ts';

/** GitHub shows ten errors and ten warnings of a step, and drops the others without a word. */
const annotationsMax = 10;

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
    );
  });
  return annotations.map(workflowCommand).join('');
}

function atMostTen(
  kind: Annotation['kind'],
  annotations: readonly Annotation[],
): readonly Annotation[] {
  if (annotations.length <= annotationsMax) return annotations;
  const shown = annotations.slice(0, annotationsMax - 1);
  const rest = annotations.length - shown.length;
  const message = `and ${rest} more ${kind}s, which the text of the plan has`;
  return [...shown, { kind, title: 'more', message }];
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

/** What is written in another commit has no line in this one. */
function placeOf(
  source: Source | undefined,
  fileOf: (file: string) => string,
): Pick<Annotation, 'place'> {
  if (source === undefined || isOfCommit(source)) return {};
  const { file, line, column } = source;
  return { place: { file: fileOf(file), line, col: column } };
}
