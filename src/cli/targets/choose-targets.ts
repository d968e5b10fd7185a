// `--target GLOB`: some of the targets of a workspace, by their names.
import type { Loaded } from '../../desired/load.ts';
import { listNames } from '../../desired/workspace/list-names.ts';

export type ChosenTargets =
  | { readonly ok: true; readonly loaded: Loaded }
  /** What is wrong with the choice, in a sentence. */
  | { readonly ok: false; readonly fault: string };

/** All of them where nothing is said. A glob that no target matches is a fault, whatever others match. */
export function chooseTargets(loaded: Loaded, globs: readonly string[] | undefined): ChosenTargets {
  if (globs === undefined) return { ok: true, loaded };
  const names = loaded.states.map(({ target }) => target.name);
  const idle = globs.find((glob) => !names.some((name) => matchesGlob(name, glob)));
  if (idle !== undefined || globs.length === 0) {
    const fault = `no target matches "${idle ?? ''}"; there are ${listNames(names)}`;
    return { ok: false, fault };
  }
  const isChosen = (name: string): boolean => globs.some((glob) => matchesGlob(name, glob));
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

/** Names are lower-case letters, digits and hyphens, so that `*` is all that a glob needs. */
export function matchesGlob(name: string, glob: string): boolean {
  if (!/^[a-z0-9*-]+$/.test(glob)) return false;
  return new RegExp(`^${glob.replaceAll(/\*+/g, '.*')}$`).test(name);
}
