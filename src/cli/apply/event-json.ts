// An event of an apply as one flat JSON object: a line of the journal, and of `apply --json`.
// schemas/event.schema.json is what others may rely on.
import type { ApplyEvent, FailedStep, RefusedReason } from '../../applier/events.ts';
import type { ApiFailure } from '../../cloud/transport.ts';
import type { Difference } from '../../model/differences.ts';
import type { Plan } from '../../model/plan.ts';
import type { Step } from '../../model/step.ts';
import { unreachable } from '../../model/unreachable.ts';
import { bareRule } from '../../planner/edits/bare-rule.ts';

export type EventLine = Readonly<Record<string, unknown>>;

/** `time` is UTC, as in `2026-11-26T10:58:25.123Z`; what is undefined is left out. */
export function eventJson(event: ApplyEvent, time: string, { target }: Plan): EventLine {
  return { time, target: target.name, event: event.kind, ...partsOf(event) };
}

/** The line before all events: which apply these are. */
export function beginningJson(
  { id, undoes, target, steps }: Plan,
  time: string,
  { toolVersion, pid }: { readonly toolVersion: string; readonly pid: number },
): EventLine {
  const { name, account, region, vpc } = target;
  const place = { account, region, vpc };
  const what = { plan: id, undoes, steps: steps.length };
  return { time, target: name, event: 'apply', ...what, ...place, toolVersion, pid };
}

function partsOf(event: ApplyEvent): Readonly<Record<string, unknown>> {
  switch (event.kind) {
    case 'refused':
      return refusedJson(event.reason);
    case 'sending': {
      const { call, token, epoch, groupId } = event.sent;
      const { action, parameters } = call;
      return { ...stepJson(event.step), action, groupId, token, epoch, parameters };
    }
    case 'replied': {
      const { step, action, attempts, failure } = event;
      return { ...stepJson(step), action, attempts, ...(failure && failureJson(failure)) };
    }
    case 'done': {
      const { outcome } = event;
      const how =
        outcome.kind === 'answered' ? outcome : { kind: 'seen', ...failureJson(outcome.failure) };
      const { kind, ...rest } = how;
      return { ...stepJson(event.step), outcome: kind, ...rest };
    }
    case 'again':
      return { ...stepJson(event.step), why: event.why };
    case 'failed': {
      const { step, failure, others, doneSteps, leftSteps } = event;
      const beside = others.map(failedJson);
      return { ...stepJson(step), ...failureJson(failure), others: beside, doneSteps, leftSteps };
    }
    case 'interrupted': {
      const { unanswered, doneSteps, leftSteps } = event;
      return { unanswered: unanswered.map(failedJson), doneSteps, leftSteps };
    }
    case 'unverified': {
      const { groups, failure, doneSteps, leftSteps } = event;
      const why = failure ? failureJson(failure) : {};
      return { groups: groups.map(withBareRules), ...why, doneSteps, leftSteps };
    }
    case 'started':
    case 'readingBack':
    case 'waiting':
    case 'settling':
    case 'verified':
    case 'held':
      return Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'kind'));
    default:
      return unreachable(event);
  }
}

function refusedJson(reason: RefusedReason): Readonly<Record<string, unknown>> {
  const { kind, ...rest } = reason;
  switch (reason.kind) {
    case 'unreadable':
      return { reason: kind, during: reason.during, ...failureJson(reason.failure) };
    case 'stale':
      return { reason: kind, groups: reason.groups.map(withBareRules) };
    case 'wrongAccount':
    case 'withoutRuleIds':
    case 'held':
    case 'interrupted':
      return { reason: kind, ...rest };
    default:
      return unreachable(reason);
  }
}

/** Rules are told by their content, as in plans: what the cloud calls a rule is not in all of them. */
function withBareRules<Group extends { readonly differences: readonly Difference[] }>(
  group: Group,
): Group {
  const differences = group.differences.map((one) => {
    return 'rule' in one ? { ...one, rule: bareRule(one.rule) } : one;
  });
  return { ...group, differences };
}

function failedJson({ step, failure }: FailedStep) {
  return { ...stepJson(step), ...failureJson(failure) };
}

function stepJson({ id, group, kind, wave }: Step) {
  return { step: id, group, kind, wave };
}

function failureJson({ kind, code, message, status, requestId }: ApiFailure) {
  return { failure: kind, code, message, status, requestId };
}
