// Executes a plan: one call a step, in the plan's order, and nothing that the plan does not say.
//
// Which steps are still to do is read off the live groups: each must stand on the plan's path, and
// the steps behind it are skipped. So the same plan can be applied again after any interruption,
// and with the same client tokens nothing happens twice.
import type { Digest } from '../model/digest.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { assertPlan, type Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import { readAccount } from '../cloud/read-account.ts';
import { readInterfaces } from '../cloud/read-interfaces.ts';
import type { Transport } from '../cloud/transport.ts';
import { wireText } from '../cloud/wire-rule.ts';
import type { ApplyEvent, RefusedReason } from './events.ts';
import { liveDigest, readTouched, type TouchedGroups } from './live-groups.ts';
import { locateGroups, type StepLeft } from './position.ts';
import { Progress } from './progress.ts';
import { readBack, type Patience } from './read-back.ts';
import { groupsFelt, regrouped } from './regrouped.ts';
import { unresolvedPeers, withoutRuleIds } from './unresolved.ts';

/** Yields what happens; the last event is `verified`, `refused`, `failed` or `unverified`. */
export async function* apply(
  plan: Plan,
  send: Transport,
  patience: Patience,
): AsyncGenerator<ApplyEvent, void> {
  assertPlan(plan);
  const begun = await begin(plan, send);
  if ('kind' in begun) {
    yield { kind: 'refused', reason: begun };
    return;
  }
  yield {
    kind: 'started',
    toRun: begun.left.length,
    alreadyTrue: plan.steps.length - begun.left.length,
  };
  let wave = begun.waveBehind;
  for (const { step, isRest } of begun.left) {
    if (step.wave > wave && !(yield* settle(begun, send, patience))) return;
    if (!(yield* runStep(begun, { step, isRest }, send))) return;
    ({ wave } = step);
  }
  yield* verify(begun, send, patience);
}

/** Reads before anything is written: the account, where each group stands, and who sits with it. */
async function begin(plan: Plan, send: Transport): Promise<Progress | RefusedReason> {
  const account = await readAccount(send);
  if (!account.ok) return { kind: 'unreadable', ...account };
  if (account.value !== plan.target.account) {
    return { kind: 'wrongAccount', expected: plan.target.account, found: account.value };
  }
  const names = new Set(Object.keys(plan.groups) as GroupName[]);
  const live = await readTouched(plan, send, { names, made: new Map() });
  if (!live.ok) return { kind: 'unreadable', ...live };
  const { left, stale } = locateGroups(plan, live.value);
  if (stale.length > 0) return { kind: 'stale', groups: stale };
  const progress = new Progress(plan, live.value, left);
  const steps = progress.left.map(({ step }) => step);
  const peers = unresolvedPeers(steps, live.value);
  if (peers.length > 0) return { kind: 'stale', groups: peers };
  const unnamed = withoutRuleIds(steps, live.value);
  if (unnamed.length > 0) return { kind: 'withoutRuleIds', groups: unnamed };
  return (await checkInterfaces(plan, steps, live.value, send)) ?? progress;
}

/** Undefined where they are as planned, where nobody knew, or where it does not matter any more. */
async function checkInterfaces(
  plan: Plan,
  steps: readonly Step[],
  { ids }: TouchedGroups,
  send: Transport,
): Promise<RefusedReason | undefined> {
  const groups = groupsFelt(steps);
  if (plan.interfaces.kind === 'unreadable' || groups.size === 0) return undefined;
  const read = await readInterfaces(send, plan.target.vpc);
  if (!read.ok) return { kind: 'unreadable', ...read };
  const stale = regrouped(plan, groups, { interfaces: read.value, ids });
  return stale.length > 0 ? { kind: 'stale', groups: stale } : undefined;
}

/** True when the step has had its effect. */
async function* runStep(
  progress: Progress,
  left: StepLeft,
  send: Transport,
): AsyncGenerator<ApplyEvent, boolean> {
  const { step } = left;
  yield { kind: 'sending', step };
  const reply = await send(progress.callOf(left));
  if (reply.ok) {
    progress.finish(step, wireText(reply.body['SecurityGroupId']) as GroupId);
    yield { kind: 'done', step, outcome: { kind: 'answered', attempts: reply.attempts } };
    return true;
  }
  // What a code says of what happened is not reliable; what can be read is.
  const { failure } = reply;
  const seen = failure.kind === 'credentials' ? undefined : await readEffect(progress, step, send);
  if (seen === undefined) {
    yield { kind: 'failed', step, failure, ...progress.remains() };
    return false;
  }
  progress.finish(step, seen.id);
  yield { kind: 'done', step, outcome: { kind: 'seen', failure } };
  return true;
}

/** Whether the group is as the step leaves it, and under which id; undefined where it is not. */
async function readEffect(
  progress: Progress,
  step: Step,
  send: Transport,
): Promise<{ readonly id: GroupId | undefined } | undefined> {
  const names = new Set([step.group]);
  const live = await readTouched(progress.plan, send, { names, made: progress.made });
  if (!live.ok || liveDigest(live.value, step.group) !== progress.digestAfter(step))
    return undefined;
  return { id: live.value.ids.get(step.group) };
}

/** Between waves: what was written must be visible everywhere before what depends on it is sent. */
async function* settle(
  progress: Progress,
  send: Transport,
  patience: Patience,
): AsyncGenerator<ApplyEvent, boolean> {
  const expected = progress.expected();
  // Nothing of this run: an earlier one was interrupted here, and its writes have just been read.
  if (expected.size > 0) {
    yield { kind: 'readingBack', groups: expected.size, isEnd: false };
    const live = yield* readUntil(progress, expected, send, patience);
    if (live === undefined) return false;
    progress.learn(live.groups);
  }
  progress.settled();
  await patience.sleep(patience.settleMs);
  return true;
}

/** At the end: every group of the plan is as the plan said that it would be. */
async function* verify(
  progress: Progress,
  send: Transport,
  patience: Patience,
): AsyncGenerator<ApplyEvent, void> {
  const expected = progress.expectedAtEnd();
  yield { kind: 'readingBack', groups: expected.size, isEnd: true };
  const live = yield* readUntil(progress, expected, send, patience);
  if (live === undefined) return;
  const groups = [...live.groups.values()];
  const rules = groups.reduce((sum, group) => sum + group.rules.length, 0);
  yield { kind: 'verified', groups: groups.length, rules };
}

/** The live groups once they are as expected; else says `unverified`. */
async function* readUntil(
  progress: Progress,
  expected: ReadonlyMap<GroupName, Digest>,
  send: Transport,
  patience: Patience,
): AsyncGenerator<ApplyEvent, TouchedGroups | undefined> {
  const names = new Set(expected.keys());
  const read = () => readTouched(progress.plan, send, { names, made: progress.made });
  const back = await readBack(expected, read, patience);
  const groups = back.ok ? back.value.differing : [...names];
  if (back.ok && groups.length === 0) return back.value.live;
  const failure = back.ok ? undefined : back.failure;
  yield { kind: 'unverified', groups, failure, ...progress.remains() };
  return undefined;
}
