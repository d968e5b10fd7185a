// Which other targets must be read to plan one: those whose groups its rules name.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { DesiredGroup } from '../../model/group.ts';
import { otherGroupsIn, type PeerTarget } from '../../model/peer-targets.ts';
import type { Target } from '../../model/target.ts';
import type { Waves } from '../workspace/read-waves.ts';
import type { GroupReading } from './read-group.ts';

export function peerTargetsOf(
  groups: readonly DesiredGroup[],
  {
    byName,
    waves,
    readings,
  }: {
    readonly byName: ReadonlyMap<string, Target>;
    readonly waves: Waves;
    readonly readings: readonly GroupReading[];
  },
): readonly PeerTarget[] {
  const names = new Set(otherGroupsIn(groups).map(({ target }) => target));
  return [...names].toSorted().flatMap((name): readonly PeerTarget[] => {
    const target = byName.get(name);
    if (target === undefined) return [];
    const wave = waves.findIndex((names) => names.includes(name)) + 1;
    const there = readings.flatMap(({ instances }) => instances?.get(name) ?? []);
    const adopted = there.flatMap((group): readonly (readonly [GroupName, GroupId])[] => {
      const isAdopted = group.state === 'present' && group.adopt !== undefined;
      return isAdopted ? [[group.name, group.adopt]] : [];
    });
    return [{ target, wave, adopted: new Map(adopted) }];
  });
}
