// The steps of one wave: groups side by side, each group's steps one after the other.
//
// Steps of a wave do not depend on each other's being visible, so groups need not wait for each other,
// but for two things: a rule can only name a group that was made, and a group can only go once those
// that refer to it have gone.
import type { Step, StepId } from '../model/step.ts';
import { confirmMade } from './confirm-made.ts';
import type { Course } from './course.ts';
import type { Run } from './run.ts';
import { runStep } from './run-step.ts';

export async function runWave(wave: number, courses: readonly Course[], run: Run): Promise<void> {
  const { parallelism } = run.options;
  const among = (isMeant: (step: Step) => boolean) => ({
    courses,
    isMeant: (step: Step) => step.wave === wave && isMeant(step),
  });
  const making = among(({ kind }) => kind === 'createGroup');
  const makers = courses.filter(({ next }) => next !== undefined && making.isMeant(next));
  await runSteps({ ...making, inFlightMax: parallelism }, run);
  await confirmMade(makers, run);
  const changing = among(({ kind }) => kind !== 'deleteGroup');
  await runSteps({ ...changing, inFlightMax: parallelism }, run);
  await runSteps({ ...among(() => true), inFlightMax: 1 }, run);
}

interface Steps {
  readonly courses: readonly Course[];
  readonly isMeant: (step: Step) => boolean;
  readonly inFlightMax: number;
}

/** With one call in flight, in the very order of the plan. */
async function runSteps({ courses, isMeant, inFlightMax }: Steps, run: Run): Promise<void> {
  const places = run.progress.places;
  const idle = new Set(courses.filter(({ next }) => next !== undefined && isMeant(next)));

  async function work(): Promise<void> {
    for (let course = first(idle, places); course && run.goesOn(); course = first(idle, places)) {
      idle.delete(course);
      await runStep(course, run);
      if (course.next !== undefined && isMeant(course.next)) idle.add(course);
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlightMax, idle.size) }, work));
}

/** The course whose next step comes first in the plan. */
function first(courses: Iterable<Course>, places: ReadonlyMap<StepId, number>): Course | undefined {
  let [found, lowest] = [undefined as Course | undefined, Number.POSITIVE_INFINITY];
  for (const course of courses) {
    const place = course.next === undefined ? lowest : (places.get(course.next.id) ?? lowest);
    if (place < lowest) [found, lowest] = [course, place];
  }
  return found;
}
