// After the calls of a wave: what was written must be visible everywhere before what depends on it is
// sent. What was answered with success, and after patient reading is as before, was only replayed.
import { digestGroup } from '../model/digest.ts';
import { differencesOf } from '../model/differences.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { LiveGroup } from '../model/group.ts';
import type { Step } from '../model/step.ts';
import type { Course } from './course.ts';
import type { UnverifiedGroup } from './events.ts';
import type { TouchedGroups } from './live-groups.ts';
import { positionOf } from './position.ts';
import { goBack, replayedSteps } from './replayed.ts';
import type { Run } from './run.ts';
import { runWave } from './run-wave.ts';
import { sendTags } from './send-told.ts';

/** How often the steps of a wave are sent anew because their replies were replays. */
const mendingMax = 2;

export interface Settled {
  /** As they were read. */
  readonly groups: ReadonlyMap<GroupName, LiveGroup>;
}

/** Undefined where it did not settle; why has then been told. */
export async function settle(
  { isEnd }: { readonly isEnd: boolean },
  run: Run,
): Promise<Settled | undefined> {
  const { progress, options } = run;
  const names = new Set((isEnd ? progress.expectedAtEnd() : progress.expected()).keys());
  for (let mended = 0; ; mended++) {
    // None: an earlier apply was interrupted here, and its writes have just been read.
    if (names.size > 0 || isEnd) await run.tell({ kind: 'readingBack', groups: names.size, isEnd });
    const back = await run.watch(
      names,
      (name, live) => isAsExpected(name, live, run),
      options.patienceMs,
    );
    if (!back.ok) {
      const unread = [...names].map((group): UnverifiedGroup => {
        return { group, id: progress.idOf(group), why: 'unread', differences: [] };
      });
      await tellUnverified(unread, back.failure, run);
      return undefined;
    }
    const { live, differing } = back.value;
    progress.learn(live.groups);
    if (differing.length === 0) {
      progress.settled();
      return { groups: live.groups };
    }
    if (options.isStopped()) return undefined;
    const courses = differing.flatMap((name) => progress.courseOf(name) ?? []);
    const isMended = mended < mendingMax && (await mend(courses, live, run));
    if (!isMended) {
      await tellUnverified(
        courses.map((course) => unverified(course, live)),
        undefined,
        run,
      );
      return undefined;
    }
    if (!run.goesOn()) return undefined;
  }
}

/** Also where another apply of the same plan is ahead of this one. */
function isAsExpected(name: GroupName, live: TouchedGroups, { progress }: Run): boolean {
  const course = progress.courseOf(name);
  if (course === undefined || live.contested.has(name)) return false;
  const group = live.groups.get(name);
  const digest = digestGroup(group);
  if (digest === course.digest) return true;
  const { path, before } = course.path.planned;
  const ahead = [before, ...path].lastIndexOf(digest);
  if (ahead <= course.behind) return false;
  course.moveTo({ behind: ahead, rest: undefined }, group);
  return true;
}

/** True where all that differs could be sent anew: every group stands where calls since the last settling began. */
async function mend(courses: readonly Course[], live: TouchedGroups, run: Run): Promise<boolean> {
  const cures = courses.map((course) => cureOf(course, live, run));
  if (cures.includes(undefined)) return false;
  for (const cure of cures) await cure?.begin();
  const waves = new Set(cures.flatMap((cure) => cure?.steps ?? []).map(({ wave }) => wave));
  for (const wave of [...waves].toSorted((a, b) => a - b)) await runWave(wave, courses, run);
  return true;
}

interface Cure {
  readonly begin: () => Promise<void>;
  /** What is to be sent again then. */
  readonly steps: readonly Step[];
}

function cureOf(course: Course, live: TouchedGroups, run: Run): Cure | undefined {
  if (live.contested.has(course.group)) return undefined;
  const group = live.groups.get(course.group);
  const position = positionOf(course.path, group);
  if (position === undefined) return group && retagging(course, group, run);
  const standing = { position, live: group };
  const steps = replayedSteps(course, standing) ?? [];
  return steps.length === 0
    ? undefined
    : { begin: () => goBack(course, steps, standing, run), steps };
}

/** The group that a creation made lacks the tags that were sent with it. */
function retagging(course: Course, group: LiveGroup, run: Run): Cure | undefined {
  const [first] = course.path.steps;
  if (first?.kind !== 'createGroup') return undefined;
  const { tags } = first;
  if (digestGroup({ ...group, tags: { ...group.tags, ...tags } }) !== course.digest)
    return undefined;
  const begin = async () => {
    await run.tell({ kind: 'again', step: first, why: 'tagsLost' });
    await sendTags(group.id, first, course, run);
  };
  return { begin, steps: [] };
}

function unverified(course: Course, live: TouchedGroups): UnverifiedGroup {
  const { group, content } = course;
  const found = live.groups.get(group);
  const isOnPath = !live.contested.has(group) && positionOf(course.path, found) !== undefined;
  return {
    group,
    id: live.ids.get(group),
    why: isOnPath ? 'unseen' : 'changed',
    differences: differencesOf(content, found),
  };
}

async function tellUnverified(
  groups: readonly UnverifiedGroup[],
  failure: Extract<Parameters<Run['tell']>[0], { kind: 'unverified' }>['failure'],
  { tell, progress }: Run,
): Promise<void> {
  const inOrder = groups.toSorted((a, b) => (a.group < b.group ? -1 : 1));
  await tell({ kind: 'unverified', groups: inOrder, failure, ...progress.remains() });
}
