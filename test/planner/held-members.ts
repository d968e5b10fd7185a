// Who may have moved while some groups were left alone.
import { expect } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Story } from '../applier/simulation/machines.ts';
import { placesIn, type Places } from '../applier/simulation/places.ts';
import type { Witness } from '../applier/simulation/witness.ts';
import { owner, seededId } from './names.ts';

/**
 * Whoever would join or leave a group that is left alone is where it was at any time, and every group that it
 * would move in is left alone; all others are where they are written to be. Counts both.
 */
export function expectHeldMembers(
  { desired: { groups } }: Story,
  {
    frozen,
    before,
    seenBy,
    emulator,
  }: {
    readonly frozen: ReadonlySet<GroupName>;
    readonly before: Places;
    readonly seenBy: Witness;
    readonly emulator: Emulator;
  },
): { readonly made: number; readonly waiting: number } {
  const idOf = (name: GroupName) =>
    [...emulator.groups()].find(
      ({ attributes: { tags } }) =>
        tags.get('sluice:owner') === owner && tags.get('sluice:group') === name,
    )?.id ?? seededId(name);
  const count = { made: 0, waiting: 0 };
  for (const [member, is] of placesIn(emulator)) {
    const from = before.get(member) ?? [];
    const moves = groups.flatMap(({ name, ...group }) => {
      if (group.state !== 'present' || group.members === undefined) return [];
      const id = idOf(name);
      const isWritten = group.members.all.some((one) => one.id === member);
      const joins = isWritten && !from.includes(id);
      const leaves = group.members.isExclusive && !isWritten && from.includes(id);
      return joins || leaves ? [{ name, id, joins }] : [];
    });
    const isWaiting = moves.some(({ name }) => frozen.has(name));
    if (isWaiting) expect(moves.filter(({ name }) => !frozen.has(name))).toEqual([]);
    const left = new Set(moves.flatMap(({ id, joins }) => (joins ? [] : [id])));
    const joined = moves.flatMap(({ id, joins }) => (joins ? [id] : []));
    const to = [...from.filter((id) => !left.has(id)), ...joined];
    expect([member, is.toSorted()]).toEqual([member, (isWaiting ? [...from] : to).toSorted()]);
    if (isWaiting) {
      const been = seenBy.moments.map(({ places }) => places.get(member));
      expect(new Set(been.map((ids) => JSON.stringify(ids))).size).toBe(1);
    }
    if (moves.length > 0) count[isWaiting ? 'waiting' : 'made'] += 1;
  }
  return count;
}
