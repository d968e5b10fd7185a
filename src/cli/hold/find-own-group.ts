// The one live group that carries our tags with a name, or what to say instead.
import { closest } from '../../desired/shape/closest.ts';
import type { ListedGroup } from '../../model/group.ts';
import { ownedNames } from '../../model/live.ts';
import type { DesiredState } from '../../model/target.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

export type FoundGroup =
  | { readonly ok: true; readonly group: ListedGroup }
  | { readonly ok: false; readonly exitCode: ExitCode; readonly why: string };

export function findOwnGroup(
  name: string,
  { owner, target, groups }: DesiredState,
  listed: readonly ListedGroup[],
): FoundGroup {
  const names = ownedNames(listed, { owner, vpc: target.vpc });
  const [group, ...others] = listed.filter(({ id }) => names.get(id) === name);
  if (group === undefined) {
    const isWritten = groups.some((one) => one.name === name);
    const why = isWritten
      ? `error: ${name} is in the files, and no live group carries our tags for it yet; apply it first`
      : `error: there is no group "${name}" of owner "${owner}" in ${target.vpc}; ${advice(name, [...new Set(names.values())])}`;
    return { ok: false, exitCode: exitCodes.invalid, why };
  }
  if (others.length === 0) return { ok: true, group };
  const ids = [group, ...others].map(({ id }) => id).toSorted();
  const why = `refused: ${ids.join(' and ')} all carry the tags of our group "${name}"; take them off all but one`;
  return { ok: false, exitCode: exitCodes.refused, why };
}

const shownMax = 10;

/** The nearest names, or else some. */
function advice(written: string, names: readonly string[]): string {
  if (names.length === 0) return 'none there is ours, so look at the target';
  const near = nearest(written, names);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const shown = names.toSorted().slice(0, shownMax).join(', ');
  const more = names.length > shownMax ? ` and ${names.length - shownMax} more` : '';
  return `there ${names.length === 1 ? 'is' : 'are'} ${shown}${more}`;
}

const nearMax = 3;

function nearest(written: string, names: readonly string[]): readonly string[] {
  const found: string[] = [];
  while (found.length < nearMax) {
    const next = closest(written, names.filter((name) => !found.includes(name)).toSorted());
    if (next === undefined) break;
    found.push(next);
  }
  return found;
}
