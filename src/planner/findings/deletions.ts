// Groups that go.
import type { Hazard } from '../../model/hazard.ts';
import type { Step } from '../../model/step.ts';

export function deletions(steps: readonly Step[]): readonly Hazard[] {
  return steps.flatMap(({ kind, group }): Hazard[] =>
    kind === 'deleteGroup'
      ? [{ code: 'deletes-group', group, message: `deletes group ${group}` }]
      : [],
  );
}
