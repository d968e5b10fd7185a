// Each group before a plan and after each of its steps, if the cloud does what its documentation says.
import { groupBy } from '../../model/group-by.ts';
import type { GroupContent } from '../../model/group.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import { predict } from '../../model/predict.ts';
import type { Step } from '../../model/step.ts';

/** A group as it is, and after each of the steps that touch it; undefined where there is none. */
export interface GroupStates {
  readonly group: GroupName;
  readonly id: GroupId | undefined;
  readonly before: GroupContent | undefined;
  readonly path: readonly (GroupContent | undefined)[];
}

export interface Begin {
  readonly name: GroupName;
  readonly id: GroupId | undefined;
  readonly before: GroupContent | undefined;
}

export function statesAlong(
  groups: readonly Begin[],
  steps: readonly Step[],
): readonly GroupStates[] {
  const byGroup = groupBy(steps, ({ group }) => group);
  return groups.map(({ name, id, before }) => {
    const path: (GroupContent | undefined)[] = [];
    for (const step of byGroup.get(name) ?? []) path.push(predict(path.at(-1) ?? before, step));
    return { group: name, id, before, path };
  });
}

/** The group after the last of its steps. */
export function endOf({ before, path }: GroupStates): GroupContent | undefined {
  return path.length === 0 ? before : path.at(-1);
}
