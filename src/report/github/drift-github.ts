// Drift as workflow commands: each difference as a warning where it is written, and as errors what is open to
// the internet, and targets that could not be read. What is left alone is no annotation.
import { isRead, type TargetDrift } from '../../model/drift.ts';
import { driftIssues } from '../drift/drift-issues.ts';
import { ageNotices, atMostTen, placeOf } from './annotations.ts';
import { workflowCommand } from './workflow-command.ts';

/** `fileOf` gives the path from the root of the repository, by which GitHub knows a file. */
export function renderDriftGithub(
  targets: readonly TargetDrift[],
  { fileOf }: { readonly fileOf: (file: string) => string },
): string {
  const issues = driftIssues(targets).filter(({ leftAlone }) => leftAlone === undefined);
  const annotations = (['error', 'warning'] as const).flatMap((kind) => {
    const own = issues.filter(({ level }) => level === kind);
    const all = own.map(({ code, target, message, source }) => {
      const title = targets.length === 1 ? code : `${code} in ${target}`;
      return { kind, ...placeOf(source, fileOf), title, message };
    });
    return atMostTen(kind, all, 'the text of drift');
  });
  const notices = ageNotices(targets.filter(isRead).flatMap(({ notes }) => notes));
  return [...notices, ...annotations].map(workflowCommand).join('');
}

/** `drift` and `complete`, each in a line: what later steps of a workflow decide by. */
export function driftOutputs(facts: {
  readonly drift: boolean;
  readonly complete: boolean;
}): string {
  const { drift, complete } = facts;
  return `drift=${String(drift)}\ncomplete=${String(complete)}\n`;
}
