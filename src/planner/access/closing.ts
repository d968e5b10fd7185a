// On which interfaces in use a plan closes something, and what.
import type { AccessChange, AccessScope } from '../../model/access.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Direction } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';

export interface Closing {
  readonly scope: AccessScope;
  readonly direction: Direction;
  readonly closed: readonly TrafficSet[];
}

/** Where nobody knows how many interfaces there are, each group is in use. */
export function closingOn(changes: readonly AccessChange[]): readonly Closing[] {
  const all = changes.flatMap(({ effect, traffic, scopes }) =>
    effect === 'closes'
      ? scopes.filter(({ interfaces }) => interfaces !== 0).map((scope) => ({ scope, traffic }))
      : [],
  );
  const byPlace = groupBy(all, ({ scope, traffic }) =>
    JSON.stringify([traffic.direction, scope.groups, scope.moves]),
  );
  return [...byPlace.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { scope, traffic } = first;
    return [{ scope, direction: traffic.direction, closed: same.map((one) => one.traffic) }];
  });
}
