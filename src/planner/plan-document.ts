// Steps that were proved → the plan as a document.
import type { PlanAccess } from '../model/access.ts';
import type { ProtectedFlowFault } from '../model/assertion-result.ts';
import { absent, digestStates } from '../model/digest.ts';
import { withoutConsent, type Hazard } from '../model/hazard.ts';
import type { LiveState } from '../model/live.ts';
import { groupsOfSteps } from '../model/moves.ts';
import { assertPlan, type Note, type Plan, type PlanId, type PlannedGroup } from '../model/plan.ts';
import type { NamedId } from '../model/named-id.ts';
import type { ResolvedNames } from '../model/resolve-names.ts';
import { resourceGroupsOf } from '../model/resource-group.ts';
import type { DesiredState } from '../model/target.ts';
import { planAccess } from './access/plan-access.ts';
import { planCuts } from './access/plan-cuts.ts';
import { accessHazards, notAnalysed } from './findings/access-hazards.ts';
import { cutHazards } from './findings/cut-hazards.ts';
import { flowHazards } from './findings/flow-hazards.ts';
import { deletions } from './findings/deletions.ts';
import { selfLockouts, type FromWhere } from './findings/self-lockout.ts';
import { countCalls } from './least/calls.ts';
import type { ArrangeFacts } from './order/arrange.ts';
import type { GroupStates } from './order/states.ts';
import { plannedLists } from './planned-lists.ts';
import type { Proved } from './proved.ts';

export interface FrameOptions {
  /** Now, in UTC. */
  readonly createdAt: string;
  readonly toolVersion: string;
  /** Codes of hazards that somebody consented to. */
  readonly allowHazards: readonly string[];
  /** Where whoever asks for the plan is, where that is known. */
  readonly from?: FromWhere | undefined;
}

export type Frame = Pick<
  Plan,
  | 'formatVersion'
  | 'toolVersion'
  | 'createdAt'
  | 'complete'
  | 'errored'
  | 'owner'
  | 'target'
  | 'read'
> &
  Pick<FrameOptions, 'allowHazards' | 'from'>;

export function frameOf(
  { owner, target: { name, account, region, vpc } }: Pick<DesiredState, 'owner' | 'target'>,
  { listed, groups }: LiveState,
  { toolVersion, createdAt, allowHazards, from }: FrameOptions,
): Frame {
  const rules = groups.reduce((sum, group) => sum + group.rules.length, 0);
  return {
    formatVersion: 1,
    toolVersion,
    createdAt,
    complete: true,
    errored: false,
    owner,
    target: { name, account, region, vpc },
    read: { listed: listed.length, groups: groups.length, rules },
    allowHazards,
    from,
  };
}

export function planOf(
  { allowHazards, from, ...frame }: Frame,
  { steps, states, meetings, quota, proof, windows, unprotected }: Proved,
  {
    id,
    undoes,
    hazards,
    notes,
    facts,
    access = planAccess(states, steps, facts),
    breaches = [],
    expiresOnly = false,
    named = new Map(),
  }: {
    readonly id: PlanId;
    readonly undoes?: PlanId;
    readonly hazards: readonly Hazard[];
    readonly notes: readonly Note[];
    readonly facts: ArrangeFacts;
    /** Where it is known already. */
    readonly access?: PlanAccess;
    readonly breaches?: readonly ProtectedFlowFault[];
    /** Whether all that goes was written to go by now: that is consent to what it cuts. */
    readonly expiresOnly?: boolean;
    /** What names in files meant, by the group that says them. */
    readonly named?: ResolvedNames['named'];
  },
): Plan {
  const { cuts, incomplete } = planCuts(states, access, facts);
  const all = [
    ...hazards,
    ...accessHazards(access),
    ...(expiresOnly ? [] : cutHazards(cuts)),
    ...selfLockouts(states, access, facts, from),
    ...incomplete.map(notAnalysed),
    ...deletions(steps),
    ...windows,
    ...flowHazards(unprotected),
  ];
  const around = groupsOfSteps(steps);
  const touched = states.filter(({ group, path }) => path.length > 0 || around.has(group));
  const interfaces = facts.interfacesOf(new Set(touched.map(({ group }) => group)));
  const lists = plannedLists(touched, interfaces, facts);
  const made: Plan = {
    ...frame,
    id,
    ...(undoes === undefined ? {} : { undoes }),
    applyable:
      steps.length > 0 && withoutConsent(all, allowHazards).length === 0 && breaches.length === 0,
    groups: Object.fromEntries(
      touched.map((state) => [
        state.group,
        planned(state, { lists: lists.of.get(state.group), names: named.get(state.group) }),
      ]),
    ),
    interfaces,
    ...(lists.all === undefined ? {} : { lists: lists.all }),
    steps,
    calls: countCalls(states, steps, meetings),
    quota: quota.map(({ use }) => use),
    proof,
    access,
    hazards: all,
    ...(breaches.length === 0 ? {} : { breaches }),
    notes,
  };
  assertPlan(made);
  return made;
}

function planned(
  { id, before, path }: GroupStates,
  {
    lists,
    names = [],
  }: { lists: readonly string[] | undefined; names: readonly NamedId[] | undefined },
): PlannedGroup {
  const [first = absent, ...others] = digestStates([before, ...path]);
  const resourceGroups = resourceGroupsOf([before, ...path]);
  return {
    ...(id === undefined ? {} : { id }),
    before: first,
    path: others,
    ...(lists === undefined ? {} : { lists }),
    ...(names.length === 0 ? {} : { names }),
    ...(resourceGroups === undefined ? {} : { resourceGroups }),
  };
}
