// One step: its call, and what is to be made of the reply.
//
// What a code says of what happened is not reliable; what can be read is. So a failed write leads to
// a read of its group, which decides: the step has had its effect, or part of it, or none. It is sent
// again, as another call with a token of its own, only where that cannot do anything twice.
import { digestGroup } from '../model/digest.ts';
import type { GroupId } from '../model/group-identity.ts';
import type { LiveGroup } from '../model/group.ts';
import type { Step } from '../model/step.ts';
import type { ApiReply } from '../cloud/transport.ts';
import { wireText } from '../cloud/wire-rule.ts';
import type { Course } from './course.ts';
import { elsewhere } from './elsewhere.ts';
import type { AgainReason } from './events.ts';
import type { TouchedGroups } from './live-groups.ts';
import { positionOf } from './position.ts';
import { goBack, replayedSteps, type Standing } from './replayed.ts';
import { meaningOf } from './reply-codes.ts';
import type { Run } from './run.ts';
import { sendStep } from './send-told.ts';

/** Calls that one step may need: the first, and others for one reason or the other. */
const callsMax = 5;

/** Runs the next step of the course; what cannot be done stands in `run.failed` then. */
export async function runStep(course: Course, run: Run): Promise<void> {
  for (let calls = 1; ; calls++) {
    const step = course.next;
    if (step === undefined) return;
    if (step.kind === 'replaceGroups') {
      const found = await elsewhere(step, run);
      if (!found.ok) run.failed.push({ step, failure: found.failure });
      else if (found.value !== undefined) run.moved.push(found.value);
      if (!run.goesOn()) return;
    }
    const reply = await sendStep(step, course, run);
    if (reply.ok) {
      const { attempts, body } = reply;
      const requestId = wireText(body['RequestId']);
      run.progress.finish(course, wireText(body['SecurityGroupId']) as GroupId);
      await run.tell({ kind: 'done', step, outcome: { kind: 'answered', attempts, requestId } });
      return;
    }
    const { failure } = reply;
    const verdict = await judge(step, reply, course, run);
    if (verdict === 'seen') {
      await run.tell({ kind: 'done', step, outcome: { kind: 'seen', failure } });
      return;
    }
    if (verdict === 'no' || calls === callsMax || !run.goesOn()) {
      run.failed.push({ step, failure });
      return;
    }
    await run.tell({ kind: 'again', step, why: verdict });
  }
}

type Verdict = 'seen' | 'no' | AgainReason;

async function judge(
  step: Step,
  { failure, mayHaveTakenEffect = false }: Extract<ApiReply, { ok: false }>,
  course: Course,
  run: Run,
): Promise<Verdict> {
  if (failure.kind === 'credentials') return 'no';
  const { progress, options } = run;
  const meaning = meaningOf(failure.code);
  const isFinal = failure.kind === 'refused' && meaning === 'no' && !mayHaveTakenEffect;
  const back = await run.watch(
    new Set([step.group]),
    (_, live) => hasHappened(live, course),
    isFinal ? 0 : options.effectMs,
  );
  if (!back.ok) return 'no';
  const { live } = back.value;
  if (hasHappened(live, course)) {
    progress.finish(course, live.ids.get(step.group));
    return 'seen';
  }
  const group = live.groups.get(step.group);
  const position = positionOf(course.path, group);
  if (position === undefined || position.behind > course.behind) return 'no';
  // Nothing sends it again unasked (`mayRepeat`), so that it is read before each call where the interface is.
  if (step.kind === 'replaceGroups' && failure.kind !== 'refused') {
    return position.behind === course.behind ? 'noEffect' : 'no';
  }
  return await resend(step, { standing: { position, live: group }, live, meaning }, course, run);
}

/**
 * A step may be sent again, unless it makes a group. Steps before it that the group does not show were
 * replays then, and come first.
 */
async function resend(
  step: Step,
  {
    standing,
    live,
    meaning,
  }: {
    readonly standing: Standing;
    readonly live: TouchedGroups;
    readonly meaning: ReturnType<typeof meaningOf>;
  },
  course: Course,
  run: Run,
): Promise<Verdict> {
  const isOpen =
    meaning === 'tokenUsed' ||
    (meaning === 'otherIds' && isCalledOtherwise(step, standing.live, course));
  const before = replayedSteps(course, standing);
  if (step.kind === 'createGroup' || !isOpen || before === undefined) return 'no';
  run.progress.learn(live.groups);
  await goBack(course, before, standing, run);
  course.raiseEpoch(step);
  if (meaning === 'tokenUsed') return 'tokenUsed';
  return course.next?.id === step.id && standing.position.rest ? 'inPart' : 'otherIds';
}

/** Where each rule that the step is about is still called as it was named, it has no other id to try. */
function isCalledOtherwise(step: Step, live: LiveGroup | undefined, course: Course): boolean {
  const named = live?.rules.filter(({ id }) => course.hasNamed(step, id)).length ?? 0;
  return named < (step.kind === 'revoke' ? step.rules.length : 1);
}

/** The next step of the course, or more: somebody else may be applying the same plan. */
function hasHappened(live: TouchedGroups, course: Course): boolean {
  if (live.contested.has(course.group)) return false;
  const { before, path } = course.path.planned;
  const digest = digestGroup(live.groups.get(course.group));
  return [before, ...path].lastIndexOf(digest) > course.behind;
}
