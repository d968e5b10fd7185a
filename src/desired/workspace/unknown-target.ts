// Names and globs of targets, and what is said of one that fits none, wherever it stands.
import { isTargetGlob, matchesTarget } from '../../model/target-glob.ts';
import type { Words } from '../fault.ts';
import { closest } from '../shape/closest.ts';
import { listNames } from './list-names.ts';

/** Those that are meant by a name or a glob: in their order, and none where it fits none. */
export function targetsNamed(text: string, names: readonly string[]): readonly string[] {
  if (!isTargetGlob(text)) return names.includes(text) ? [text] : [];
  return names.filter((name) => matchesTarget(name, text));
}

export function unknownTarget(text: string, names: readonly string[]): Words {
  if (isTargetGlob(text)) {
    const message = `no target matches "${text}"; expected ${listNames(names)}`;
    return { code: 'unknown-target', message };
  }
  const meant = closest(text, names);
  const hint = meant === undefined ? `expected ${listNames(names)}` : `did you mean "${meant}"?`;
  return { code: 'unknown-target', message: `no target is named "${text}"; ${hint}` };
}

/** Those themselves where there are any; else one that is like it, or none. */
export function meantBy(text: string, names: readonly string[]): readonly string[] {
  const named = targetsNamed(text, names);
  const like = named.length > 0 ? undefined : closest(text, names);
  return like === undefined ? named : [like];
}
