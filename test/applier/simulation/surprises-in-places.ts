// Packets that are decided otherwise on the way than before and after, on interfaces that may move meanwhile.
import { movesOf } from '../../../src/model/moves.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { formatPacket, surprisesAlong } from '../../planner/moments.ts';
import type { Witness } from './witness.ts';

/** Those that a plan tells beforehand, as a hazard, surprise nobody. */
export function surprisesInPlaces(
  { moments, typeOf }: Witness,
  { steps, hazards }: Pick<Plan, 'steps' | 'hazards'>,
): readonly string[] {
  const isTold = hazards.some(({ code }) => code === 'transient-window');
  const moved = new Set<string>(movesOf(steps).map(({ member }) => member));
  const members = [...(moments[0]?.places.keys() ?? [])];
  return members
    .filter((member) => !(isTold && moved.has(member)))
    .flatMap((member) => {
      const states = moments.map(({ groups, places }) => {
        const ids = places.get(member) ?? [];
        const [first = ''] = ids;
        return { type: typeOf(first), groups: ids.flatMap((id) => groups.get(id) ?? []) };
      });
      return surprisesAlong(states).map(
        ({ packet, seen }) => `${formatPacket(packet)} at ${member}: ${seen.join(' → ')}`,
      );
    });
}
