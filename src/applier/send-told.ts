// A call that is told before it goes out, and what came back where that does not end its step.
import type { ClientToken } from '../model/client-token.ts';
import type { Step } from '../model/step.ts';
import { tagGroup } from '../cloud/requests.ts';
import type { ApiCall, ApiReply } from '../cloud/transport.ts';
import type { GroupId } from '../model/group-identity.ts';
import type { Course } from './course.ts';
import type { Run } from './run.ts';

/** The next call of the course. A failure is told; a success is for the caller to tell as done. */
export async function sendStep(step: Step, course: Course, run: Run): Promise<ApiReply> {
  const { progress } = run;
  const call = progress.callOf(course, step);
  const hasToken = call.parameters['ClientToken'] !== undefined;
  const token = hasToken ? course.tokenOf(progress.plan.id, step) : undefined;
  const groupId = progress.idOf(step.group);
  await tellSending(step, { call, token, groupId }, course, run);
  const reply = await run.send(call);
  if (!reply.ok) await tellReply(step, call, reply, run);
  return reply;
}

/** The tags that a group was made with, once more: it does nothing where they are there. */
export async function sendTags(
  id: GroupId,
  step: Extract<Step, { kind: 'createGroup' }>,
  course: Course,
  run: Run,
): Promise<ApiReply> {
  const call = tagGroup(id, step.tags);
  await tellSending(step, { call, token: undefined, groupId: id }, course, run);
  const reply = await run.send(call);
  await tellReply(step, call, reply, run);
  return reply;
}

async function tellSending(
  step: Step,
  sent: {
    readonly call: ApiCall;
    readonly token: ClientToken | undefined;
    readonly groupId: GroupId | undefined;
  },
  course: Course,
  { tell }: Run,
): Promise<void> {
  await tell({ kind: 'sending', step, sent: { ...sent, epoch: course.epochOf(step) } });
}

async function tellReply(
  step: Step,
  { action }: ApiCall,
  reply: ApiReply,
  { tell }: Run,
): Promise<void> {
  const failure = reply.ok ? undefined : reply.failure;
  await tell({ kind: 'replied', step, action, attempts: reply.attempts, failure });
}
