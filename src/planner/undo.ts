// The way back: from where a plan ends to where it began. What cannot come back is said.
import equal from 'fast-deep-equal';
import type { GroupContent } from '../model/group.ts';
import { withoutMarks } from '../model/group-identity.ts';
import { priorityMax } from '../model/limits.ts';
import type { Note } from '../model/plan.ts';
import { predict } from '../model/predict.ts';
import {
  contentKey,
  directions,
  ruleKey,
  sortRules,
  type Rule,
  type RuleKey,
  type Direction,
} from '../model/rule.ts';
import { matchBy } from '../model/match.ts';
import { exchanged } from '../model/moves.ts';
import type { JoinGroup, LeaveGroup, ReplaceGroups } from '../model/step.ts';
import { unshared } from '../model/unshared.ts';
import { formatTraffic } from '../model/traffic.ts';
import { formatPeer } from '../model/peer.ts';
import type { GroupName } from '../model/group-identity.ts';
import { groupsOf, memberIdOf, type MemberId } from '../model/member.ts';
import type { MemberEdit } from './members/member-edits.ts';
import { withMovedMembers } from './members/moved-content.ts';
import type { ArrangeFacts, ChangeOfGroup } from './order/arrange.ts';
import { bareRule } from './edits/bare-rule.ts';
import { restoringEdits, type GroupEdit } from './edits/group-edits.ts';
import type { WantedEdit } from './order/order.ts';
import { ruleChanges, type RuleEdit } from './edits/rule-edits.ts';
import { endOf, type GroupStates } from './order/states.ts';

export interface WayBack {
  readonly change: ChangeOfGroup;
  readonly notes: readonly Note[];
}

/** One for each group that a plan touches, or puts somebody into. */
export function waysBack(
  states: readonly GroupStates[],
  { interfaces, names }: Pick<ArrangeFacts, 'interfaces' | 'names'>,
): readonly WayBack[] {
  const places = new Map(
    (interfaces.kind === 'read' ? interfaces.all : []).map((one) => {
      return [memberIdOf(one), groupsOf(one, names)] as const;
    }),
  );
  const around = new Set(states.flatMap((state) => groupsReplacedBy(state)));
  return states
    .filter(({ group, path }) => path.length > 0 || around.has(group))
    .map((state) => wayBack(state, places));
}

/** `places` are the groups that each interface is in where the way back begins. */
function wayBack(state: GroupStates, places: ReadonlyMap<MemberId, readonly string[]>): WayBack {
  const { group: name, id, before } = state;
  const end = endOf(state);
  const memberEdits = membersBack(before, end, places);
  const live = end && {
    ...withMovedMembers(end, memberEdits),
    ...(id === undefined ? {} : { id }),
  };
  const unchanged = { name, live, groupEdits: [], ordered: [], memberEdits, isDoomed: false };
  if (before === undefined) return { change: { ...unchanged, isDoomed: true }, notes: [] };
  const made = end === undefined ? creationOf(before) : undefined;
  const start = end ?? (made && predict(undefined, made));
  if (start === undefined) return { change: unchanged, notes: [] };
  const back = directions.map((direction) => rulesBack(name, { before, start, direction }));
  const edits: readonly WantedEdit['edit'][] = [
    ...(before.innerAccessPolicy === start.innerAccessPolicy
      ? []
      : [
          {
            kind: 'modifyInnerAccessPolicy',
            before: start.innerAccessPolicy,
            after: before.innerAccessPolicy,
          } as const,
        ]),
    ...back.flatMap((one) => one.edits),
  ];
  const { type } = before;
  const hasNoMembers = end === undefined;
  const lost = [
    ...(made === undefined ? [] : [`${name} comes back under a new id and without members`]),
    ...(before.description === '' && start.description !== ''
      ? [`the description of ${name} stays: the API cannot clear it`]
      : []),
    ...(before.resourceGroup === '' && end?.resourceGroup
      ? [
          `${name} stays in the resource group ${end.resourceGroup}: the cloud did not say the id of the one before`,
        ]
      : []),
    ...back.flatMap((one) => one.lost),
  ];
  return {
    change: {
      ...unchanged,
      groupEdits: made === undefined ? restoringEdits(before, start) : [made],
      ordered: edits.map((edit) => ({ group: name, type, hasNoMembers, edit })),
    },
    notes: lost.map((message) => ({ code: 'not-restored', group: name, message })),
  };
}

/** The groups that come and go where all groups of an interface are replaced. */
function groupsReplacedBy(state: GroupStates): readonly GroupName[] {
  return replacementsBack(state.before, endOf(state)).flatMap((edit) => {
    const { joins, leaves } = exchanged(edit);
    return [...joins, ...leaves];
  });
}

/** Those who joined leave, and those who left join again. */
function membersBack(
  before: GroupContent | undefined,
  end: GroupContent | undefined,
  places: ReadonlyMap<MemberId, readonly string[]>,
): readonly MemberEdit[] {
  const [then, now] = [before?.members ?? [], end?.members ?? []];
  const edit =
    (kind: (JoinGroup | LeaveGroup)['kind']) =>
    (member: MemberId): MemberEdit => {
      return { kind, member, from: places.get(member) ?? [] };
    };
  return [
    ...then.filter((member) => !now.includes(member)).map(edit('joinGroup')),
    ...now.filter((member) => !then.includes(member)).map(edit('leaveGroup')),
    ...replacementsBack(before, end),
  ];
}

function replacementsBack(
  before: GroupContent | undefined,
  end: GroupContent | undefined,
): readonly ReplaceGroups[] {
  const entries = Object.entries(end?.places ?? {}) as [MemberId, readonly string[]][];
  return entries.flatMap(([member, from]): ReplaceGroups[] => {
    const to = before?.places?.[member];
    if (to === undefined || equal(from, to)) return [];
    return [{ kind: 'replaceGroups', member, from, to }];
  });
}

/** A hold that was over, or the group would not have gone, does not come back. */
function creationOf({
  cloudName,
  description,
  type,
  tags,
  resourceGroup,
}: GroupContent): GroupEdit {
  const made = { cloudName, description, type, tags: withoutMarks(tags) };
  return { kind: 'createGroup', ...made, ...(resourceGroup && { resourceGroup }) };
}

function rulesBack(
  name: GroupName,
  {
    before,
    start,
    direction,
  }: {
    readonly before: GroupContent;
    readonly start: GroupContent;
    readonly direction: Direction;
  },
) {
  const ofDirection = ({ rules }: GroupContent) =>
    rules.filter((rule) => rule.direction === direction);
  const [then, now] = [ofDirection(before), ofDirection(start)];
  const { leftOnly, rightOnly } = unshared(then, now);
  if (leftOnly.length === 0 && rightOnly.length === 0) return { edits: [], lost: [] };
  const going = new Set(leftOnly);
  const standing = then.filter((rule) => !going.has(rule));
  const wanted = sortRules(leftOnly).map((rule) => ({
    ...bareRule(rule),
    description: rule.description ?? '',
  }));
  const live = sortRules(rightOnly);
  const { edits, descriptionKept } = ruleChanges(wanted, live, standing);
  if (edits.length === 0 && descriptionKept.length === 0) return { edits: [], lost: [] };
  const there = new Set([...standing.map(ruleKey), ...keptKeys(live, edits)]);
  const possible: RuleEdit[] = [];
  const lost: string[] = [];
  for (const edit of edits) {
    if (edit.kind === 'revoke') {
      possible.push(edit);
      continue;
    }
    const { priority } = edit.after;
    const key = ruleKey(edit.after);
    const what = `${textOf(edit.after)} of ${name}, priority ${priority}, does not come back`;
    if (priority > priorityMax) lost.push(`${what}: the API makes none above ${priorityMax}`);
    // Twins were made one by one; which of two is which, only the cloud knows.
    else if (edit.kind === 'authorize' && there.has(key)) lost.push(`${what}: its twin does`);
    else {
      there.add(key);
      possible.push(edit);
    }
  }
  const described = descriptionKept.map(([, rule]) => {
    return `the description of ${textOf(rule)} of ${name} stays: the API cannot clear it`;
  });
  return { edits: possible, lost: [...lost, ...described] };
}

/** The keys of rules that the edits leave, or turn into others of the same key. */
function keptKeys(start: readonly Rule[], edits: readonly RuleEdit[]): readonly RuleKey[] {
  const going = edits.flatMap((edit) => (edit.kind === 'revoke' ? [edit.before] : []));
  return matchBy(contentKey, going, start).rightOver.map(ruleKey);
}

/** `ingress tcp 22, 10.0.0.0/8`. */
function textOf({ direction, traffic, peer }: Rule): string {
  return `${direction} ${formatTraffic(traffic)}, ${formatPeer(peer)}`;
}
