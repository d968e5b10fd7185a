// Who should join a group and who should leave it: what is written against who is there.
import type { Interfaces, NetworkInterface } from '../../model/interfaces.ts';
import type { GroupId } from '../../model/group-identity.ts';
import type { PresentGroup } from '../../model/group.ts';
import type { NamesById } from '../../model/live.ts';
import {
  groupsOf,
  memberIdOf,
  type WrittenMember,
  type WrittenMembers,
} from '../../model/member.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { JoinGroup, LeaveGroup, ReplaceGroups } from '../../model/step.ts';

export type MemberEdit = JoinGroup | LeaveGroup | ReplaceGroups;

export interface MemberEdits {
  readonly edits: readonly MemberEdit[];
  readonly refusals: readonly Refusal[];
}

const nothing: MemberEdits = { edits: [], refusals: [] };

/** `id` is that of the live group; undefined where there is none yet. */
export function memberEdits(
  { name, members }: Pick<PresentGroup, 'name' | 'members'>,
  id: GroupId | undefined,
  { interfaces, names }: { readonly interfaces: Interfaces; readonly names: NamesById },
): MemberEdits {
  // Who is in it makes no difference where nobody is to join, and nobody to leave.
  if (members === undefined || (members.all.length === 0 && !members.isExclusive)) return nothing;
  if (interfaces.kind === 'unreadable')
    return { edits: [], refusals: [unknown(name, members, interfaces)] };
  const found = members.all.map((member) => findMember(member, interfaces.all));
  const refusals = found.flatMap((one) => ('code' in one ? [one] : []));
  const wanted = new Set(found.flatMap((one) => ('code' in one ? [] : [one])));
  const isIn = ({ groups }: NetworkInterface) => id !== undefined && groups.includes(id);
  const joining = [...wanted].filter((one) => !isIn(one));
  const isLeaving = (one: NetworkInterface) => isIn(one) && !wanted.has(one);
  const leaving = members.isExclusive ? interfaces.all.filter(isLeaving) : [];
  return {
    edits: [
      ...editsOf('joinGroup', joining, names),
      // Whom a mistaken id stands for is not known, and must not leave because of it.
      ...(refusals.length > 0 ? [] : editsOf('leaveGroup', leaving, names)),
    ],
    refusals,
  };
}

function editsOf(
  kind: (JoinGroup | LeaveGroup)['kind'],
  interfaces: readonly NetworkInterface[],
  names: NamesById,
): readonly MemberEdit[] {
  return interfaces
    .map((one) => ({ kind, member: memberIdOf(one), from: groupsOf(one, names) }))
    .toSorted((a, b) => (a.member < b.member ? -1 : 1));
}

function findMember(
  { kind, id, source }: WrittenMember,
  interfaces: readonly NetworkInterface[],
): NetworkInterface | Refusal {
  const code = 'member-not-found';
  if (kind === 'instance') {
    const found = interfaces.find(({ instance, isPrimary }) => isPrimary && instance === id);
    if (found !== undefined) return found;
    const message = `there is no instance ${id} in the VPC of the target; expected one that is there`;
    return { code, message, source };
  }
  const found = interfaces.find((one) => one.id === id);
  if (found === undefined) {
    const message = `there is no network interface ${id} in the VPC of the target; expected one that is there`;
    return { code, message, source };
  }
  if (found.isPrimary !== true) return found;
  const message = `${id} is the primary interface of ${found.instance}; expected \`instances: [${found.instance}]\``;
  return { code, message, source };
}

function unknown(
  name: string,
  { source }: WrittenMembers,
  { why }: Extract<Interfaces, { kind: 'unreadable' }>,
): Refusal {
  const message = `who is in ${name} is not known (${why}), so its members cannot be planned; let the network interfaces be read, or take \`members\` out of the file`;
  return { code: 'members-unknown', message, source };
}
