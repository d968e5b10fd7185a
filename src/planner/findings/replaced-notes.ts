// What a reader should know of calls that write the whole list of an interface's groups.
import { groupBy } from '../../model/group-by.ts';
import type { GroupType } from '../../model/group.ts';
import type { Note } from '../../model/plan.ts';
import type { ReplaceGroups, Step } from '../../model/step.ts';
import { typesOf } from '../members/together.ts';
import type { ArrangeFacts } from '../order/arrange.ts';
import { endOf, type GroupStates } from '../order/states.ts';

/** One for each reason. */
export function replacedNotes(
  { steps, states }: { readonly steps: readonly Step[]; readonly states: readonly GroupStates[] },
  { groupOf }: Pick<ArrangeFacts, 'groupOf'>,
): readonly Note[] {
  const types = new Map<string, GroupType | undefined>(
    states.map((state) => [state.group, (endOf(state) ?? state.before)?.type]),
  );
  const typeOf = (name: string) => types.get(name) ?? groupOf(name)?.type;
  const whyOf = ({ from, to }: ReplaceGroups) =>
    typesOf([...from, ...to], typeOf).size > 1
      ? 'basic and advanced groups are never on one interface'
      : 'for a moment it would be over a quota';
  const replacing = steps.filter((step) => step.kind === 'replaceGroups');
  return [...groupBy(replacing, whyOf)].map(([why, same]): Note => {
    const message = `${whoIn(same)} all of its groups in one call, since it cannot join before it leaves: ${why}; it is read right before the call, and a group that somebody else gives it in between is lost; \`sluice policy apply --with replacements\` permits such calls`;
    return { code: 'groups-replaced', message };
  });
}

const shownMax = 3;

/** `step 1 gives i-…`, or `steps 1, 2, 3 and 5 more give each interface`. */
function whoIn(steps: readonly (Step & ReplaceGroups)[]): string {
  const [first, ...others] = steps;
  if (first !== undefined && others.length === 0) return `step ${first.id} gives ${first.member}`;
  const ids = steps.map(({ id }) => id as string);
  const shown = ids.slice(0, shownMax).join(', ');
  const more = ids.length > shownMax ? ` and ${ids.length - shownMax} more` : '';
  return `steps ${shown}${more} give each interface`;
}
