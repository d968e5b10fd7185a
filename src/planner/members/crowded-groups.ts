// Groups in which there is no room for all who join beside all who leave, though there is once these have left.
import type { GroupName } from '../../model/group-identity.ts';
import { memberIdOf } from '../../model/member.ts';
import type { ArrangeFacts, ChangeOfGroup } from '../order/arrange.ts';
import { joinedBy, leftBy, type Crowded } from './member-waves.ts';
import { roomIn, sizeOfAll } from './occupancy.ts';

export function crowdedGroups(
  changes: readonly ChangeOfGroup[],
  { interfaces, quotas }: Pick<ArrangeFacts, 'interfaces' | 'quotas'>,
): ReadonlyMap<GroupName, Crowded> {
  const edits = changes.flatMap(({ name, memberEdits }) =>
    memberEdits.map((edit) => ({ group: name, edit })),
  );
  if (interfaces.kind === 'unreadable' || edits.length === 0) return new Map();
  const byId = new Map(interfaces.all.map((one) => [memberIdOf(one), one]));
  const membersOf = (
    groups: (one: (typeof edits)[number]) => readonly GroupName[],
    name: GroupName,
  ) =>
    edits.flatMap((one) => (groups(one).includes(name) ? (byId.get(one.edit.member) ?? []) : []));
  return new Map(
    changes.flatMap(({ name, live }) => {
      if (live?.id === undefined) return [];
      const { id } = live;
      const room = roomIn(live.type, quotas);
      const free =
        room.most -
        sizeOfAll(
          interfaces.all.filter(({ groups }) => groups.includes(id)),
          room,
        );
      const joining = sizeOfAll(membersOf(joinedBy, name), room);
      const leaving = sizeOfAll(membersOf(leftBy, name), room);
      if (joining <= free || joining > free + leaving) return [];
      const sizeOf: Crowded['sizeOf'] = (member) => {
        const one = byId.get(member);
        return one === undefined ? 0 : room.sizeOf(one);
      };
      return [[name, { free, sizeOf }] as const];
    }),
  );
}
