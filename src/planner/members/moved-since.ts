// Who cannot be moved back, because somebody else has moved them since.
import equal from 'fast-deep-equal';
import type { GroupContent, Places } from '../../model/group.ts';
import type { NetworkInterface } from '../../model/interfaces.ts';
import type { LiveState, NamesById } from '../../model/live.ts';
import { groupsOf, memberIdOf, type MemberId } from '../../model/member.ts';
import { movesOf, type Move } from '../../model/moves.ts';
import type { Step } from '../../model/step.ts';
import { typesOf } from './together.ts';

/**
 * Interfaces that are gone; that are neither where one call found them nor where it put them, since the
 * list of another call would undo what others did; or that would be in groups of two types.
 */
export function movedSince(
  steps: readonly Step[],
  interfaces: readonly NetworkInterface[],
  { listed, names }: Pick<LiveState, 'listed'> & { readonly names: NamesById },
): ReadonlySet<MemberId> {
  const places = new Map(interfaces.map((one) => [memberIdOf(one), groupsOf(one, names)]));
  const types = new Map(listed.map(({ id, type }) => [names.get(id) ?? (id as string), type]));
  const isLost = ({ member, from, to, joins, leaves, isAtOnce }: Move) => {
    const now = places.get(member);
    if (now === undefined) return true;
    if (isAtOnce) return !equal(now, from) && !equal(now, to);
    const back = [...now.filter((name) => !joins.some((one) => one === name)), ...leaves];
    return typesOf(back, (name) => types.get(name)).size > 1;
  };
  return new Set(movesOf(steps).flatMap((move) => (isLost(move) ? [move.member] : [])));
}

/** Where a group was, but that these members are as they are now. */
export function stayingAsNow(
  before: GroupContent,
  now: Pick<GroupContent, 'members' | 'places'>,
  staying: ReadonlySet<MemberId>,
): GroupContent {
  if (staying.size === 0) return before;
  const { members: then = [], places = {}, ...others } = before;
  const isStaying = (member: MemberId) => staying.has(member);
  const members = [
    ...then.filter((member) => !isStaying(member)),
    ...(now.members ?? []).filter(isStaying),
  ];
  const there = (of: Places, isMeant: (member: MemberId) => boolean) =>
    Object.entries(of).filter(([member]) => isMeant(member as MemberId));
  const all = Object.fromEntries([
    ...there(places, (member) => !isStaying(member)),
    ...there(now.places ?? {}, isStaying),
  ]);
  return {
    ...others,
    ...(members.length === 0 ? {} : { members: members.toSorted() }),
    ...(Object.keys(all).length === 0 ? {} : { places: all }),
  };
}
