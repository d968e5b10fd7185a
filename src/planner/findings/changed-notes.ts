// What a plan of some groups says of itself: why these, and which were left out.
import type { Cause } from '../../model/cause.ts';
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
    ...causes.map((cause): Note => {
      return { code: 'cause', message: causeText(cause), source: cause.source };
    }),
    ...(others === 0 && judged === ''
      ? []
      : [{ code: 'as-at-commit', message: asBefore } as const]),
  ];
}

/** `network office (sluice.yaml:12:5): +1 −1 rule in 150 groups` */
export function causeText({ network, source, added, removed, groups, isAlike }: Cause): string {
  const place = `${source.file}:${source.line}:${source.column}`;
  const where = network === undefined ? place : `network ${network} (${place})`;
  // Of each group, where they are all alike.
  const [more, fewer] = isAlike ? [added / groups, removed / groups] : [added, removed];
  const signs = [...(more === 0 ? [] : [`+${more}`]), ...(fewer === 0 ? [] : [`−${fewer}`])];
  const noun = Math.max(more, fewer) === 1 ? 'rule' : 'rules';
  const all = isAlike ? '' : ' in all';
  return `${where}: ${signs.join(' ')} ${noun}${all} in ${groups === 1 ? '1 group' : `${groups} groups`}`;
}
