// What is said of a name that no target has, wherever it stands.
import type { Words } from '../fault.ts';
import { closest } from '../shape/closest.ts';
import { listNames } from './list-names.ts';

export function unknownTarget(name: string, names: readonly string[]): Words {
  const meant = closest(name, names);
  const hint = meant === undefined ? `expected ${listNames(names)}` : `did you mean "${meant}"?`;
  return { code: 'unknown-target', message: `no target is named "${name}"; ${hint}` };
}

/** The name itself where it is one; undefined where it is like none. */
export function meantBy(name: string, names: readonly string[]): string | undefined {
  return names.includes(name) ? name : closest(name, names);
}
