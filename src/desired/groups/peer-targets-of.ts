// Which other targets must be read to plan one: those whose groups its rules name.
import type { GroupId, GroupName } from '../../model/group-identity.ts';
import type { DesiredGroup } from '../../model/group.ts';
import { rulesAndPatterns } from '../../model/map-rules.ts';
import { otherGroupsIn, type NamedBack, type PeerTarget } from '../../model/peer-targets.ts';
import type { Target } from '../../model/target.ts';
import type { Waves } from '../workspace/read-waves.ts';
import type { GroupReading } from './read-group.ts';

export function peerTargetsOf(
  groups: readonly DesiredGroup[],
  {
    own,
    byName,
    waves,
    readings,
  }: {
    /** The name of the target whose groups they are. */
    readonly own: string;
    readonly byName: ReadonlyMap<string, Target>;
    readonly waves: Waves;
    readonly readings: readonly GroupReading[];
  },
): readonly PeerTarget[] {
  const names = new Set(otherGroupsIn(groups).map(({ target }) => target));
  return [...names].toSorted().flatMap((name): readonly PeerTarget[] => {
    const target = byName.get(name);
    if (target === undefined) return [];
    const order = waves.flat();
    const there = readings.flatMap(({ instances }) => instances?.get(name) ?? []);
    const adopted = there.flatMap((group): readonly (readonly [GroupName, GroupId])[] => {
      const isAdopted = group.state === 'present' && group.adopt !== undefined;
      return isAdopted ? [[group.name, group.adopt]] : [];
    });
    const isFirst = order.indexOf(name) < order.indexOf(own);
    return [{ target, adopted: new Map(adopted), namesBack: namesBackOf(there, own), isFirst }];
  });
}

/** What is over may name what is gone: it is not waited for. */
function namesBackOf(there: readonly DesiredGroup[], own: string): readonly NamedBack[] {
  return there.flatMap((group) => {
    if (group.state !== 'present') return [];
    const { rules, patterns } = rulesAndPatterns({ ...group, expired: [] });
    const peers = [
      ...rules.map(({ peer, source }) => ({ peer, source })),
      ...patterns.flatMap(({ peers: some = [], source }) => some.map((peer) => ({ peer, source }))),
    ];
    return peers.flatMap(({ peer, source }) =>
      peer.kind === 'groupOfTarget' && peer.target === own ? [{ group: peer.group, source }] : [],
    );
  });
}
