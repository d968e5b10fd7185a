// What one end lets through, as the other end sees it: who is the peer of one is itself to the other.
import type { TrafficSet } from '../../model/traffic-window.ts';
import { formatPorts } from '../../model/ports.ts';
import { hasPorts } from '../../model/traffic.ts';
import type { StateGroup } from '../ends/access-state.ts';

/**
 * `set` is a part of what was asked of the egress; the result is that part of `asked`, the same of the
 * ingress, for whose `groups` it is. Lists that the destination may be in get a name of their own, for
 * the same list may be asked of the source; a list of ports is of the destination at either end.
 */
export function swapEnds(
  set: TrafficSet,
  { groups, asked }: { readonly groups: readonly StateGroup[]; readonly asked: TrafficSet },
  known: readonly string[],
): TrafficSet {
  const portLists = portListsOf(groups);
  const rename = (names: readonly string[] | undefined) =>
    (names ?? [])
      .filter((name) => !known.includes(name))
      .map((name) => (portLists.has(name) ? name : `${name} (destination)`));
  const { protocols, ports, sourcePorts } = set;
  return {
    ...{ direction: asked.direction, protocols },
    ...(ports === undefined ? {} : { ports }),
    ...(sourcePorts === undefined ? {} : { sourcePorts }),
    ...(set.locals === undefined ? {} : { peers: set.locals }),
    ...(set.localsExcept === undefined ? {} : { peersExcept: set.localsExcept }),
    ...(set.peers === undefined ? {} : { locals: set.peers }),
    ...(set.peersExcept === undefined ? {} : { localsExcept: set.peersExcept }),
    within: [...(asked.within ?? []), ...rename(set.within)],
    without: [...(asked.without ?? []), ...rename(set.without)],
  };
}

function portListsOf(groups: readonly StateGroup[]): ReadonlySet<string> {
  return new Set(
    groups.flatMap(({ rules }) =>
      rules.flatMap(({ traffic }) =>
        hasPorts(traffic) && traffic.ports.kind === 'list' ? [formatPorts(traffic.ports)] : [],
      ),
    ),
  );
}
