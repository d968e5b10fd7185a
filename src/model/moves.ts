// Who a plan moves: from which groups into which.
import { groupBy } from './group-by.ts';
import type { GroupId, GroupName } from './group-identity.ts';
import type { NetworkInterface } from './interfaces.ts';
import { memberIdOf, type MemberId } from './member.ts';
import type { JoinGroup, LeaveGroup, ReplaceGroups, Step } from './step.ts';

export type MemberStep = Step & (JoinGroup | LeaveGroup | ReplaceGroups);

/** A network interface that joins or leaves groups; names are ours, and ids of groups that are not. */
export interface Move {
  readonly member: MemberId;
  /** All groups that it is in before, and after; sorted. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly joins: readonly GroupName[];
  readonly leaves: readonly GroupName[];
  /** Whether one call does it, so that there is nothing in between. */
  readonly isAtOnce: boolean;
}

export function isMemberStep(step: Step): step is MemberStep {
  const { kind } = step;
  return kind === 'joinGroup' || kind === 'leaveGroup' || kind === 'replaceGroups';
}

/** The groups that an interface comes into, and those that it goes out of: all of them are ours. */
export function exchanged({ from, to }: Pick<ReplaceGroups, 'from' | 'to'>) {
  const joins = to.filter((name) => !from.includes(name)) as GroupName[];
  const leaves = from.filter((name) => !to.includes(name)) as GroupName[];
  return { joins, leaves };
}

/** All groups that steps change, or change the members of. */
export function groupsOfSteps(steps: readonly Step[]): ReadonlySet<GroupName> {
  return new Set(steps.flatMap(byGroups).map(({ group }) => group));
}

/** What a step does, as a step for each group that it puts somebody into, or takes somebody out of. */
export function byGroups(step: Step): readonly Step[] {
  if (step.kind !== 'replaceGroups') return [step];
  const { id, wave, member, from } = step;
  const { joins, leaves } = exchanged(step);
  const moved = { id, wave, member, from };
  return [
    ...joins.map((group) => ({ ...moved, kind: 'joinGroup', group }) as const),
    ...leaves.map((group) => ({ ...moved, kind: 'leaveGroup', group }) as const),
  ];
}

/** One for each interface that moves, in the order in which the steps name them. */
export function movesOf(steps: readonly Step[]): readonly Move[] {
  const byMember = groupBy(steps.filter(isMemberStep), ({ member }) => member);
  return [...byMember].map(([member, own]) => {
    const [first] = own;
    if (first?.kind === 'replaceGroups') {
      const { from, to } = first;
      return { member, from, to, ...exchanged(first), isAtOnce: true };
    }
    const of = (kind: MemberStep['kind']) =>
      own.flatMap((step) => (step.kind === kind ? [step.group] : [])).toSorted();
    const [joins, leaves] = [of('joinGroup'), of('leaveGroup')];
    const from = first?.from ?? [];
    const stays = from.filter((name) => !leaves.includes(name as GroupName));
    const to = [...new Set([...stays, ...joins])].toSorted();
    return { member, from, to, joins, leaves, isAtOnce: false };
  });
}

/** Of each group whom steps of its own put into it or take out of it, by a call each. */
export function movedIn(steps: readonly Step[]): MembersByGroup {
  return membersBy(steps, ({ kind }) => kind !== 'replaceGroups');
}

/** Of each group whose groups steps of it replace in one call. */
export function replacedIn(steps: readonly Step[]): MembersByGroup {
  return membersBy(steps, ({ kind }) => kind === 'replaceGroups');
}

export type MembersByGroup = ReadonlyMap<GroupName, ReadonlySet<MemberId>>;

function membersBy(steps: readonly Step[], isMeant: (step: MemberStep) => boolean): MembersByGroup {
  const byGroup = groupBy(steps.filter(isMemberStep).filter(isMeant), ({ group }) => group);
  return new Map(
    [...byGroup].map(([group, own]) => [group, new Set(own.map(({ member }) => member))]),
  );
}

/**
 * The interfaces as they are, whatever the steps have done, but in the groups that the steps name as
 * before the first of them, or as after the last.
 */
export function interfacesAt(
  when: 'before' | 'after',
  interfaces: readonly NetworkInterface[],
  {
    steps,
    idOf,
  }: {
    readonly steps: readonly Step[];
    readonly idOf: (name: GroupName) => GroupId | undefined;
  },
): readonly NetworkInterface[] {
  const byMember = groupBy(steps.filter(isMemberStep), ({ member }) => member);
  if (byMember.size === 0) return interfaces;
  return interfaces.map((one) => {
    const own = byMember.get(memberIdOf(one));
    if (own === undefined) return one;
    const groups = new Set(one.groups);
    for (const { kind, group } of own.flatMap(byGroups)) {
      const id = idOf(group);
      if (id === undefined) continue;
      if ((kind === 'joinGroup') === (when === 'after')) groups.add(id);
      else groups.delete(id);
    }
    return { ...one, groups: [...groups].toSorted() };
  });
}
