// A plan and the live state that it was made from → how one target differs from what was written.
//
// Drift is a plan read the other way round. Of groups that are left alone it has what differs, and does
// not count it as drift: that is what somebody asked for. Of groups that are only observed it does.
import { groupBy } from '../../model/group-by.ts';
import type {
  DriftedGroup,
  HeldGroup,
  LeftOutGroup,
  ReadTarget,
  UnreadTarget,
} from '../../model/drift.ts';
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import { holdOf } from '../../model/hold.ts';
import { ownedNames, type LiveState } from '../../model/live.ts';
import { byGroups } from '../../model/moves.ts';
import { hasDrift, type Note, type Plan } from '../../model/plan.ts';
import type { Source } from '../../model/source.ts';
import type { Step } from '../../model/step.ts';
import type { DesiredState, Target } from '../../model/target.ts';
import { driftAccess } from './drift-access.ts';
import { groupDifferences } from './group-differences.ts';
import { coverageOf, managedGroups, unmanagedGroups } from './unmanaged.ts';

export function targetDrift(plan: Plan, desired: DesiredState, live: LiveState): ReadTarget {
  const managed = managedGroups(desired, live);
  const unmanaged = unmanagedGroups(desired, live, managed);
  const { notes, read, target } = plan;
  const { owner } = desired;
  // Whoever holds a group may do so where no file has it.
  const known = [...ownedNames(live.listed, { owner, vpc: target.vpc }), ...managed];
  const find = finderOf(desired, new Map(known.map(([id, name]) => [name, id])));
  return {
    target,
    complete: true,
    drift: hasDrift(plan),
    read,
    coverage: coverageOf(desired, live, { managed, unmanaged, notes }),
    groups: [
      ...plannedGroups(plan, find),
      ...notes.flatMap((note) => observedGroup(note, find)),
    ].toSorted(byName),
    held: notes.flatMap((note) => heldGroup(note, find, { live, createdAt: plan.createdAt })),
    leftOut: notes.flatMap((note) => leftOutGroup(note, find)),
    unmanaged,
    access: driftAccess(plan.access),
    notes: notes.filter(({ code }) => !saidOtherwise.has(code)),
  };
}

export function unreadTarget(
  { name, account, region, vpc }: Target,
  why: Pick<UnreadTarget, 'exitCode' | 'refusals' | 'said'>,
): UnreadTarget {
  return { target: { name, account, region, vpc }, complete: false, ...why };
}

/** What stands in the document by itself, and what is not known about making it so. */
const saidOtherwise: ReadonlySet<Note['code']> = new Set([
  'held',
  'left-out',
  'observed',
  'orphan',
  'same-name',
  'cause',
  'interfaces-unknown',
  'lists-unknown',
  'not-found',
  'deletion-unknown',
  'groups-replaced',
]);

/** Where a group is, in the cloud and in the files. */
type Find = (group: GroupName) => { readonly id?: GroupId; readonly source?: Source };

function finderOf({ groups }: DesiredState, ids: ReadonlyMap<GroupName, GroupId>): Find {
  const sources = new Map(groups.map(({ name, source }) => [name, source]));
  return (group) => {
    const [id, source] = [ids.get(group), sources.get(group)];
    return { ...(id && { id }), ...(source && { source }) };
  };
}

function plannedGroups({ steps }: Plan, find: Find): readonly DriftedGroup[] {
  return [...groupBy(steps.flatMap(byGroups), ({ group }) => group)].map(([group, own]) => ({
    group,
    ...find(group),
    observed: false,
    differences: groupDifferences(own),
  }));
}

function observedGroup(note: Note, find: Find): readonly DriftedGroup[] {
  const { group, undone = [], message, isDrift } = note;
  if (isDrift !== true || group === undefined) return [];
  return [{ ...differing(group, undone, find), observed: true, message }];
}

function heldGroup(
  { code, group, undone = [], message }: Note,
  find: Find,
  { live, createdAt }: { readonly live: LiveState; readonly createdAt: string },
): readonly HeldGroup[] {
  if (code !== 'held' || group === undefined) return [];
  const { id } = find(group);
  const tags = live.listed.find((one) => one.id === id)?.tags ?? {};
  const hold = holdOf(tags, Date.parse(createdAt));
  const { until, reason } = hold.kind === 'none' ? { until: '', reason: '' } : hold;
  return [{ ...differing(group, undone, find), until, reason, message }];
}

function leftOutGroup(
  { code, group, undone = [], message }: Note,
  find: Find,
): readonly LeftOutGroup[] {
  if (code !== 'left-out' || group === undefined) return [];
  return [{ ...differing(group, undone, find), message }];
}

function differing(group: GroupName, undone: readonly Step[], find: Find) {
  return { group, ...find(group), differences: groupDifferences(undone) };
}

function byName(one: DriftedGroup, other: DriftedGroup): number {
  return one.group < other.group ? -1 : 1;
}
