// In which groups each interface is, at a time and at the end, whoever put it there.
import { expect } from 'vitest';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { DesiredState } from '../../../src/model/target.ts';
import { owner } from '../../planner/names.ts';
import type { MemberWatch } from './member-watch.ts';

/** Ids of groups by interface; an instance stands for its primary one. */
export type Places = ReadonlyMap<string, readonly string[]>;

export function placesIn(emulator: Emulator): Places {
  return new Map(
    Array.from(emulator.interfaces(), ({ id, type, instanceId, groupIds }) => [
      type === 'Primary' ? instanceId : id,
      groupIds,
    ]),
  );
}

/**
 * What is written has joined, whoever else was in an exclusive group has left, and nobody else has moved: but
 * for what others did and the last apply need not have seen.
 */
export function expectMembers(
  { groups }: DesiredState,
  {
    before,
    after,
    watch,
  }: { readonly before: Places; readonly after: Emulator; readonly watch: MemberWatch },
): void {
  const present = groups.flatMap((group) =>
    group.state === 'present' && group.members !== undefined
      ? [{ id: idOf(group.name, after), members: group.members }]
      : [],
  );
  for (const [member, is] of placesIn(after)) {
    const wanted = new Set(before.get(member));
    for (const { kind, group } of watch.byOthers.filter((one) => one.member === member)) {
      if (kind === 'joins') wanted.add(group);
      else wanted.delete(group);
    }
    for (const { id, members } of present) {
      if (members.all.some((one) => one.id === member)) wanted.add(id);
      else if (members.isExclusive) wanted.delete(id);
    }
    const late = watch.byOthers.filter((one) => one.atMs >= watch.unseenSince(one));
    const open = new Set(
      [...late, ...watch.unseen].flatMap((one) => (one.member === member ? [one.group] : [])),
    );
    const closed = (ids: Iterable<string>) => [...ids].filter((id) => !open.has(id)).toSorted();
    expect([member, closed(is)]).toEqual([member, closed(wanted)]);
  }
}

export function idOf(name: string, emulator: Emulator): string {
  const found = [...emulator.groups()].find(
    ({ attributes: { tags } }) =>
      tags.get('sluice:owner') === owner && tags.get('sluice:group') === name,
  );
  return found?.id ?? `no group ${name}`;
}
