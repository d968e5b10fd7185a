// What is not done about a group that is left alone, as the steps that would do it.
import { contentKey } from '../../model/rule.ts';
import type { Step } from '../../model/step.ts';
import type { GroupChange } from '../edits/plan-group.ts';
import { memberWaves } from '../members/member-waves.ts';
import type { EditOfGroup, WantedEdit } from '../order/order.ts';
import { toSteps } from '../order/steps.ts';

/** In no order that would be safe: nobody executes them. */
export function undoneSteps({
  name,
  groupEdits,
  ordered,
  memberEdits,
  isDoomed,
}: Pick<
  GroupChange,
  'name' | 'groupEdits' | 'ordered' | 'memberEdits' | 'isDoomed'
>): readonly Step[] {
  return toSteps({
    groupEdits: groupEdits.map((edit) => ({ group: name, edit })),
    layered: inPlace(ordered).map((edit) => ({ wave: 0, edit })),
    memberEdits: memberWaves(
      memberEdits.map((edit) => ({ group: name, edit })),
      new Map(),
    ),
    deletions: isDoomed ? [name] : [],
  });
}

/** A rule that is moved, and then made anew to be without its description, changes once. */
function inPlace(ordered: readonly WantedEdit[]): readonly EditOfGroup[] {
  const recreated = new Map(
    ordered.flatMap(({ edit }) =>
      edit.kind === 'recreate' ? [[contentKey(edit.before), edit.after] as const] : [],
    ),
  );
  const moved = new Set<string>();
  const others = ordered.flatMap(({ edit, ...group }): readonly EditOfGroup[] => {
    if (edit.kind === 'recreate') return [];
    const key = edit.kind === 'modify' ? contentKey(edit.after) : '';
    const after = recreated.get(key);
    if (edit.kind !== 'modify' || after === undefined) return [{ ...group, edit }];
    moved.add(key);
    return [{ ...group, edit: { ...edit, after } }];
  });
  const alone = ordered.flatMap(({ edit, ...group }): readonly EditOfGroup[] => {
    if (edit.kind !== 'recreate' || moved.has(contentKey(edit.before))) return [];
    return [{ ...group, edit: { kind: 'modify', before: edit.before, after: edit.after } }];
  });
  return [...others, ...alone];
}
