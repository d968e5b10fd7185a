// Where a command that is printed about one plan works: on its target, and on no other of the workspace.
import type { Plan } from '../../model/plan.ts';
import type { Place } from '../command-line.ts';
import type { LoadedWorkspace } from '../load-workspace.ts';

export function placeOf(
  { target }: Plan,
  { hasOneTarget }: LoadedWorkspace,
  { workspace, emulator, guardsFrom }: Place,
): Place {
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(hasOneTarget ? {} : { target: [target.name] }),
    ...(emulator === undefined ? {} : { emulator }),
    ...(guardsFrom === undefined ? {} : { guardsFrom }),
  };
}
