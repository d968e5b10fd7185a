// Changes → steps that were run on a model, call by call, before anybody sees them.
import { assert } from '../model/assert.ts';
import type { GroupContent } from '../model/group.ts';
import type { GroupName } from '../model/group-identity.ts';
import type { Hazard } from '../model/hazard.ts';
import { isMemberStep } from '../model/moves.ts';
import type { PlanProof } from '../model/plan.ts';
import { proveTraffic, type TrafficFault } from '../proof/prove-traffic.ts';
import { runSteps } from '../proof/run-steps.ts';
import { arrange, type Arranged, type ArrangeFacts, type ChangeOfGroup } from './order/arrange.ts';
import { endOf } from './order/states.ts';
import { memberWindows } from './members/member-windows.ts';
import { windowHazards } from './findings/windows.ts';

export interface Proved extends Arranged {
  readonly proof: PlanProof;
  /** What the proof does not hold for. */
  readonly windows: readonly Hazard[];
}

/** Throws where the cloud would refuse a step, or where the steps do not end as predicted: a bug. */
export function assertRuns({ states, steps }: Arranged): void {
  // The others matter only to deletions, which the cloud refuses while rules refer to the group, and to
  // who moves, since nobody is in groups of two types.
  const needsAll = steps.some((step) => step.kind === 'deleteGroup' || isMemberStep(step));
  const run = needsAll ? states : states.filter(({ path }) => path.length > 0);
  const before = new Map(run.map((state) => [state.group, state.before]));
  const after = new Map(run.map((state) => [state.group, endOf(state)]));
  const [broken] = runSteps(before, after, steps);
  assert(broken === undefined, `the plan does not run: ${broken}`);
}

/** So many classes of packets take some seconds; then a plan is not proved, and says so. */
const budget = { looksMax: 1_000_000, faultsMax: 10_000 };

/** Throws where a plan that should be safe is not: that is a bug, and no plan. */
export function proved(changes: readonly ChangeOfGroup[], facts: ArrangeFacts): Proved {
  const tried = attempt(changes, facts, new Set());
  const surprised = tried.faults.flatMap(({ groups }) => groups);
  // Rules that change in place are each safe in their own group; together they may not be.
  const { arranged, traffic, faults } =
    faultless(tried) || tried.inPlace.size === 0
      ? tried
      : attempt(changes, facts, new Set([...surprised, ...tried.inPlace]));
  const { cramped, safeToday } = arranged;
  const unexplained = faults.filter(({ groups, when }) => {
    const isExplained = when === 'inCombination' && groups.every((name) => safeToday.has(name));
    return !isExplained && !groups.every((name) => cramped.has(name));
  });
  const [first] = unexplained;
  assert(first === undefined, `the plan ${first && describeFault(first)}`);
  const windows = windowHazards(
    faults.filter(({ groups }) => groups.every((name) => cramped.has(name))),
    arranged.steps,
  );
  const moving = memberWindows(arranged, facts);
  const all = [...windows, ...moving.hazards];
  const isComplete = traffic.isComplete && moving.isComplete;
  const isAboutToday = faults.length > 0 || moving.isAboutToday;
  return {
    ...arranged,
    proof: { classes: traffic.classes, holds: holdsFor(isComplete, all, isAboutToday) },
    windows: isComplete ? all : [...all, notProved],
  };
}

interface Attempt {
  readonly arranged: Arranged;
  readonly traffic: ReturnType<typeof proveTraffic>;
  readonly faults: readonly TrafficFault[];
  /** Groups some of whose rules change in place, and not only in priority or description. */
  readonly inPlace: ReadonlySet<GroupName>;
}

function attempt(
  changes: readonly ChangeOfGroup[],
  facts: ArrangeFacts,
  notInPlace: ReadonlySet<GroupName>,
): Attempt {
  const arranged = arrange(changes, facts, { notInPlace });
  const edited = new Set(changes.flatMap(({ ordered }) => ordered.map(({ group }) => group)));
  const meeting = new Set(arranged.meetings.sets.flatMap((set) => [...set]));
  const groups = new Map(
    arranged.states.flatMap(({ group, before }): [GroupName, GroupContent][] =>
      before !== undefined && (edited.has(group) || meeting.has(group)) ? [[group, before]] : [],
    ),
  );
  const traffic = proveTraffic(groups, arranged.steps, { meetings: arranged.meetings, budget });
  const inPlace = new Set(
    arranged.steps.flatMap((step) => (step.kind === 'modifyRule' ? [step.group] : [])),
  );
  return { arranged, traffic, faults: traffic.faults, inPlace };
}

function faultless({ faults, arranged: { cramped, safeToday } }: Attempt): boolean {
  return faults.every(({ groups, when }) =>
    groups.every((name) => cramped.has(name) || (when === 'inCombination' && safeToday.has(name))),
  );
}

function holdsFor(
  isComplete: boolean,
  windows: readonly Hazard[],
  isAboutToday: boolean,
): PlanProof['holds'] {
  if (!isComplete) return 'unknown';
  if (windows.length > 0) return 'exceptInWindows';
  return isAboutToday ? 'onInterfacesOfToday' : 'inEveryCombination';
}

const notProved: Hazard = {
  code: 'not-proved',
  message: 'there are too many classes of packets to prove that no step surprises any of them',
};

function describeFault({ effect, when, wave, groups }: TrafficFault): string {
  return `${effect}s traffic of ${groups.join(' + ')} in wave ${wave} (${when})`;
}
