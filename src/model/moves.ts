// Who a plan moves: from which groups into which.
import { groupBy } from './group-by.ts';
import type { GroupId, GroupName } from './group-identity.ts';
import type { NetworkInterface } from './interfaces.ts';
import { memberIdOf, type MemberId } from './member.ts';
import type { JoinGroup, LeaveGroup, Step } from './step.ts';

export type MemberStep = Step & (JoinGroup | LeaveGroup);

/** A network interface that joins or leaves groups; names are ours, and ids of groups that are not. */
export interface Move {
  readonly member: MemberId;
  /** All groups that it is in before, and after; sorted. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly joins: readonly GroupName[];
  readonly leaves: readonly GroupName[];
}

export function isMemberStep(step: Step): step is MemberStep {
  return step.kind === 'joinGroup' || step.kind === 'leaveGroup';
}

/** One for each interface that moves, in the order in which the steps name them. */
export function movesOf(steps: readonly Step[]): readonly Move[] {
  const byMember = groupBy(steps.filter(isMemberStep), ({ member }) => member);
  return [...byMember].map(([member, own]) => {
    const of = (kind: MemberStep['kind']) =>
      own.flatMap((step) => (step.kind === kind ? [step.group] : [])).toSorted();
    const [joins, leaves] = [of('joinGroup'), of('leaveGroup')];
    const from = own[0]?.from ?? [];
    const stays = from.filter((name) => !leaves.includes(name as GroupName));
    return { member, from, to: [...new Set([...stays, ...joins])].toSorted(), joins, leaves };
  });
}

/** Of each group whom the steps move into it or out of it. */
export function movedIn(steps: readonly Step[]): ReadonlyMap<GroupName, ReadonlySet<MemberId>> {
  const byGroup = groupBy(steps.filter(isMemberStep), ({ group }) => group);
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
    for (const { kind, group } of own) {
      const id = idOf(group);
      if (id === undefined) continue;
      if ((kind === 'joinGroup') === (when === 'after')) groups.add(id);
      else groups.delete(id);
    }
    return { ...one, groups: [...groups].toSorted() };
  });
}
