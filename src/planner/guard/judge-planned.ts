// An assertion along a plan: in no state on the way may it become wrong, and at the end it must hold.
import {
  formatBetweenSteps,
  type AssertionVerdict,
  type BetweenSteps,
} from '../../model/assertion-result.ts';
import type { FlowAssertion } from '../../model/flow-assertion.ts';
import { formatUnreadBreach, type FlowBreach } from '../../model/flow-breach.ts';
import { breachOf, flowsOf } from '../../reach/assertion/breach.ts';
import { groupsOfFlows, judge, modeIn } from '../../reach/assertion/judge.ts';
import type { AssertedFlow } from '../../reach/assertion/flow-part.ts';
import type { AccessState, StateGroup } from '../../reach/ends/access-state.ts';
import { firstBroken, type GuardedWave } from './guarded-waves.ts';

export interface PlannedAccess {
  /** Groups on interfaces whose rules nobody may read. */
  readonly unread: ReadonlyMap<string, StateGroup>;
  /** Before the first step, and after the last. */
  readonly first: AccessState;
  readonly last: AccessState;
  /** Once all rules have changed, and before anybody joins or leaves a group. */
  readonly inPlace: AccessState;
  readonly waves: readonly GuardedWave[];
  /** Once all have joined, and at the end, where the plan moves somebody. */
  readonly moved: readonly MovedState[];
}

export interface MovedState {
  readonly state: AccessState;
  /** The first and the last step that lead there from the state before. */
  readonly steps: BetweenSteps;
}

export function judgePlanned(assertion: FlowAssertion, planned: PlannedAccess): AssertionVerdict {
  const broken = brokenOnTheWay(assertion, planned);
  if (broken === undefined) return judge(assertion, planned.last);
  const { breach, steps } = broken;
  return breach.kind === 'unread'
    ? { kind: 'unknown', why: formatUnreadBreach(breach, formatBetweenSteps(steps)) }
    : { kind: 'failed', ...broken };
}

export interface BrokenOnTheWay {
  readonly breach: FlowBreach;
  readonly steps: BetweenSteps;
}

/**
 * What was wrong before the plan is not its doing, so that only what becomes wrong counts. What becomes
 * so with some rules of groups that nobody may read comes last: the rest is sure.
 */
export function brokenOnTheWay(
  assertion: FlowAssertion,
  planned: PlannedAccess,
): BrokenOnTheWay | undefined {
  const { first, inPlace, waves, unread } = planned;
  const flows = flowsOf(assertion, { mode: modeIn(assertion, inPlace), state: inPlace });
  const before = (name: string) => first.groups.get(name);
  const side = assertion.expects === 'deny' ? 'most' : 'least';
  const brokenIn = (some: readonly AssertedFlow[]): BrokenOnTheWay | undefined => {
    const broken = firstBroken(waves, { first: before, names: groupsOfFlows(some), side }, (now) =>
      breachOf(assertion, some, { first: before, now, unread }),
    );
    if (broken === undefined) return undefined;
    const { from, until } = broken.moment;
    return { breach: broken.found, steps: { from: from.id, until: until.id } };
  };
  const isRead = (flow: AssertedFlow) => ![...groupsOfFlows([flow])].some((one) => unread.has(one));
  return (
    brokenIn(flows.filter(isRead)) ??
    brokenByMoves(assertion, planned) ??
    brokenIn(flows.filter((flow) => !isRead(flow)))
  );
}

/**
 * By who is where. An assertion that fails on the interfaces of before is not told once more because of
 * others that join: it fails anyhow.
 */
function brokenByMoves(
  assertion: FlowAssertion,
  { first, moved }: PlannedAccess,
): BrokenOnTheWay | undefined {
  if (moved.length === 0 || judge(assertion, first).kind === 'failed') return undefined;
  for (const { state, steps } of moved) {
    const verdict = judge(assertion, state);
    if (verdict.kind === 'failed') return { breach: verdict.breach, steps };
  }
  return undefined;
}
