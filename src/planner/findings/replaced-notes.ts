// What a reader should know of a call that writes the whole list of an interface's groups.
import type { GroupType } from '../../model/group.ts';
import { isInstance } from '../../model/member.ts';
import type { Note } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { typesOf } from '../members/together.ts';
import type { ArrangeFacts } from '../order/arrange.ts';
import { endOf, type GroupStates } from '../order/states.ts';

export function replacedNotes(
  { steps, states }: { readonly steps: readonly Step[]; readonly states: readonly GroupStates[] },
  { groupOf }: Pick<ArrangeFacts, 'groupOf'>,
): readonly Note[] {
  const types = new Map<string, GroupType | undefined>(
    states.map((state) => [state.group, (endOf(state) ?? state.before)?.type]),
  );
  const typeOf = (name: string) => types.get(name) ?? groupOf(name)?.type;
  return steps.flatMap((step): Note[] => {
    if (step.kind !== 'replaceGroups') return [];
    const { group, member, from, to } = step;
    const isOtherType = typesOf([...from, ...to], typeOf).size > 1;
    const why = isOtherType
      ? 'basic and advanced groups are never on one interface'
      : 'in all of them at once it would be over a quota';
    const action = `Modify${isInstance(member) ? 'Instance' : 'NetworkInterface'}Attribute`;
    const message = `step ${step.id} gives ${member} all of its groups in one call (${action}), for it cannot join before it leaves: ${why}; it is read again right before, but a group that somebody else gives it in between is lost. \`sluice policy apply --with replacements\` permits it`;
    return [{ code: 'groups-replaced', group, message }];
  });
}
