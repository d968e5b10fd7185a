// Which other targets must be read to plan one: those whose groups its rules name.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { DesiredGroup } from '../../model/group.ts';
import { rulesAndPatterns } from '../../model/map-rules.ts';
import { otherGroupsIn, type PeerTarget } from '../../model/peer-targets.ts';
import type { Naming, Namings } from '../../model/target-cycle.ts';
import type { Target } from '../../model/target.ts';
import type { GroupReading } from './read-group.ts';

export function peerTargetsOf(
  groups: readonly DesiredGroup[],
  {
    byName,
    namings,
    readings,
  }: {
    readonly byName: ReadonlyMap<string, Target>;
    readonly namings: Namings;
    readonly readings: readonly GroupReading[];
  },
): readonly PeerTarget[] {
  const names = new Set(otherGroupsIn(groups).map(({ target }) => target));
  return [...names].toSorted().flatMap((name): readonly PeerTarget[] => {
    const target = byName.get(name);
    if (target === undefined) return [];
    const there = readings.flatMap(({ instances }) => instances?.get(name) ?? []);
    const adopted = there.flatMap((group): readonly (readonly [GroupName, GroupId])[] => {
      const isAdopted = group.state === 'present' && group.adopt !== undefined;
      return isAdopted ? [[group.name, group.adopt]] : [];
    });
    return [{ target, adopted: new Map(adopted), namings }];
  });
}

/** What is over may name what is gone: it is not waited for. */
export function namingsIn(readings: readonly GroupReading[]): readonly Naming[] {
  const instances = readings.flatMap((reading) => [...(reading.instances ?? [])]);
  return instances.flatMap(([from, group]) => {
    if (group.state !== 'present') return [];
    const { rules, patterns } = rulesAndPatterns({ ...group, expired: [] });
    const peers = [
      ...rules.map(({ peer, source }) => ({ peer, source })),
      ...patterns.flatMap(({ peers: some = [], source }) => some.map((peer) => ({ peer, source }))),
    ];
    return peers.flatMap(({ peer, source }): Naming[] =>
      peer.kind === 'groupOfTarget' ? [{ from, to: peer.target, group: peer.group, source }] : [],
    );
  });
}
