// What of a group's members counts where a plan begins: those whom its own steps move.
import type { GroupContent } from '../../model/group.ts';
import { withMembers, withoutMembers } from '../../model/predict.ts';
import type { Change } from '../../model/step.ts';

/** Whoever else is known to be in it, such as who is back already, is no part of what a plan is bound to. */
export function withMovedMembers(content: GroupContent, changes: readonly Change[]): GroupContent {
  const leaving = changes.flatMap((one) => (one.kind === 'leaveGroup' ? [one.member] : []));
  const places = changes.flatMap((one) =>
    one.kind === 'replaceGroups' ? [[one.member, one.from] as const] : [],
  );
  return {
    ...withMembers(withoutMembers(content), leaving),
    ...(places.length === 0 ? {} : { places: Object.fromEntries(places.toSorted()) }),
  };
}
