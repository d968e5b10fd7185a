// Where on a plan's path the live groups stand, without doing anything about it.
import type { Plan } from '../model/plan.ts';
import { readOnPath, pathsOf, staleOf, standing, type Beginning } from './begin.ts';
import type { StaleGroup } from './events.ts';
import type { Read } from '../cloud/read-pages.ts';

export interface Located {
  readonly stale: readonly StaleGroup[];
  /** Whether some step is behind one of them, if only in part. */
  readonly isBegun: boolean;
  /** Whether all of them are. */
  readonly isThrough: boolean;
}

/** Patient with groups that are off the path, as an apply is. */
export async function locate(plan: Plan, beginning: Beginning): Promise<Read<Located>> {
  const paths = pathsOf(plan);
  const read = await readOnPath(plan, paths, beginning);
  if (!read.ok) return read;
  const live = read.value;
  const found = [...paths].map(([group, path]) => {
    return { path, position: standing(group, path, live) };
  });
  return {
    ok: true,
    value: {
      stale: [...paths].flatMap(([group, path]) => staleOf(group, path, live)),
      isBegun: found.some(({ position }) => {
        return position !== undefined && (position.behind > 0 || position.rest !== undefined);
      }),
      isThrough: found.every(({ path, position }) => position?.behind === path.steps.length),
    },
  };
}
