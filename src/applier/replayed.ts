// Steps that were answered with success and had no effect: their replies were those of an earlier apply
// of the same plan, before it was rolled back. They are sent once more, as other calls than before.
import type { LiveGroup } from '../model/group.ts';
import type { Step } from '../model/step.ts';
import type { Course } from './course.ts';
import type { Position } from './position.ts';
import type { Run } from './run.ts';

/** Where a course really stands, and the group as it was read there. */
export interface Standing {
  readonly position: Position;
  readonly live: LiveGroup | undefined;
}

/** The steps that the course took for done; undefined where one of them cannot have been a replay. */
export function replayedSteps(
  course: Course,
  { position, live }: Standing,
): readonly Step[] | undefined {
  const again = course.path.steps.slice(position.behind, course.behind);
  // What was seen once, and is gone now, somebody else has taken back.
  if (position.behind < course.settledBehind) return undefined;
  return again.every((step) => mayBeReplay(step, course, live)) ? again : undefined;
}

/** The course stands there again, and its next calls will not be taken for those before. */
export async function goBack(
  course: Course,
  steps: readonly Step[],
  { position, live }: Standing,
  run: Run,
): Promise<void> {
  course.moveTo(position, live);
  for (const step of steps) {
    course.raiseEpoch(step);
    const why = step.id === position.rest?.id ? 'inPart' : 'replayed';
    await run.tell({ kind: 'again', step, why });
  }
}

/**
 * A creation is confirmed by other means, a deletion takes no token, and a revoke names rules by ids
 * that are never given again: where these are still read after a success, the read is late.
 */
function mayBeReplay(step: Step, course: Course, live: LiveGroup | undefined): boolean {
  if (step.kind === 'createGroup' || step.kind === 'deleteGroup') return false;
  const isLate = live?.rules.some(({ id }) => course.hasNamed(step, id)) ?? false;
  return step.kind !== 'revoke' || !isLate;
}
