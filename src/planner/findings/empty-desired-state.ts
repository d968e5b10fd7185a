// Files that leave nothing of what is ours: mostly they are not the files that somebody meant.
import type { Hazard } from '../../model/hazard.ts';
import type { Note } from '../../model/plan.ts';
import type { DesiredState } from '../../model/target.ts';
import type { ChangeCounts } from './change-counts.ts';

/** Of a plan with steps: no group of ours is left, no rule in any of them, or no file has a group. */
export function emptyDesiredState(counts: ChangeCounts, desired: DesiredState): readonly Hazard[] {
  const what = whatIsEmpty(counts, desired);
  if (what === undefined) return [];
  const source = desired.groupFiles?.source;
  const message = `${what}${readFrom(desired)}`;
  return [{ code: 'empty-desired-state', message, ...(source === undefined ? {} : { source }) }];
}

/** Of a plan without steps: it changes nothing, and not because everything is as written. */
export function noGroupsWritten({ before }: ChangeCounts, desired: DesiredState): readonly Note[] {
  // One that should go is a group too: then the files are those that somebody meant.
  if (before.groups === 0 || desired.groups.length > 0) return [];
  const source = desired.groupFiles?.source;
  const message = `${nothingWritten(before.groups, desired)}${readFrom(desired)}`;
  return [{ code: 'no-groups-written', message, ...(source === undefined ? {} : { source }) }];
}

function whatIsEmpty({ before, after }: ChangeCounts, desired: DesiredState): string | undefined {
  const whose = `of owner "${desired.owner}" in target "${desired.target.name}"`;
  if (before.groups === 0) return undefined;
  if (after.groups === 0) return `deletes every group ${whose}, ${before.groups} in all`;
  if (before.rules > 0 && after.rules === 0) {
    return `leaves no rule in any group ${whose}, where ${before.rules} are now`;
  }
  return hasGroups(desired) ? undefined : nothingWritten(before.groups, desired);
}

function hasGroups({ groups }: DesiredState): boolean {
  return groups.some((group) => group.state === 'present' && group.observed === undefined);
}

function nothingWritten(live: number, { owner, target }: DesiredState): string {
  return `no file has a group that should be in target "${target.name}", where owner "${owner}" has ${live}`;
}

function readFrom({ groupFiles }: DesiredState): string {
  const mostly = 'mostly that is a wrong path, branch or target';
  return groupFiles === undefined ? `; ${mostly}` : `; the files are ${groupFiles.glob}: ${mostly}`;
}
