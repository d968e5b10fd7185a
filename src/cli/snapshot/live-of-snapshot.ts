// A snapshot → the live state, as it would have been read for these files.
import { movingIn, neighboursOf } from '../../cloud/read-live.ts';
import type { LiveState } from '../../model/live.ts';
import { parsePortRange } from '../../model/ports.ts';
import type { SnapshotPlace } from '../../model/snapshot.ts';
import type { DesiredState } from '../../model/target.ts';
import { concernedIds } from '../../planner/claims/claims.ts';

export function liveOfSnapshot(desired: DesiredState, place: SnapshotPlace): LiveState {
  const { groups: all, elsewhere, interfaces, references, lists, listNames } = place;
  const listed = [...all, ...elsewhere];
  const concerned = concernedIds(desired, listed);
  const groups = all.filter(({ id }) => concerned.has(id));
  const moving = movingIn(desired);
  const near = new Set(neighboursOf(interfaces, { listed, groups, moving }).map(({ id }) => id));
  return {
    listed,
    groups,
    interfaces,
    neighbours: all.filter(({ id }) => near.has(id)),
    references:
      references.kind === 'read'
        ? { kind: 'read', to: new Map(references.to.map(({ groupId, from }) => [groupId, from])) }
        : references,
    ...(listNames && { listNames }),
    listSizes: new Map(
      lists.flatMap(({ id, maxEntries }) => (maxEntries === undefined ? [] : [[id, maxEntries]])),
    ),
    lists: {
      prefixLists: new Map(
        lists.flatMap(({ id, cidrs }) => (cidrs === undefined ? [] : [[id, cidrs]])),
      ),
      portLists: new Map(
        lists.flatMap(({ id, ports }) =>
          ports === undefined ? [] : [[id, ports.flatMap((text) => parsePortRange(text) ?? [])]],
        ),
      ),
    },
  };
}
