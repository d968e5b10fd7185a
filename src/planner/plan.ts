// desired × live → plan: the story from start to end.
import { assert } from '../model/assert.ts';
import { withChangedGroups } from '../model/changed-groups.ts';
import type { GroupContent, LiveGroup } from '../model/group.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { withPeerNames, type LiveState } from '../model/live.ts';
import { resolveNames, type ResolvedNames } from '../model/resolve-names.ts';
import type { Note, Plan, PlanId } from '../model/plan.ts';
import type { Refusal } from '../model/refusal.ts';
import type { RuleId } from '../model/rule.ts';
import type { DesiredState } from '../model/target.ts';
import type { ArrangeFacts } from './order/arrange.ts';
import { claimGroups, type Claims } from './claims/claims.ts';
import { deletionRefusals, type Leaving, type Remaining } from './findings/deletion-refusals.ts';
import { expiredNotes, frozenNotes } from './findings/frozen-notes.ts';
import { causeNotes } from './findings/cause-notes.ts';
import { changedNotes } from './findings/changed-notes.ts';
import { changeCounts, type Ours } from './findings/change-counts.ts';
import { emptyDesiredState, noGroupsWritten } from './findings/empty-desired-state.ts';
import { firstApply } from './findings/first-apply.ts';
import type { FromWhere } from './findings/self-lockout.ts';
import {
  deletionNotes,
  estateNotes,
  interfacesNotes,
  notRecreatedNotes,
  unknownListsNotes,
} from './findings/notes.ts';
import { notFoundNotes } from './findings/not-found-notes.ts';
import { massChange } from './findings/mass-change.ts';
import { replacedNotes } from './findings/replaced-notes.ts';
import { quotaHeadroom } from './findings/quota-headroom.ts';
import { withOwnedGroups } from './edits/only-expired.ts';
import { planGroup, type GroupChange, type PlanContext } from './edits/plan-group.ts';
import { factsOf, interfacesWhen } from './facts.ts';
import { crowdedOut } from './frozen/crowded.ts';
import {
  frozenBy,
  holdsOn,
  isObserved,
  waitedFor,
  type FrozenGroups,
  type HoldOnGroup,
} from './frozen/reasons.ts';
import { settle, type Frozen, type Settled } from './frozen/settle.ts';
import { frameOf, planOf } from './plan-document.ts';
import { tornApart } from './frozen/torn-apart.ts';
import { assertRuns, proved, type Proved } from './proved.ts';
import { plannedAccess } from './guard/planned-access.ts';
import { protectedFlowFaults } from './guard/protected-flows.ts';
import { memberRefusals } from './members/member-refusals.ts';
import { quotaRefusals } from './quota/quota-refusals.ts';
import { sortLive } from './sort-live.ts';
import { endOf, type GroupStates } from './order/states.ts';
import { undoOf } from './undo-plan.ts';

export interface PlanOptions {
  /** Fresh for every plan. */
  readonly id: PlanId;
  /** Now, in UTC: holds are over or in force by it. */
  readonly createdAt: string;
  readonly toolVersion: string;
  /** Codes of hazards that somebody consented to. */
  readonly allowHazards: readonly string[];
  /** Where whoever asks for the plan is: cut off from there it could not be mended. */
  readonly from?: FromWhere;
  /** Groups that no step may touch, besides those that are held by their tags, and why. */
  readonly frozen?: FrozenGroups;
}

export type Planned =
  | { readonly ok: true; readonly plan: Plan; readonly states: readonly GroupStates[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Pure, and deterministic: equal inputs give equal plans. `asRead` has all pages of every list. */
export function plan(written: DesiredState, asRead: LiveState, options: PlanOptions): Planned {
  const live = sortLive(asRead);
  const about = withChangedGroups(written, live);
  const { groups, refusals: unresolved, named } = resolveNames(about, live);
  const desired = { ...about, groups };
  const { owner, only } = desired;
  const { listed, interfaces } = live;
  const claims =
    desired.changed === undefined
      ? claimGroups(only ? withOwnedGroups(desired, live) : desired, live)
      : claimGroups(desired, live, written.groups);
  const holds = holdsOn(claims, Date.parse(options.createdAt));
  let asked = frozenBy(claims, holds, options.frozen);
  for (;;) {
    const settled = settle(claims, live.groups, {
      owner,
      listed,
      interfaces,
      asked,
      unresolved,
      ...(only && { only }),
    });
    const { refusals, changes, names, frozen } = settled;
    if (refusals.length > 0) return { ok: false, refusals };
    const facts = factsOf(desired, live, names);
    const there = proved(changes, facts);
    const { profiles } = facts;
    const more = new Map([
      ...tornApart(there.steps, waitedFor(frozen), { live, names, profiles }),
      ...crowdedOut(there.quota, waitedFor(frozen)),
    ]);
    if (more.size === 0) {
      const made = planSettled(
        desired,
        { live, named, claims, holds, settled, facts, there },
        options,
      );
      return withNotes(made, changedNotes(written, desired.groups.length));
    }
    asked = new Map([...asked, ...more]);
  }
}

function withNotes(planned: Planned, notes: readonly Note[]): Planned {
  if (!planned.ok || notes.length === 0) return planned;
  return { ...planned, plan: { ...planned.plan, notes: [...notes, ...planned.plan.notes] } };
}

interface Ready {
  readonly live: LiveState;
  readonly named: ResolvedNames['named'];
  readonly claims: Claims;
  readonly holds: readonly HoldOnGroup[];
  readonly settled: Settled;
  readonly facts: ArrangeFacts;
  readonly there: Proved;
}

/** Once it is known which groups are left alone, and what becomes of the others. */
function planSettled(
  desired: DesiredState,
  { live, named, claims, holds, settled: { changes, names, frozen }, facts, there }: Ready,
  options: PlanOptions,
): Planned {
  const { owner, only } = desired;
  const after = interfacesWhen('after', live, there.steps, names);
  const context = { names, owner, interfaces: after, ...(only && { only }) };
  const leaving = leavingOf(changes);
  const remaining = remainingOf(live, there.states, context);
  const impossible = [
    ...deletionRefusals(leaving, { remaining, live, names }),
    ...quotaRefusals(there.quota, changes),
    ...memberRefusals(there, { changes, live, facts }),
  ];
  if (impossible.length > 0) return { ok: false, refusals: impossible };
  assertRuns(there);
  assertReached(changes, there, context);
  assertUntouched(frozen, there);

  const frame = frameOf(desired, live, options);
  const isFirst = claims.ownsNothingYet && there.steps.length > 0;
  const counts = changeCounts(there.states, changeable(live, claims));
  const { limits = {} } = desired;
  const hazards = [
    ...(isFirst ? [firstApply(desired, live)] : []),
    // What is not read is there too.
    ...(there.steps.length > 0 && !desired.changed ? emptyDesiredState(counts, desired) : []),
    ...massChange(counts, limits),
    ...quotaHeadroom(
      there.quota.map(({ use }) => use),
      limits.headroom,
    ),
  ];
  const notes = [
    ...causeNotes(changes, desired),
    ...frozenNotes(frozen, holds),
    ...expiredNotes(holds),
    ...changes.flatMap((change) => change.notes),
    ...(there.steps.length > 0 ? [] : noGroupsWritten(counts, desired)),
    ...estateNotes(claims, desired.owner),
    ...notRecreatedNotes(there.notRecreated),
    ...replacedNotes(there, facts),
    ...deletionNotes(leaving, live),
    ...interfacesNotes(live.interfaces, changes),
    ...unknownListsNotes(there.states, live.lists),
    ...notFoundNotes(there.steps, desired, live),
  ];
  const { protect = [] } = desired;
  const breaches =
    protect.length === 0
      ? []
      : protectedFlowFaults(protect, plannedAccess(there, { desired, live, names }));
  const expiresOnly = only === 'expired';
  const { id } = options;
  const made = planOf(frame, there, { id, hazards, notes, facts, breaches, expiresOnly, named });
  const undo =
    there.steps.length === 0
      ? undefined
      : undoOf(options.id, frame, there.states, {
          facts: factsOf(desired, { ...live, interfaces: after }, names),
          limits,
          before: counts.after,
          there: made.access,
        });
  return {
    ok: true,
    plan: undo === undefined ? made : { ...made, undo },
    states: there.states,
  };
}

/** How much there is that a plan may change: what is only observed would make a change of the rest look small. */
function changeable({ groups }: LiveState, { claims }: Claims): Ours {
  const observed = new Set(
    claims.flatMap(({ desired, live }) => (isObserved(desired) ? [live?.id] : [])),
  );
  const ours = groups.filter(({ id }) => !observed.has(id));
  return { groups: ours.length, rules: ours.reduce((sum, { rules }) => sum + rules.length, 0) };
}

function leavingOf(changes: readonly GroupChange[]): readonly Leaving[] {
  return changes.flatMap(({ name, desired: { source }, live, isDoomed }) =>
    isDoomed && live !== undefined
      ? [{ group: name, id: live.id, source, isPruned: source === undefined }]
      : [],
  );
}

/** The groups of ours that are there at the end, and orphans, which stay as they are. */
function remainingOf(
  { groups }: LiveState,
  states: readonly GroupStates[],
  { names }: PlanContext,
): readonly Remaining[] {
  const known = new Set(states.map(({ group }) => group));
  const ours = states.flatMap((state) => {
    const end = endOf(state);
    return end === undefined ? [] : [{ group: state.group, rules: end.rules }];
  });
  const orphans = groups.flatMap((group) => {
    const name = names.get(group.id);
    const isOrphan = name !== undefined && !known.has(name);
    return isOrphan ? [{ group: name, rules: withPeerNames(group, names).rules }] : [];
  });
  return [...ours, ...orphans];
}

/** Planning again from where the plan ends finds nothing more to do; otherwise it is no plan. */
function assertReached(
  changes: readonly GroupChange[],
  { states, notRecreated }: Proved,
  context: PlanContext,
): void {
  const givenUp = new Set<GroupName>(notRecreated.map(({ group }) => group));
  for (const [index, { desired, name, live }] of changes.entries()) {
    const state = states[index];
    // A group that no step touches was found to need nothing just now.
    if (state === undefined || state.path.length === 0) continue;
    const end = endOf(state);
    const again = planGroup({ desired, live: end && asIfLive(end, state, live) }, context);
    const left = again.ordered.filter(({ edit }) => edit.kind !== 'recreate' || !givenUp.has(name));
    const edits = [...again.groupEdits, ...left, ...again.memberEdits];
    const isReached = edits.length === 0 && !again.isDoomed;
    assert(isReached, `the plan does not bring ${name} to what was written`);
  }
}

/** Whatever was written of a group that is left alone. */
function assertUntouched(frozen: readonly Frozen[], { steps }: Proved): void {
  const names = new Set(frozen.map(({ name }) => name));
  const touched = steps.find(({ group }) => names.has(group));
  assert(
    touched === undefined,
    `step ${touched?.id} touches ${touched?.group}, which is left alone`,
  );
}

/** A group that comes goes by its name. */
function asIfLive(
  { resourceGroup, ...content }: GroupContent,
  { group, id }: GroupStates,
  before: LiveGroup | undefined,
): LiveGroup {
  const inResourceGroup = resourceGroup ?? before?.inResourceGroup;
  const rules = content.rules.map((rule, index) => ({
    ...rule,
    description: rule.description ?? '',
    id: String(index) as RuleId,
  }));
  return {
    ...content,
    id: id ?? (group as string as GroupId),
    vpc: '',
    serviceManaged: false,
    rules,
    ...(inResourceGroup !== undefined && { inResourceGroup }),
  };
}
