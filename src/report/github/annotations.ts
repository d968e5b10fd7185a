// Lists of annotations as GitHub takes them.
import { isOfCommit, type Source } from '../../model/source.ts';
import type { Note } from '../../model/plan.ts';
import { snapshotAges } from '../snapshot-age.ts';
import type { Annotation } from './workflow-command.ts';

/** GitHub shows ten errors and ten warnings of a step, and drops the others without a word. */
const annotationsMax = 10;

/** All of one kind; the last says how many there are besides, and `where` they are. */
export function atMostTen(
  kind: Annotation['kind'],
  annotations: readonly Annotation[],
  where: string,
): readonly Annotation[] {
  if (annotations.length <= annotationsMax) return annotations;
  const shown = annotations.slice(0, annotationsMax - 1);
  const rest = annotations.length - shown.length;
  const message = `and ${rest} more ${kind}s, which ${where} has`;
  return [...shown, { kind, title: 'more', message }];
}

/** That it was not the cloud which was asked, and how old the answer is: once, where targets say the same. */
export function ageNotices(notes: readonly Note[]): readonly Annotation[] {
  return [...new Set(snapshotAges(notes))].map((message) => {
    return { kind: 'notice', title: 'from-snapshot', message };
  });
}

/** What is written in another commit has no line in this one. */
export function placeOf(
  source: Source | undefined,
  fileOf: (file: string) => string,
): Pick<Annotation, 'place'> {
  if (source === undefined || isOfCommit(source)) return {};
  const { file, line, column } = source;
  return { place: { file: fileOf(file), line, col: column } };
}
