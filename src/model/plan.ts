// The plan: the whole contract between planner, reviewer and applier, as plain JSON.
// schemas/plan.schema.json publishes its shape.
import type { PlanAccess } from './access.ts';
import { assert } from './assert.ts';
import type { ProtectedFlowFault } from './assertion-result.ts';
import type { Brand } from './brand.ts';
import type { Cause } from './cause.ts';
import { absent, type Digest } from './digest.ts';
import type { GroupId, GroupName } from './group-identity.ts';
import type { GroupContent } from './group.ts';
import type { Hazard } from './hazard.ts';
import { assertInterfaces, type PlannedInterfaces } from './interfaces.ts';
import { rulesPerCallMax } from './limits.ts';
import { knownListIds, type WrittenLists } from './lists.ts';
import { exchanged, groupsOfSteps } from './moves.ts';
import type { NamedId } from './named-id.ts';
import type { QuotaUse } from './quota-use.ts';
import { contentKey, type Rule } from './rule.ts';
import { rulesSentBy } from './sent-by.ts';
import type { Source } from './source.ts';
import type { Step } from './step.ts';

export type PlanId = Brand<string, 'PlanId'>;

export interface Plan {
  readonly formatVersion: 1;
  readonly toolVersion: string;
  /** Fresh for every plan: client tokens come from it, so that no reply is ever replayed by chance. */
  readonly id: PlanId;
  /** The plan that this one takes back. */
  readonly undoes?: PlanId;
  /** UTC, as in `2026-11-22T08:00:00Z`. */
  readonly createdAt: string;
  /** Whether the whole workspace was planned and everything it needs could be read. */
  readonly complete: boolean;
  /** Whether there is something to apply, nothing lacks consent and no protected flow breaks. */
  readonly applyable: boolean;
  /** Always false in a plan that was made; kept so that readers need not guess. */
  readonly errored: boolean;
  readonly owner: string;
  readonly target: PlannedTarget;
  /** How much was read to make it. */
  readonly read: ReadCounts;
  /** The groups that steps touch, by our names, with the states on the plan's path. */
  readonly groups: Readonly<Record<GroupName, PlannedGroup>>;
  /** With whom these groups sat on network interfaces when the plan was made. */
  readonly interfaces: PlannedInterfaces;
  /** What was in the lists that rules on these interfaces name; absent where none was known. */
  readonly lists?: WrittenLists;
  readonly steps: readonly Step[];
  readonly calls: PlannedCalls;
  /** What the plan needs of each quota that it has to do with. */
  readonly quota: readonly QuotaUse[];
  /** What was shown of the plan by running it on a model, before anybody saw it. */
  readonly proof: PlanProof;
  /** Which traffic it opens and closes. */
  readonly access: PlanAccess;
  readonly hazards: readonly Hazard[];
  /** Protected flows that it would break: nobody can consent to it. Absent where there are none. */
  readonly breaches?: readonly ProtectedFlowFault[];
  readonly notes: readonly Note[];
  /** The way back from where the plan ends, proved like the plan; absent where there is no step. */
  readonly undo?: UndoPlan;
}

export type UndoPlan = Omit<Plan, 'undo'>;

export interface PlannedCalls {
  /** Calls that change something: one a step. */
  readonly planned: number;
  /** No safe plan without temporary rules takes fewer. */
  readonly least: number;
}

export interface PlanProof {
  /** Classes of packets that were looked at, at every moment that the cloud may show. */
  readonly classes: number;
  /**
   * Where no packet is ever decided otherwise than at both ends: whatever other rules are on the
   * interfaces; on the interfaces of today; everywhere but in the windows that hazards name; or not
   * known, because there are too many classes.
   */
  readonly holds: 'inEveryCombination' | 'onInterfacesOfToday' | 'exceptInWindows' | 'unknown';
}

export interface PlannedTarget {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
}

export interface ReadCounts {
  /** Groups in the region. */
  readonly listed: number;
  /** Those of them whose rules were read, because they are ours or are to be. */
  readonly groups: number;
  readonly rules: number;
}

export interface PlannedGroup {
  /** Absent for a group that the plan creates. */
  readonly id?: GroupId;
  /** The digest of the state that was planned from. */
  readonly before: Digest;
  /** That state itself, so that what changed meanwhile can be shown; only in plans that are saved. */
  readonly content?: GroupContent;
  /** The digest after each of the group's steps, in their order. */
  readonly path: readonly Digest[];
  /** The ids of those of the plan's lists on which it depends what happens here; absent without any. */
  readonly lists?: readonly string[];
  /** What names in its file meant; absent where it says none. */
  readonly names?: readonly NamedId[];
  /**
   * The ids of the resource groups in which it is on its path. Absent where it does not count in which
   * it is; then its digests leave that out.
   */
  readonly resourceGroups?: readonly string[];
}

/** Something that a reader should know and that nobody needs to consent to. */
export interface Note {
  readonly code:
    | 'orphan'
    | 'not-managed'
    /** Live rules that nobody wrote, of a group whose rules are additive. */
    | 'not-written'
    | 'description-kept'
    | 'host-bits'
    | 'same-name'
    | 'not-restored'
    /** One call writes the whole list of an interface's groups. */
    | 'groups-replaced'
    | 'interfaces-unknown'
    /** Rules name lists of which nobody could read what is in them. */
    | 'lists-unknown'
    /** What a rule names by its id, and the cloud does not have or does not show. */
    | 'not-found'
    | 'deletion-unknown'
    /** A group that is held: no step touches it. */
    | 'held'
    | 'hold-expired'
    /** No file has a group for this target, which has some of ours. */
    | 'no-groups-written'
    /** A group that no step touches for another reason, such as that it depends on one that is held. */
    | 'left-out'
    /** Live rules that nobody wrote and that stay, because others keep them. */
    | 'ignored'
    /** Live rules that match what is ignored, and are not, since they are open to the internet. */
    | 'not-ignored'
    /** A group that is only looked at, by its `mode`: no step ever touches it. */
    | 'observed'
    /** A group of which nothing changes but that it is not ours any more. */
    | 'released'
    /** It was not planned from the cloud of now. */
    | 'from-snapshot'
    /** A place in the files, and what it changes in many groups, or since a commit. */
    | 'cause'
    /** The groups that such a plan is not about. */
    | 'as-at-commit';
  readonly message: string;
  readonly group?: GroupName;
  readonly source?: Source;
  /** Of a cause: how much it changes, in numbers. */
  readonly cause?: Omit<Cause, 'source'>;
  /** The live rules that it is about. */
  readonly rules?: readonly Rule[];
  /** Of a group that is left alone: what would make it as it was written. Nobody executes these. */
  readonly undone?: readonly Step[];
  /** Of a group that is observed: it is not as it was written. That is drift, though nothing is planned. */
  readonly isDrift?: true;
}

/** Whether anything is not as it was written, but for groups that somebody holds or leaves out. */
export function hasDrift({ steps, notes }: Pick<Plan, 'steps' | 'notes'>): boolean {
  return steps.length > 0 || notes.some(({ isDrift }) => isDrift === true);
}

/**
 * What is true of every plan. The planner asserts it of what it made and the applier of what it
 * was given, since a plan may lie in a file between the two, and files get edited.
 */
export function assertPlan(plan: Plan): void {
  const ids = new Set<string>();
  const seen = new Map<GroupName, Step[]>();
  let wave = 0;
  for (const step of plan.steps) {
    assert(!ids.has(step.id), `step ${step.id} stands twice`);
    assert(step.wave >= wave, `step ${step.id} is of wave ${step.wave}, after one of wave ${wave}`);
    const earlier = seen.get(step.group) ?? [];
    // What a plan created is there when it is undone, under an id that nobody knew when it was made.
    const hasNewGroups = plan.undoes !== undefined;
    assertStep(step, plan.groups[step.group], { earlier, hasNewGroups });
    const unbound = [...groupsOfSteps([step])].find((name) => plan.groups[name] === undefined);
    assert(
      unbound === undefined,
      `step ${step.id} moves members of ${unbound}, which is not there`,
    );
    const early = peersOf(step).find(
      (peer) => plan.groups[peer]?.before === absent && !seen.has(peer),
    );
    assert(early === undefined, `step ${step.id}: ${early} is a peer before it is created`);
    ids.add(step.id);
    seen.set(step.group, [...earlier, step]);
    wave = step.wave;
  }
  assertInterfaces(plan.interfaces);
  const lists = new Set(plan.lists && knownListIds(plan.lists));
  for (const [name, { path, lists: own = [] }] of Object.entries(plan.groups)) {
    const steps = seen.get(name as GroupName)?.length ?? 0;
    assert(path.length === steps, `group ${name} has ${steps} steps and ${path.length} digests`);
    const unknown = own.find((id) => !lists.has(id));
    assert(unknown === undefined, `group ${name}: the plan does not know the list ${unknown}`);
  }
}

/** The groups of ours that a step needs the ids of, besides its own. */
function peersOf(step: Step): readonly GroupName[] {
  if (step.kind === 'replaceGroups') return exchanged(step).joins;
  return rulesSentBy(step).flatMap(({ peer }) => (peer.kind === 'group' ? [peer.group] : []));
}

function assertStep(
  step: Step,
  group: PlannedGroup | undefined,
  { earlier, hasNewGroups }: { readonly earlier: readonly Step[]; readonly hasNewGroups: boolean },
): void {
  assert(
    group !== undefined,
    `step ${step.id}: group ${step.group} is not among the plan's groups`,
  );
  const creates = step.kind === 'createGroup';
  const first = earlier.length === 0;
  assert(!creates || first, `step ${step.id}: ${step.group} is created after it is used`);
  assert(
    !first || creates === (group.before === absent),
    `step ${step.id}: ${step.group} is not there`,
  );
  const isThere = group.before !== absent;
  assert(
    group.id === undefined ? !isThere || hasNewGroups : isThere,
    `group ${step.group}: id and digest disagree`,
  );
  assert(
    earlier.at(-1)?.kind !== 'deleteGroup',
    `step ${step.id}: ${step.group} is deleted before`,
  );
  if (step.kind !== 'authorize' && step.kind !== 'revoke') return;
  assert(step.rules.length > 0, `step ${step.id} has no rules`);
  assert(
    step.rules.length <= rulesPerCallMax,
    `step ${step.id} has more than ${rulesPerCallMax} rules`,
  );
  const sameWay = step.rules.every(({ direction }) => direction === step.direction);
  assert(sameWay, `step ${step.id} mixes directions`);
  const keys = new Set(step.rules.map(contentKey));
  assert(
    step.kind === 'revoke' || keys.size === step.rules.length,
    `step ${step.id} repeats a rule`,
  );
}
