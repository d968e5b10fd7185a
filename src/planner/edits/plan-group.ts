// What one group needs: pure comparison, without any thought of order.
import { assert } from '../../model/assert.ts';
import type { LiveGroup, PresentGroup } from '../../model/group.ts';
import { withoutMarks, type GroupName } from '../../model/group-identity.ts';
import type { Interfaces } from '../../model/interfaces.ts';
import { priorityMax } from '../../model/limits.ts';
import { withPeerNames, type NamesById } from '../../model/live.ts';
import type { Note } from '../../model/plan.ts';
import type { Refusal } from '../../model/refusal.ts';
import { shownResourceGroup } from '../../model/resource-group.ts';
import { directions, sortRules, type Direction } from '../../model/rule.ts';
import type { DesiredState } from '../../model/target.ts';
import type { Claim } from '../claims/claims.ts';
import { differingRules } from './differing-rules.ts';
import { knownRules, type KnownRules } from './known-rules.ts';
import {
  creation,
  groupEdits,
  innerPolicyEdit,
  releasingEdits,
  resourceGroupEdit,
  type GroupEdit,
} from './group-edits.ts';
import {
  descriptionKeptNote,
  groupDescriptionKeptNotes,
  hostBitsNotes,
  keptNotes,
  notManagedNotes,
  releasedNotes,
} from '../findings/notes.ts';
import { exposedNotes, ignoredNotes } from '../findings/ignored-notes.ts';
import { memberEdits, type MemberEdit } from '../members/member-edits.ts';
import { expiredEdits } from './only-expired.ts';
import type { WantedEdit } from '../order/order.ts';
import { predict } from '../../model/predict.ts';
import { ruleChanges, type RuleEdit } from './rule-edits.ts';
import { nameWrittenPeers } from './written-rules.ts';

export interface PlanContext extends Pick<DesiredState, 'only'> {
  readonly names: NamesById;
  readonly owner: string;
  readonly interfaces: Interfaces;
}

export interface GroupChange {
  readonly name: GroupName;
  readonly desired: Claim['desired'];
  /** With peers that are ours called by our names; undefined where there is no group. */
  readonly live: LiveGroup | undefined;
  readonly isDoomed: boolean;
  readonly groupEdits: readonly GroupEdit[];
  readonly ordered: readonly WantedEdit[];
  readonly memberEdits: readonly MemberEdit[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly Note[];
}

export function planGroup(
  { desired, live: asRead }: Claim,
  { names, owner, only, interfaces }: PlanContext,
): GroupChange {
  const live = asRead && withPeerNames({ ...asRead, tags: withoutMarks(asRead.tags) }, names);
  const { name } = desired;
  const nothing = { groupEdits: [], ordered: [], memberEdits: [], refusals: [], notes: [] };
  const unchanged = { name, desired, live, ...nothing };
  if (only === 'expired') {
    const isThere = desired.state === 'present' && live !== undefined;
    const ordered = isThere ? expiredEdits(desired, live, names) : [];
    return { ...unchanged, isDoomed: false, ordered };
  }
  if (desired.state === 'absent' || desired.state === 'pruned')
    return {
      ...unchanged,
      // On the way back it is made where it was.
      live: live?.inResourceGroup === undefined ? live : { ...live, ...shownResourceGroup(live) },
      isDoomed: live !== undefined,
    };
  if (desired.state === 'released') {
    const edits = live === undefined ? [] : releasingEdits(live);
    const notes = live === undefined || edits.length === 0 ? [] : releasedNotes(desired, live);
    return { ...unchanged, isDoomed: false, groupEdits: edits, notes };
  }

  const created = live === undefined ? creation(desired, owner) : undefined;
  const content = created ? predict(undefined, created) : live;
  assert(content !== undefined, `group ${name} is neither there nor made`);
  const policy = innerPolicyEdit(desired, content);
  const rules = directions.map((direction) => directionChange(desired, live, direction, names));
  const edits: WantedEdit['edit'][] = [
    ...(policy === undefined ? [] : [policy]),
    ...rules.flatMap((change) => change.edits),
  ];
  const hasNoMembers = live === undefined;
  const members = memberEdits(desired, live?.id, { interfaces, names });
  const moved = live ? resourceGroupEdit(desired, live.inResourceGroup ?? '') : [];
  return {
    ...unchanged,
    live: live && {
      ...live,
      ...membersLeaving(members.edits),
      ...(moved.length > 0 && shownResourceGroup(live)),
    },
    isDoomed: false,
    memberEdits: members.edits,
    groupEdits: created ? [created] : [...groupEdits(desired, content, owner), ...moved],
    ordered: edits.map((edit) => ({ group: name, type: desired.type, hasNoMembers, edit })),
    refusals: [...rules.flatMap((change) => change.refusals), ...members.refusals],
    notes: [
      ...notManagedNotes(desired),
      ...(live === undefined ? [] : hostBitsNotes(desired, live)),
      ...(live === undefined ? [] : groupDescriptionKeptNotes(desired, live)),
      ...keptNotes(
        desired,
        rules.flatMap((change) => change.kept),
      ),
      ...ignoredNotes(
        desired,
        rules.flatMap((change) => change.ignored),
      ),
      ...exposedNotes(
        desired,
        rules.flatMap((change) => change.exposed),
      ),
      ...rules.flatMap((change) => change.notes),
    ],
  };
}

/** Of all whom a plan moves, those that leave are in the group before it. */
function membersLeaving(edits: readonly MemberEdit[]): Pick<LiveGroup, 'members'> {
  const members = edits.flatMap(({ kind, member }) => (kind === 'leaveGroup' ? [member] : []));
  return members.length === 0 ? {} : { members };
}

interface DirectionChange extends Pick<KnownRules, 'kept' | 'ignored' | 'exposed'> {
  readonly edits: readonly RuleEdit[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly Note[];
}

const nothing = { edits: [], refusals: [], notes: [] };

function directionChange(
  desired: PresentGroup,
  live: LiveGroup | undefined,
  direction: Direction,
  names: NamesById,
): DirectionChange {
  const written = desired[direction];
  if (written === undefined) return { ...nothing, kept: [], ignored: [], exposed: [] };
  const named = nameWrittenPeers(desired.name, written, names);
  const liveRules = live?.rules.filter((rule) => rule.direction === direction) ?? [];
  const { known, refusals, ...staying } = knownRules(desired, named, liveRules, names);
  const differing = differingRules(named, known);
  if (differing.written.length === 0 && differing.live.length === 0) {
    return { ...nothing, ...staying, refusals: [...named.refusals, ...refusals] };
  }
  const { edits, descriptionKept } = ruleChanges(
    differing.written,
    sortRules(differing.live),
    // What stays is in the way of twins like what is written.
    [...differing.standing, ...staying.kept, ...staying.ignored],
  );
  return {
    edits,
    refusals: [
      ...named.refusals,
      ...refusals,
      // What nobody makes need not be possible.
      ...(desired.observed === undefined ? edits.flatMap(priorityRefusals) : []),
    ],
    notes: descriptionKept.map((one) => descriptionKeptNote(desired, one)),
    ...staying,
  };
}

/**
 * A rule that the cloud made with a priority above 100 can be kept, moved below or revoked. It can
 * neither be made again nor get another description: Modify takes the whole rule, priority included.
 */
function priorityRefusals(edit: RuleEdit): readonly Refusal[] {
  if (edit.kind === 'revoke' || edit.after.priority <= priorityMax) return [];
  const { source, priority } = edit.after;
  const isThere = edit.kind === 'modify' && edit.before.priority === priority;
  const why = isThere
    ? `the API changes no description at priority ${priority}; leave it out, or`
    : `no live rule has the priority ${priority}, and the API makes none above ${priorityMax};`;
  const message = `${why} write 1 to ${priorityMax}`;
  return [{ code: 'priority-too-large', message, ...(source ? { source } : {}) }];
}
