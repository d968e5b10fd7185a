// What a plan of some groups says of itself: why these, and which were left out.
import { formatCause, type Cause } from '../../model/cause.ts';
import type { Note } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';

/** Nothing for a plan of all groups. `planned` are those that it was made for. */
export function changedNotes(
  { changed, groups, protect = [] }: DesiredState,
  planned: number,
): readonly Note[] {
  if (changed === undefined) return [];
  const { ref, causes } = changed;
  const others = groups.length - planned;
  const left = others === 1 ? '1 group is' : `${others} groups are`;
  const were = others === 1 ? 'was' : 'were';
  const judged =
    protect.length === 0 ? '' : '; protected flows are judged by a plan of all groups alone';
  const asBefore = `${left} as at ${ref} and ${were} not read${judged}`;
  return [
    ...causes.map(causeNote),
    ...(others === 0 && judged === ''
      ? []
      : [{ code: 'as-at-commit', message: asBefore } as const]),
  ];
}

/** The counts for whoever sums up several plans, the sentence for who reads one. */
export function causeNote(cause: Cause): Note {
  const { source, ...counts } = cause;
  return { code: 'cause', message: formatCause(cause), source, cause: counts };
}
