// Edits → steps: which rules change in place, in which order, in which calls, within the quotas.
import type { GroupContent, LiveGroup } from '../../model/group.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { Interfaces, PlannedInterfaces } from '../../model/interfaces.ts';
import type { Lists } from '../../model/lists.ts';
import type { NamesById } from '../../model/live.ts';
import { meetingsOf, type Meetings } from '../../model/meetings.ts';
import { contentKey, type Rule } from '../../model/rule.ts';
import type { Step } from '../../model/step.ts';
import { groupBy } from '../../model/group-by.ts';
import type { BlastRadius } from '../access/blast-radius.ts';
import { orderDeletions, type Doomed } from './deletions.ts';
import { inOneCall } from '../members/in-one-call.ts';
import { crowdedGroups } from '../members/crowded-groups.ts';
import type { MemberEdit } from '../members/member-edits.ts';
import { memberWaves, type MemberWaves } from '../members/member-waves.ts';
import { fitQuota } from '../quota/fit.ts';
import { crossFlows, type CrossFlow, type Ends } from './flows.ts';
import type { GroupEdit } from '../edits/group-edits.ts';
import { inFewerCalls, inPlace } from './spare-calls.ts';
import { orderEdits, type EditOfGroup, type Layered, type WantedEdit } from './order.ts';
import { quotaUse, type MeasuredUse, type QuotaFacts } from '../quota/quota-use.ts';
import { recreationWaves } from './recreate.ts';
import { statesAlong, type GroupStates } from './states.ts';
import { toSteps } from './steps.ts';
import { meetOn, schedule, tracksOf, type Track } from './tracks.ts';

/** What one group needs, whether on the way there or back. */
export interface ChangeOfGroup {
  readonly name: GroupName;
  readonly live: (GroupContent & { readonly id?: GroupId }) | undefined;
  readonly isDoomed: boolean;
  readonly groupEdits: readonly GroupEdit[];
  readonly ordered: readonly WantedEdit[];
  readonly memberEdits: readonly MemberEdit[];
}

export interface ArrangeFacts extends Omit<QuotaFacts, 'interfaces'> {
  /** As read, with all that is on them. */
  readonly interfaces: Interfaces;
  /** Our names for live groups, those that no file names included. */
  readonly names: NamesById;
  /** Which groups sit together, by our names. */
  readonly profiles: PlannedInterfaces;
  readonly blastRadius: BlastRadius;
  /** A group of ours, or one that sits beside them, by our names; undefined where it was not read. */
  readonly groupOf: (name: string) => LiveGroup | undefined;
  /** What is in the lists that rules name. */
  readonly lists: Lists;
  /** Those that hold one of these groups. */
  readonly interfacesOf: (groups: ReadonlySet<GroupName>) => PlannedInterfaces;
}

export interface Arranged {
  readonly steps: readonly Step[];
  readonly states: readonly GroupStates[];
  readonly meetings: Meetings;
  readonly quota: readonly MeasuredUse[];
  /** Flows whose closing end could not be put before their opening end. */
  readonly unprotected: readonly CrossFlow[];
  /** Groups for which no order within the quotas hurts nobody, or is known not to. */
  readonly cramped: ReadonlySet<GroupName>;
  /** Groups that are safe only because nothing else is on their interfaces today. */
  readonly safeToday: ReadonlySet<GroupName>;
  /** Rules whose description stays, because there is no room for their twins. */
  readonly notRecreated: readonly WantedEdit[];
}

export interface ArrangeOptions {
  /** Groups whose rules are not turned into others in place: it was tried, and is not safe. */
  readonly notInPlace: ReadonlySet<GroupName>;
}

export function arrange(
  changes: readonly ChangeOfGroup[],
  facts: ArrangeFacts,
  { notInPlace }: ArrangeOptions,
): Arranged {
  const draft = new Draft(inOneCall(changes, facts), facts, notInPlace);
  // First an order in which everything else has room; then twins, where they have room too.
  while (draft.fit(groupsOver(draft.withoutTwins().quota)));
  for (let arranged = draft.arranged(); ; arranged = draft.arranged()) {
    if (!draft.giveWay(groupsOver(arranged.quota))) return arranged;
  }
}

/** One try after the other, each giving up something that does not fit. */
class Draft {
  readonly #changes: readonly ChangeOfGroup[];
  readonly #facts: ArrangeFacts;
  readonly #there: ReadonlyMap<GroupName, GroupContent>;
  readonly #meetings: Meetings;
  readonly #deletions: readonly GroupName[];
  readonly #memberWaves: MemberWaves;
  readonly #edits: readonly WantedEdit[];
  readonly #tracks: readonly Track[];
  #layers: readonly {
    readonly edits: readonly EditOfGroup[];
    readonly layered: readonly Layered[];
  }[];
  readonly #recreatedLate = new Set<GroupName>();
  readonly #recreatedOneByOne = new Set<GroupName>();
  readonly #notRecreated = new Set<GroupName>();
  readonly #fitted = new Set<GroupName>();
  readonly #cramped = new Set<GroupName>();
  readonly #safeToday = new Set<GroupName>();

  constructor(
    changes: readonly ChangeOfGroup[],
    facts: ArrangeFacts,
    notInPlace: ReadonlySet<GroupName>,
  ) {
    this.#changes = changes;
    this.#facts = facts;
    const { order, revokeBefore } = orderDeletions(doomedOf(changes));
    this.#deletions = order;
    this.#memberWaves = memberWaves(
      changes.flatMap(({ name, memberEdits }) =>
        memberEdits.map((edit) => ({ group: name, edit })),
      ),
      crowdedGroups(changes, facts),
    );
    const letGo = revokeBefore.map(({ group, type, rule }): WantedEdit => {
      return { group, type, hasNoMembers: false, edit: { kind: 'revoke', before: rule } };
    });
    const edits = [...changes.flatMap(({ ordered }) => ordered), ...letGo];
    const edited = new Set(edits.map(({ group }) => group));
    this.#there = new Map(
      changes.flatMap(({ name, live }) =>
        live !== undefined && edited.has(name) ? [[name, live]] : [],
      ),
    );
    this.#meetings = meetingsOf(facts.profiles, this.#there);
    const withMembers = new Set(this.#meetings.sets.flatMap((set) => [...set]));
    this.#edits = edits.map((edit) => ({ ...edit, hasNoMembers: !withMembers.has(edit.group) }));
    const inOrder = this.#edits.flatMap(({ edit, ...group }): EditOfGroup[] =>
      edit.kind === 'recreate' ? [] : [{ ...group, edit }],
    );
    const placed = inPlace(inOrder, { there: this.#there, notInPlace });
    this.#tracks = tracksOf(placed, this.#meetings);
    const meet = meetOn(this.#meetings);
    const spare = { there: this.#there, notInPlace };
    this.#layers = this.#tracks.map(({ edits: ofTrack }) => {
      const layered = orderEdits(ofTrack, meet);
      const fewer = inFewerCalls(ofTrack, layered, spare) ?? layered;
      return { edits: fewer.map(({ edit }) => edit), layered: fewer };
    });
  }

  #arrangedWith(recreated: readonly WantedEdit[]): Arranged {
    // Of the edits as they are now: orders with fewer calls, or less room, have edits of their own.
    const edits = this.#layers.flatMap((track) => track.edits);
    const flows = crossFlows(edits, this.#ends());
    const { layered, unprotected } = schedule(this.#layers, flows);
    const room = { late: this.#recreatedLate, oneByOne: this.#recreatedOneByOne };
    const steps = toSteps({
      groupEdits: this.#changes.flatMap(({ name, groupEdits }) =>
        groupEdits.map((edit) => ({ group: name, edit })),
      ),
      layered: [...layered, ...recreationWaves(recreated, layered, room)],
      memberEdits: this.#memberWaves,
      deletions: this.#deletions,
    });
    const states = statesAlong(
      this.#changes.map(({ name, live }) => ({ name, id: live?.id, before: live })),
      steps,
    );
    return {
      steps,
      states,
      meetings: this.#meetings,
      quota: quotaUse(states, steps, { ...this.#facts, interfaces: this.#facts.profiles }),
      unprotected,
      cramped: this.#cramped,
      safeToday: this.#safeToday,
      notRecreated: this.#edits.filter(
        ({ group, edit }) => edit.kind === 'recreate' && this.#notRecreated.has(group),
      ),
    };
  }

  withoutTwins(): Arranged {
    return this.#arrangedWith([]);
  }

  arranged(): Arranged {
    return this.#arrangedWith(this.#edits.filter(({ group }) => !this.#notRecreated.has(group)));
  }

  /**
   * Twins wait until everything else is done; then they come one rule after the other; then there are
   * none. False where nothing changes.
   */
  giveWay(exceeded: ReadonlySet<GroupName>): boolean {
    const recreated = this.#edits.flatMap(({ group, edit }) =>
      edit.kind === 'recreate' && exceeded.has(group) ? [group] : [],
    );
    for (const given of [this.#recreatedLate, this.#recreatedOneByOne, this.#notRecreated]) {
      const groups = recreated.filter((group) => !given.has(group));
      for (const group of groups) given.add(group);
      if (groups.length > 0) return true;
    }
    return false;
  }

  /** Looks for another order that needs less room, once for each of these groups. */
  fit(exceeded: ReadonlySet<GroupName>): boolean {
    const cramped = this.#tracks.find(
      ({ edits }) =>
        edits.some(({ group }) => exceeded.has(group)) &&
        !edits.every(({ group }) => this.#fitted.has(group)),
    );
    if (cramped === undefined) return false;
    const together = (track: Pick<Track, 'edits'>) =>
      track.edits.some(({ group }) => cramped.groups.has(group));
    const edits = this.#edits.flatMap(({ edit, ...group }): EditOfGroup[] =>
      edit.kind === 'recreate' || !cramped.groups.has(group.group) ? [] : [{ ...group, edit }],
    );
    const names = new Set(edits.map(({ group }) => group));
    for (const name of names) this.#fitted.add(name);
    const fitted = fitQuota(edits, new Map([...this.#there].filter(([name]) => names.has(name))), {
      ...this.#facts,
      type: edits[0]?.type ?? 'normal',
      meetings: this.#meetings,
      spotsMax,
      profiles: this.#facts.profiles.kind === 'read' ? this.#facts.profiles.profiles : [],
      areAlone: this.#areAlone(names),
    });
    if (fitted === undefined || fitted.hurts) for (const name of names) this.#cramped.add(name);
    if (fitted === undefined) return false;
    if (this.#areAlone(names)) for (const name of names) this.#safeToday.add(name);
    const others = this.#layers.filter((track) => !together(track));
    const ofFitted = fitted.layered.map(({ edit }) => edit);
    this.#layers = [...others, { edits: ofFitted, layered: fitted.layered }];
    return true;
  }

  /** Whether every interface of these groups is in these groups alone. */
  #areAlone(names: ReadonlySet<GroupName>): boolean {
    const { profiles } = this.#facts;
    if (profiles.kind === 'unreadable') return false;
    return profiles.profiles.every(
      ({ groups }) =>
        !groups.some((name) => names.has(name as GroupName)) ||
        groups.every((name) => names.has(name as GroupName)),
    );
  }

  #ends(): Ends {
    const going = groupBy(this.#edits, ({ group }) => group);
    const known = new Map<GroupName, readonly Rule[]>();
    const kept = (group: GroupName): readonly Rule[] => {
      const found = known.get(group);
      if (found !== undefined) return found;
      const gone = new Set(going.get(group)?.flatMap(({ edit }) => beforeOf(edit)));
      const rules =
        this.#there.get(group)?.rules.filter((rule) => !gone.has(contentKey(rule))) ?? [];
      known.set(group, rules);
      return rules;
    };
    return { interfaces: this.#facts.interfaces, names: this.#facts.names, kept };
  }
}

/** More classes of packets than this are too many to search an order on. */
const spotsMax = 100_000;
function doomedOf(changes: readonly ChangeOfGroup[]): readonly Doomed[] {
  return changes.flatMap(({ name, live, isDoomed }): Doomed[] =>
    isDoomed && live !== undefined ? [{ name, live }] : [],
  );
}

function beforeOf(edit: WantedEdit['edit']): readonly string[] {
  if (edit.kind === 'authorize' || edit.kind === 'modifyInnerAccessPolicy') return [];
  return [contentKey(edit.before)];
}

function groupsOver(quota: readonly MeasuredUse[]): ReadonlySet<GroupName> {
  const over = quota.filter(({ isExceeded }) => isExceeded);
  return new Set(over.flatMap(({ use }) => (use.interface ?? [use.group]) as readonly GroupName[]));
}
