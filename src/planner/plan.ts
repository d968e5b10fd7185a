// desired × live → plan: the story from start to end.
import { assert } from '../model/assert.ts';
import { digestGroup } from '../model/digest.ts';
import { groupBy } from '../model/group-by.ts';
import type { GroupContent, LiveGroup } from '../model/group.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { withoutConsent } from '../model/hazard.ts';
import { withPeerNames, type LiveState } from '../model/live.ts';
import { assertPlan, type Plan, type PlanId, type PlannedGroup } from '../model/plan.ts';
import type { Refusal } from '../model/refusal.ts';
import type { RuleId } from '../model/rule.ts';
import type { Step } from '../model/step.ts';
import type { DesiredState } from '../model/target.ts';
import { claimGroups } from './claims.ts';
import { danglingRefusals, type Leaving, type Remaining } from './dangling.ts';
import { orderDeletions, type Doomed } from './deletions.ts';
import { findHazards } from './hazards.ts';
import { estateNotes } from './notes.ts';
import { orderEdits, type EditOfGroup } from './order.ts';
import { planGroup, type GroupChange, type PlanContext } from './plan-group.ts';
import { predict } from '../model/predict.ts';
import { sortLive } from './sort-live.ts';
import { toSteps } from './steps.ts';

export interface PlanOptions {
  /** Fresh for every plan. */
  readonly id: PlanId;
  readonly createdAt: string;
  readonly toolVersion: string;
  /** Codes of hazards that somebody consented to. */
  readonly allowHazards: readonly string[];
}

/** A group as it is, and after each of the steps that touch it; undefined where there is none. */
export interface GroupStates {
  readonly group: GroupName;
  readonly id: GroupId | undefined;
  readonly before: GroupContent | undefined;
  readonly path: readonly (GroupContent | undefined)[];
}

export type Planned =
  | { readonly ok: true; readonly plan: Plan; readonly states: readonly GroupStates[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Pure, and deterministic: equal inputs give equal plans. `asRead` has all pages of every list. */
export function plan(desired: DesiredState, asRead: LiveState, options: PlanOptions): Planned {
  const live = sortLive(asRead);
  const claims = claimGroups(desired, live);
  const context = { names: claims.names, owner: desired.owner };
  const changes = claims.claims.map((claim) => planGroup(claim, context));
  const refusals = [...claims.refusals, ...changes.flatMap((change) => change.refusals)];
  if (refusals.length > 0) return { ok: false, refusals };

  const steps = stepsOf(changes);
  const states = statesAlong(changes, steps);
  const dangling = danglingRefusals(leavingOf(changes), remainingOf(live, states, context));
  if (dangling.length > 0) return { ok: false, refusals: dangling };

  const hazards = findHazards(steps, {
    owner: desired.owner,
    target: desired.target.name,
    ownsNothingYet: claims.ownsNothingYet,
  });
  const { name, account, region, vpc } = desired.target;
  const made: Plan = {
    formatVersion: 1,
    toolVersion: options.toolVersion,
    id: options.id,
    createdAt: options.createdAt,
    complete: true,
    applyable: steps.length > 0 && withoutConsent(hazards, options.allowHazards).length === 0,
    errored: false,
    owner: desired.owner,
    target: { name, account, region, vpc },
    read: readOf(live),
    groups: Object.fromEntries(
      states.filter(({ path }) => path.length > 0).map((state) => [state.group, planned(state)]),
    ),
    steps,
    hazards,
    notes: [...changes.flatMap(({ notes }) => notes), ...estateNotes(claims, desired.owner)],
  };
  assertPlan(made);
  assertReached(changes, states, context);
  return { ok: true, plan: made, states };
}

function stepsOf(changes: readonly GroupChange[]): readonly Step[] {
  const doomed = changes.flatMap(({ name, live, isDoomed }): Doomed[] =>
    isDoomed && live !== undefined ? [{ name, live }] : [],
  );
  const { order, revokeBefore } = orderDeletions(doomed);
  const letGo = revokeBefore.map(({ group, type, rule }): EditOfGroup => {
    return { group, type, hasNoMembers: false, edit: { kind: 'revoke', before: rule } };
  });
  return toSteps({
    groupEdits: changes.flatMap(({ name, groupEdits }) =>
      groupEdits.map((edit) => ({ group: name, edit })),
    ),
    layered: orderEdits([...changes.flatMap(({ ordered }) => ordered), ...letGo]),
    deletions: order,
  });
}

/** Each group before the plan and after each of its steps. */
function statesAlong(
  changes: readonly GroupChange[],
  steps: readonly Step[],
): readonly GroupStates[] {
  const byGroup = groupBy(steps, ({ group }) => group);
  return changes.map(({ name, live }) => {
    const path: (GroupContent | undefined)[] = [];
    for (const step of byGroup.get(name) ?? []) path.push(predict(path.at(-1) ?? live, step));
    return { group: name, id: live?.id, before: live, path };
  });
}

function leavingOf(changes: readonly GroupChange[]): readonly Leaving[] {
  return changes
    .filter(({ isDoomed }) => isDoomed)
    .map(({ name, desired: { source } }) => ({ group: name, source }));
}

/** The groups of ours that are there at the end, and orphans, which stay as they are. */
function remainingOf(
  { groups }: LiveState,
  states: readonly GroupStates[],
  { names }: PlanContext,
): readonly Remaining[] {
  const planned = new Set(states.map(({ group }) => group));
  const ours = states.flatMap((state) => {
    const end = endOf(state);
    return end === undefined ? [] : [{ group: state.group, rules: end.rules }];
  });
  const orphans = groups.flatMap((group) => {
    const name = names.get(group.id);
    const isOrphan = name !== undefined && !planned.has(name);
    return isOrphan ? [{ group: name, rules: withPeerNames(group, names).rules }] : [];
  });
  return [...ours, ...orphans];
}

/** The group after the last of its steps. */
function endOf({ before, path }: GroupStates): GroupContent | undefined {
  return path.length === 0 ? before : path.at(-1);
}

function planned({ id, before, path }: GroupStates): PlannedGroup {
  return {
    ...(id === undefined ? {} : { id }),
    before: digestGroup(before),
    path: path.map(digestGroup),
  };
}

function readOf({ listed, groups }: LiveState): Plan['read'] {
  const rules = groups.reduce((sum, group) => sum + group.rules.length, 0);
  return { listed: listed.length, groups: groups.length, rules };
}

/** Planning again from where the plan ends finds nothing more to do; otherwise it is no plan. */
function assertReached(
  changes: readonly GroupChange[],
  states: readonly GroupStates[],
  context: PlanContext,
): void {
  for (const [index, { desired, name }] of changes.entries()) {
    const state = states[index];
    const end = state && endOf(state);
    const { groupEdits, ordered, isDoomed } = planGroup(
      { desired, live: end && asIfLive(end) },
      context,
    );
    const isReached = groupEdits.length === 0 && ordered.length === 0 && !isDoomed;
    assert(isReached, `the plan does not bring ${name} to what was written`);
  }
}

function asIfLive(content: GroupContent): LiveGroup {
  const rules = content.rules.map((rule, index) => ({
    ...rule,
    description: rule.description ?? '',
    id: String(index) as RuleId,
  }));
  return { ...content, id: '' as GroupId, vpc: '', serviceManaged: false, rules };
}
