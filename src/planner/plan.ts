// desired × live → plan: the story from start to end.
import { assert } from '../model/assert.ts';
import { absent, digestStates } from '../model/digest.ts';
import type { GroupContent, LiveGroup } from '../model/group.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { withoutConsent, type Hazard } from '../model/hazard.ts';
import { plannedInterfaces } from '../model/interfaces.ts';
import { withPeerNames, type LiveState, type NamesById } from '../model/live.ts';
import { assertPlan, type Note, type Plan, type PlanId, type PlannedGroup } from '../model/plan.ts';
import { defaultQuotas, rulesOf } from '../model/quota.ts';
import type { Refusal } from '../model/refusal.ts';
import type { RuleId } from '../model/rule.ts';
import type { DesiredState } from '../model/target.ts';
import type { ArrangeFacts } from './order/arrange.ts';
import { countCalls } from './least/calls.ts';
import { claimGroups, type Claims } from './claims/claims.ts';
import { deletionRefusals, type Leaving, type Remaining } from './findings/deletion-refusals.ts';
import { flowHazards } from './findings/flow-hazards.ts';
import { expiredNotes, frozenNotes } from './findings/frozen-notes.ts';
import { findHazards, hazardsOfSteps } from './findings/hazards.ts';
import {
  deletionNotes,
  estateNotes,
  interfacesNotes,
  notRecreatedNotes,
} from './findings/notes.ts';
import { planGroup, type GroupChange, type PlanContext } from './edits/plan-group.ts';
import { crowdedOut } from './frozen/crowded.ts';
import { frozenBy, holdsOn, type FrozenGroups, type HoldOnGroup } from './frozen/reasons.ts';
import { settle, type Frozen, type Settled } from './frozen/settle.ts';
import { tornApart } from './frozen/torn-apart.ts';
import { assertRuns, proved, type Proved } from './proved.ts';
import { quotaRefusals } from './quota/quota-refusals.ts';
import { sortLive } from './sort-live.ts';
import { endOf, type GroupStates } from './order/states.ts';
import { waysBack } from './undo.ts';

export interface PlanOptions {
  /** Fresh for every plan. */
  readonly id: PlanId;
  /** Now, in UTC: holds are over or in force by it. */
  readonly createdAt: string;
  readonly toolVersion: string;
  /** Codes of hazards that somebody consented to. */
  readonly allowHazards: readonly string[];
  /** Groups that no step may touch, besides those that are held by their tags, and why. */
  readonly frozen?: FrozenGroups;
}

export type Planned =
  | { readonly ok: true; readonly plan: Plan; readonly states: readonly GroupStates[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Pure, and deterministic: equal inputs give equal plans. `asRead` has all pages of every list. */
export function plan(desired: DesiredState, asRead: LiveState, options: PlanOptions): Planned {
  const live = sortLive(asRead);
  const claims = claimGroups(desired, live);
  const holds = holdsOn(claims, Date.parse(options.createdAt));
  let asked = frozenBy(holds, options.frozen);
  for (;;) {
    const settled = settle(claims, live.groups, { owner: desired.owner, asked });
    const { refusals, changes, names, frozen } = settled;
    if (refusals.length > 0) return { ok: false, refusals };
    const facts = factsOf(desired, live, names);
    const there = proved(changes, facts);
    const { profiles } = facts;
    const more = new Map([
      ...tornApart(there.steps, frozen, { live, names, profiles }),
      ...crowdedOut(there.quota, frozen),
    ]);
    if (more.size === 0) {
      return planSettled(desired, { live, claims, holds, settled, facts, there }, options);
    }
    asked = new Map([...asked, ...more]);
  }
}

interface Ready {
  readonly live: LiveState;
  readonly claims: Claims;
  readonly holds: readonly HoldOnGroup[];
  readonly settled: Settled;
  readonly facts: ArrangeFacts;
  readonly there: Proved;
}

/** Once it is known which groups are left alone, and what becomes of the others. */
function planSettled(
  desired: DesiredState,
  { live, claims, holds, settled: { changes, names, frozen }, facts, there }: Ready,
  options: PlanOptions,
): Planned {
  const context = { names, owner: desired.owner };
  const leaving = leavingOf(changes);
  const remaining = remainingOf(live, there.states, context);
  const impossible = [
    ...deletionRefusals(leaving, { remaining, live, names }),
    ...quotaRefusals(there.quota, changes),
  ];
  if (impossible.length > 0) return { ok: false, refusals: impossible };
  assertRuns(there);
  assertReached(changes, there, context);
  assertUntouched(frozen, there);

  const frame = frameOf(desired, live, options);
  const hazards = findHazards(there.steps, {
    owner: desired.owner,
    target: desired.target.name,
    ownsNothingYet: claims.ownsNothingYet,
  });
  const notes = [
    ...frozenNotes(frozen, holds),
    ...expiredNotes(holds),
    ...changes.flatMap((change) => change.notes),
    ...estateNotes(claims, desired.owner),
    ...notRecreatedNotes(there.notRecreated),
    ...deletionNotes(leaving, live),
    ...interfacesNotes(live.interfaces, changes),
  ];
  const made = planOf(frame, there, { id: options.id, hazards, notes, facts });
  const undo = there.steps.length === 0 ? undefined : undoOf(frame, there, facts, options.id);
  return {
    ok: true,
    plan: undo === undefined ? made : { ...made, undo },
    states: there.states,
  };
}

type Frame = Pick<
  Plan,
  | 'formatVersion'
  | 'toolVersion'
  | 'createdAt'
  | 'complete'
  | 'errored'
  | 'owner'
  | 'target'
  | 'read'
> & { readonly allowHazards: readonly string[] };

function frameOf(
  { owner, target: { name, account, region, vpc } }: DesiredState,
  { listed, groups }: LiveState,
  { toolVersion, createdAt, allowHazards }: PlanOptions,
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
  };
}

function planOf(
  { allowHazards, ...frame }: Frame,
  { steps, states, meetings, quota, proof, windows, unprotected }: Proved,
  {
    id,
    undoes,
    hazards,
    notes,
    facts,
  }: {
    readonly id: PlanId;
    readonly undoes?: PlanId;
    readonly hazards: readonly Hazard[];
    readonly notes: readonly Note[];
    readonly facts: ArrangeFacts;
  },
): Plan {
  const all = [...hazards, ...windows, ...flowHazards(unprotected)];
  const touched = states.filter(({ path }) => path.length > 0);
  const made: Plan = {
    ...frame,
    id,
    ...(undoes === undefined ? {} : { undoes }),
    applyable: steps.length > 0 && withoutConsent(all, allowHazards).length === 0,
    groups: Object.fromEntries(touched.map((state) => [state.group, planned(state)])),
    interfaces: facts.interfacesOf(new Set(touched.map(({ group }) => group))),
    steps,
    calls: countCalls(states, steps, meetings),
    quota: quota.map(({ use }) => use),
    proof,
    hazards: all,
    notes,
  };
  assertPlan(made);
  return made;
}

/** From where the plan ends back to where it began, proved like any plan. */
function undoOf(frame: Frame, there: Proved, facts: ArrangeFacts, id: PlanId): Plan {
  const ways = waysBack(there.states);
  const wanted = proved(
    ways.map(({ change }) => change),
    facts,
  );
  const tooMuch = wanted.quota.some(({ isExceeded }) => isExceeded);
  const back = tooMuch ? proved([], facts) : wanted;
  assertRuns(back);
  const message = 'nothing comes back: the way back does not fit the quotas';
  return planOf(frame, back, {
    id: `${id}-undo` as PlanId,
    undoes: id,
    hazards: hazardsOfSteps(back.steps),
    notes: tooMuch
      ? [{ code: 'not-restored', message }]
      : [
          ...ways.flatMap(({ notes }) => notes),
          ...notRecreatedNotes(back.notRecreated).map((note) => ({
            ...note,
            code: 'not-restored' as const,
          })),
        ],
    facts,
  });
}

function factsOf(desired: DesiredState, live: LiveState, names: NamesById): ArrangeFacts {
  const ours = [...live.groups, ...live.neighbours].map((group) => {
    return [names.get(group.id) ?? group.id, group] as const;
  });
  const groups = new Map<string, LiveGroup>(ours);
  const everybody = new Set([...names.values(), ...groups.keys()]);
  return {
    interfaces: live.interfaces,
    names,
    profiles: plannedInterfaces(live.interfaces, names, everybody),
    interfacesOf: (touched) => plannedInterfaces(live.interfaces, names, touched),
    quotas: { ...defaultQuotas, ...desired.quotas },
    listSizes: live.listSizes,
    weightOf: (name) => rulesOf(groups.get(name), live.listSizes),
  };
}

function leavingOf(changes: readonly GroupChange[]): readonly Leaving[] {
  return changes.flatMap(({ name, desired: { source }, live, isDoomed }) =>
    isDoomed && live !== undefined ? [{ group: name, id: live.id, source }] : [],
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

function planned({ id, before, path }: GroupStates): PlannedGroup {
  const [first = absent, ...others] = digestStates([before, ...path]);
  return {
    ...(id === undefined ? {} : { id }),
    before: first,
    path: others,
  };
}

/** Planning again from where the plan ends finds nothing more to do; otherwise it is no plan. */
function assertReached(
  changes: readonly GroupChange[],
  { states, notRecreated }: Proved,
  context: PlanContext,
): void {
  const givenUp = new Set<GroupName>(notRecreated.map(({ group }) => group));
  for (const [index, { desired, name }] of changes.entries()) {
    const state = states[index];
    // A group that no step touches was found to need nothing just now.
    if (state === undefined || state.path.length === 0) continue;
    const end = endOf(state);
    const again = planGroup({ desired, live: end && asIfLive(end) }, context);
    const left = again.ordered.filter(({ edit }) => edit.kind !== 'recreate' || !givenUp.has(name));
    const isReached = again.groupEdits.length === 0 && left.length === 0 && !again.isDoomed;
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

function asIfLive(content: GroupContent): LiveGroup {
  const rules = content.rules.map((rule, index) => ({
    ...rule,
    description: rule.description ?? '',
    id: String(index) as RuleId,
  }));
  return { ...content, id: '' as GroupId, vpc: '', serviceManaged: false, rules };
}
