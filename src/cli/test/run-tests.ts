// The assertions of one target, in the states that are asked for: read, plan, judge.
import type { AssertionResult, StateResult } from '../../model/assertion-result.ts';
import { testedStates, type FlowAssertion, type TestedState } from '../../model/flow-assertion.ts';
import type { DesiredState } from '../../model/target.ts';
import { claimGroups } from '../../planner/claims/claims.ts';
import { judgePlanned } from '../../planner/guard/judge-planned.ts';
import { plannedAccess } from '../../planner/guard/planned-access.ts';
import { sortLive } from '../../planner/sort-live.ts';
import { judge } from '../../reach/assertion/judge.ts';
import { desiredAccess } from '../../reach/ends/desired-access.ts';
import { liveAccess } from '../../reach/ends/live-access.ts';
import type { ExitCode } from '../exit-codes.ts';
import { planFrom, readState } from '../make-plan.ts';
import type { OpenTarget } from '../open-target.ts';
import type { Surroundings } from '../surroundings.ts';

type Judge = (assertion: FlowAssertion) => StateResult['verdict'];

/** An exit code where something cannot be read or planned, which has then been said. */
export async function runTests(
  assertions: readonly FlowAssertion[],
  asked: { readonly desired: DesiredState; readonly states: readonly TestedState[] },
  open: OpenTarget | undefined,
  surroundings: Surroundings,
): Promise<readonly AssertionResult[] | ExitCode> {
  const { desired, states } = asked;
  const judges = new Map<TestedState, Judge>();
  if (states.includes('desired')) {
    const access = desiredAccess(desired, new Map());
    judges.set('desired', (assertion) => judge(assertion, access));
  }
  if (open !== undefined) {
    const fromCloud = await judgesOfCloud(asked, open, surroundings);
    if (typeof fromCloud === 'number') return fromCloud;
    for (const [state, one] of fromCloud) judges.set(state, one);
  }
  return assertions.map((assertion) => ({
    assertion,
    states: testedStates.flatMap((state) => {
      const one = judges.get(state);
      const isAsked = assertion.states?.includes(state) ?? true;
      return one !== undefined && isAsked ? [{ state, verdict: one(assertion) }] : [];
    }),
  }));
}

async function judgesOfCloud(
  { desired, states }: { readonly desired: DesiredState; readonly states: readonly TestedState[] },
  open: OpenTarget,
  surroundings: Surroundings,
): Promise<ReadonlyMap<TestedState, Judge> | ExitCode> {
  const judges = new Map<TestedState, Judge>();
  const options = { allowHazards: [], surroundings };
  const asRead = await readState(desired, open, options);
  if (typeof asRead === 'number') return asRead;
  const live = sortLive(asRead);
  const { names } = claimGroups(desired, live);
  if (states.includes('live')) {
    const access = liveAccess(live, { desired, names, networks: new Map() });
    judges.set('live', (assertion) => judge(assertion, access));
  }
  if (states.includes('planned')) {
    // What is protected is judged here like all else; it need not be found out twice.
    const made = planFrom({ ...desired, protect: [] }, live, options);
    if (!made.ok) return made.exitCode;
    const { plan, states: along } = made;
    const access = plannedAccess({ states: along, steps: plan.steps }, { desired, live, names });
    judges.set('planned', (assertion) => judgePlanned(assertion, access));
  }
  return judges;
}
