// Whether the groups whose creation was answered with success are there.
//
// A creation that is sent again is answered with the id of the group that it made the first time; it
// may have been deleted since (apply, roll back, apply again). A list that does not show the id may
// also be late. So the group is asked by a write that changes nothing: the tags that it was made with.
// Only where writes do not know the id either, for as long as there is patience, is it made anew.
import type { GroupId } from '../model/group-identity.ts';
import { listGroups } from '../cloud/read-groups.ts';
import { tagGroup } from '../cloud/requests.ts';
import { atOnce } from '../cloud/at-once.ts';
import type { Course } from './course.ts';
import { meaningOf } from './reply-codes.ts';
import type { Run } from './run.ts';
import { runStep } from './run-step.ts';

/** Of these courses, which have just made their groups. */
export async function confirmMade(courses: readonly Course[], run: Run): Promise<void> {
  const { progress, send, options } = run;
  const made = courses.filter(({ group }) => progress.made.has(group));
  if (made.length === 0 || !run.goesOn()) return;
  const listed = await listGroups(send);
  // What cannot be read now will be missed when it is read back.
  if (!listed.ok) return;
  const there = new Set<GroupId | undefined>(listed.value.map(({ id }) => id));
  const unseen = made.filter(({ group }) => !there.has(progress.made.get(group)));
  const { goesOn } = run;
  await atOnce(unseen, { inFlightMax: options.parallelism, goesOn }, (course) =>
    confirm(course, run),
  );
}

async function confirm(course: Course, run: Run): Promise<void> {
  const { group } = course;
  const [first] = course.path.steps;
  const id = run.progress.made.get(group);
  if (id === undefined || first?.kind !== 'createGroup') return;
  if (!(await isGone(course, id, run))) return;
  run.progress.unmake(group);
  course.moveTo({ behind: 0, rest: undefined }, undefined);
  course.raiseEpoch(first);
  await run.tell({ kind: 'again', step: first, why: 'replayed' });
  await runStep(course, run);
}

async function isGone(course: Course, id: GroupId, run: Run): Promise<boolean> {
  const [first] = course.path.steps;
  const { effectMs, firstPauseMs, pauseMaxMs, sleep, now } = run.options;
  const startMs = now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMaxMs, pauseMs * 2)) {
    const tags = first?.kind === 'createGroup' ? first.tags : {};
    const reply = await run.send(tagGroup(id, tags));
    if (reply.ok || meaningOf(reply.failure.code) !== 'groupNotThere') return false;
    const waitedMs = now() - startMs;
    if (waitedMs + pauseMs > effectMs) return true;
    if (!run.goesOn()) return false;
    await run.tell({ kind: 'waiting', groups: [course.group], waitedMs });
    await sleep(pauseMs);
  }
}
