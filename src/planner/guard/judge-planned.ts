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
  readonly waves: readonly GuardedWave[];
}

export function judgePlanned(assertion: FlowAssertion, planned: PlannedAccess): AssertionVerdict {
  const broken = brokenOnTheWay(assertion, planned);
  return broken === undefined ? judge(assertion, planned.last) : { kind: 'failed', ...broken };
}

/** What was wrong before the plan is not its doing, so that only what becomes wrong counts. */
export function brokenOnTheWay(
  assertion: FlowAssertion,
  { first, last, waves }: PlannedAccess,
): { readonly breach: FlowBreach; readonly steps: BetweenSteps } | undefined {
  const flows = flowsOf(assertion, { mode: modeIn(assertion, last), state: last });
  const before = (name: string) => first.groups.get(name);
  const side = assertion.expects === 'deny' ? 'most' : 'least';
  const found = firstBroken(waves, { first: before, names: groupsOfFlows(flows), side }, (now) =>
    breachOf(assertion, flows, { first: before, now }),
  );
  if (found === undefined) return undefined;
  const { from, until } = found.moment;
  return { breach: found.found, steps: { from: from.id, until: until.id } };
}
