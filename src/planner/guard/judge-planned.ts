// An assertion along a plan: in no state on the way may it become wrong, and at the end it must hold.
import type { AssertionVerdict, BetweenSteps } from '../../model/assertion-result.ts';
import type { FlowAssertion } from '../../model/flow-assertion.ts';
import type { FlowBreach } from '../../model/flow-breach.ts';
import { breachOf, flowsOf } from '../../reach/assertion/breach.ts';
import { groupsOfFlows, judge, modeIn } from '../../reach/assertion/judge.ts';
import type { AccessState } from '../../reach/ends/access-state.ts';
import { firstBroken, type GuardedWave } from './guarded-waves.ts';

export interface PlannedAccess {
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
  return broken === undefined ? judge(assertion, planned.last) : { kind: 'failed', ...broken };
}

/** What was wrong before the plan is not its doing, so that only what becomes wrong counts. */
export function brokenOnTheWay(
  assertion: FlowAssertion,
  planned: PlannedAccess,
): { readonly breach: FlowBreach; readonly steps: BetweenSteps } | undefined {
  const { first, inPlace, waves } = planned;
  const flows = flowsOf(assertion, { mode: modeIn(assertion, inPlace), state: inPlace });
  const before = (name: string) => first.groups.get(name);
  const side = assertion.expects === 'deny' ? 'most' : 'least';
  const found = firstBroken(waves, { first: before, names: groupsOfFlows(flows), side }, (now) =>
    breachOf(assertion, flows, { first: before, now }),
  );
  if (found === undefined) return brokenByMoves(assertion, planned);
  const { from, until } = found.moment;
  return { breach: found.found, steps: { from: from.id, until: until.id } };
}

/**
 * By who is where. An assertion that fails on the interfaces of before is not told once more because of
 * others that join: it fails anyhow.
 */
function brokenByMoves(
  assertion: FlowAssertion,
  { first, moved }: PlannedAccess,
): { readonly breach: FlowBreach; readonly steps: BetweenSteps } | undefined {
  if (moved.length === 0 || judge(assertion, first).kind === 'failed') return undefined;
  for (const { state, steps } of moved) {
    const verdict = judge(assertion, state);
    if (verdict.kind === 'failed') return { breach: verdict.breach, steps };
  }
  return undefined;
}
