// Whether the groups whose creation was answered with success are there, with their tags.
//
// A creation that is sent again is answered with the id of the group that it made the first time; it
// may have been deleted since (apply, roll back, apply again). A list that does not show the id may
// also be late. So the group is asked by a write that changes nothing: the tags that it was made with.
// Only where writes do not know the id either, for as long as there is patience, is it made anew.
//
// A group that lost its tags gets them by the same write, and before any rule names it: nobody who
// goes on after a crash could tell which group such a rule means.
import type { GroupId } from '../model/group-identity.ts';
import type { ListedGroup } from '../model/group.ts';
import type { Step } from '../model/step.ts';
import { listGroups } from '../cloud/read-groups.ts';
import type { ApiFailure } from '../cloud/transport.ts';
import { atOnce } from '../cloud/at-once.ts';
import type { Course } from './course.ts';
import { meaningOf } from './reply-codes.ts';
import type { Run } from './run.ts';
import { runStep } from './run-step.ts';
import { sendTags } from './send-told.ts';

/** How often a creation is sent anew because its reply was that of an earlier apply. */
const replaysMax = 2;

/** Of these courses, which have just made their groups. */
export async function confirmMade(courses: readonly Course[], run: Run): Promise<void> {
  const { progress, send, options, goesOn } = run;
  const made = courses.filter(({ group }) => progress.made.has(group));
  if (made.length === 0 || !goesOn()) return;
  const listed = await listGroups(send);
  // What cannot be read now will be missed when it is read back.
  if (!listed.ok) return;
  const seen = new Map(listed.value.map((group) => [group.id, group]));
  const unseen = made.flatMap((course) => {
    const [first] = course.path.steps;
    const id = progress.made.get(course.group);
    if (first?.kind !== 'createGroup' || id === undefined) return [];
    return isAsMade(seen.get(id), first) ? [] : [{ course, first }];
  });
  await atOnce(unseen, { inFlightMax: options.parallelism, goesOn }, ({ course, first }) =>
    confirm(course, first, run),
  );
}

type Creation = Extract<Step, { kind: 'createGroup' }>;

function isAsMade(listed: ListedGroup | undefined, { tags }: Creation): boolean {
  return (
    listed !== undefined && Object.entries(tags).every(([key, value]) => listed.tags[key] === value)
  );
}

async function confirm(course: Course, first: Creation, run: Run): Promise<void> {
  for (let replays = 0; ; replays++) {
    const id = run.progress.made.get(course.group);
    if (id === undefined || !(await isGone(id, { course, first }, run))) return;
    run.progress.unmake(course.group);
    course.moveTo({ behind: 0, rest: undefined }, undefined);
    if (replays === replaysMax) {
      run.failed.push({ step: first, failure: onlyReplays });
      return;
    }
    course.raiseEpoch(first);
    await run.tell({ kind: 'again', step: first, why: 'replayed' });
    await runStep(course, run);
  }
}

const onlyReplays: ApiFailure = {
  kind: 'unavailable',
  code: 'OnlyReplays',
  message:
    'each reply was that of an earlier apply of this plan, with the id of a group that is gone; plan again',
  status: undefined,
  requestId: undefined,
  retryAfterMs: undefined,
};

async function isGone(
  id: GroupId,
  { course, first }: { readonly course: Course; readonly first: Creation },
  run: Run,
): Promise<boolean> {
  const { effectMs, firstPauseMs, pauseMaxMs, sleep, now } = run.options;
  const startMs = now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMaxMs, pauseMs * 2)) {
    const reply = await sendTags(id, first, course, run);
    if (reply.ok || meaningOf(reply.failure.code) !== 'groupNotThere') return false;
    const waitedMs = now() - startMs;
    if (waitedMs + pauseMs > effectMs) return true;
    if (!run.goesOn()) return false;
    await run.tell({ kind: 'waiting', groups: [course.group], waitedMs });
    await sleep(pauseMs);
  }
}
