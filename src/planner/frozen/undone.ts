// What is not done about a group that is left alone, as the steps that would do it.
import type { Step } from '../../model/step.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import type { EditOfGroup, WantedEdit } from '../order/order.ts';
import { toSteps } from '../order/steps.ts';

/** In no order that would be safe: nobody executes them. */
export function undoneSteps({
  name,
  groupEdits,
  ordered,
  isDoomed,
}: Pick<GroupChange, 'name' | 'groupEdits' | 'ordered' | 'isDoomed'>): readonly Step[] {
  return toSteps({
    groupEdits: groupEdits.map((edit) => ({ group: name, edit })),
    layered: ordered.map((edit) => ({ wave: 0, edit: inPlace(edit) })),
    deletions: isDoomed ? [name] : [],
  });
}

/** A rule that is made anew, to be without its description, has another one in the end. */
function inPlace({ edit, ...group }: WantedEdit): EditOfGroup {
  if (edit.kind !== 'recreate') return { ...group, edit };
  return { ...group, edit: { kind: 'modify', before: edit.before, after: edit.after } };
}
