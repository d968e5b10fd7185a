// A plan names its place; the workspace says how to get there, and must mean the same place.
import type { Plan } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import type { Surroundings } from '../surroundings.ts';

/** What does not agree has been said. */
export function isForWorkspace(
  { owner, target }: Plan,
  desired: DesiredState,
  { err }: Surroundings,
): boolean {
  const pairs = [
    ['owner', owner, desired.owner],
    ...(['name', 'account', 'region', 'vpc'] as const).map(
      (key) => [key, target[key], desired.target[key]] as const,
    ),
  ] as const;
  const differing = pairs.filter(([, planned, written]) => planned !== written);
  for (const [key, planned, written] of differing) {
    err(`refused: the plan was made for ${key} ${planned}, and the workspace says ${written}.\n`);
  }
  if (differing.length > 0)
    err('Nothing was read or written. Plan again, or name its own --workspace.\n');
  return differing.length === 0;
}
