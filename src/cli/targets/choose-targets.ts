// `--target GLOB`: some of the targets of a workspace, by their names.
import type { Loaded } from '../../desired/load.ts';
import { listNames } from '../../desired/workspace/list-names.ts';
import { matchesTarget } from '../../model/target-glob.ts';

export type ChosenTargets =
  | { readonly ok: true; readonly loaded: Loaded }
  /** What is wrong with the choice, in a sentence. */
  | { readonly ok: false; readonly fault: string };

/** All of them where nothing is said. A glob that no target matches is a fault, whatever others match. */
export function chooseTargets(loaded: Loaded, globs: readonly string[] | undefined): ChosenTargets {
  if (globs === undefined) return { ok: true, loaded };
  const names = loaded.states.map(({ target }) => target.name);
  const idle = globs.find((glob) => !names.some((name) => matchesTarget(name, glob)));
  if (idle !== undefined || globs.length === 0) {
    const fault = `no target matches "${idle ?? ''}"; expected one of ${listNames(names)}`;
    return { ok: false, fault };
  }
  const isChosen = (name: string): boolean => globs.some((glob) => matchesTarget(name, glob));
  const waves = loaded.waves.map((wave) => wave.filter(isChosen));
  return {
    ok: true,
    loaded: {
      ...loaded,
      states: loaded.states.filter(({ target }) => isChosen(target.name)),
      waves: waves.filter((wave) => wave.length > 0),
    },
  };
}
