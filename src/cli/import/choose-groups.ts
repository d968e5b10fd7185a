// Which live groups are to be imported: `--id`, `--name` and `--tag`, each a list of globs.
import type { ListedGroup } from '../../model/group.ts';
import { tagValue } from '../../model/group-identity.ts';

export interface GroupFilters {
  readonly id?: readonly string[];
  /** Of names in the cloud. */
  readonly name?: readonly string[];
  /** `key=value`, where the value is a glob; `key` alone is any value. */
  readonly tag?: readonly string[];
}

export type ChosenGroups =
  | { readonly ok: true; readonly groups: readonly ListedGroup[] }
  /** What is wrong with the filters, in a sentence. */
  | { readonly ok: false; readonly fault: string };

/**
 * Groups that match one glob of each flag that is given; all where none is. A glob that no group
 * matches is a fault, whatever others match.
 */
export function chooseGroups(
  groups: readonly ListedGroup[],
  { id, name, tag }: GroupFilters,
): ChosenGroups {
  const filters = [
    ...filter('--id', id, (group, glob) => globMatches(group.id, glob)),
    ...filter('--name', name, (group, glob) => globMatches(group.cloudName, glob)),
    ...filter('--tag', tag, tagMatches),
  ];
  for (const { flag, globs, matches } of filters) {
    const idle = globs.find((glob) => !groups.some((group) => matches(group, glob)));
    if (idle !== undefined) {
      return { ok: false, fault: `${flag}: no group of the VPC matches "${idle}"` };
    }
  }
  const chosen = groups.filter((group) =>
    filters.every(({ globs, matches }) => globs.some((glob) => matches(group, glob))),
  );
  if (chosen.length > 0 || filters.length === 0) return { ok: true, groups: chosen };
  const flags = filters.map(({ flag }) => flag).join(' and ');
  return { ok: false, fault: `${flags}: no group of the VPC matches all of them` };
}

/** Named without a wildcard: somebody means this very group. */
export function isNamed({ id, cloudName }: ListedGroup, filters: GroupFilters): boolean {
  return filters.id?.includes(id) === true || filters.name?.includes(cloudName) === true;
}

type Matches = (group: ListedGroup, glob: string) => boolean;

function filter(flag: string, globs: readonly string[] | undefined, matches: Matches) {
  return globs === undefined ? [] : [{ flag, globs, matches }];
}

function tagMatches({ tags }: ListedGroup, written: string): boolean {
  const equals = written.indexOf('=');
  const [key, glob] =
    equals < 0 ? [written, '*'] : [written.slice(0, equals), written.slice(equals + 1)];
  const value = tagValue(tags, key);
  return value !== undefined && globMatches(value, glob);
}

/** `*` stands for any characters, and everything else for itself. */
function globMatches(text: string, glob: string): boolean {
  const parts = glob.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
