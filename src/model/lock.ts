// Where those who apply agree that only one of them does, as the workspace says it.
import type { GroupName } from './group-identity.ts';
import type { Source } from './source.ts';

export type Lock = FileLock | GroupLock;

/** A file that all who apply can see: on one machine, or on a disk that they share. */
export interface FileLock {
  readonly kind: 'file';
  /** As it is written: relative to the folder of the workspace, or absolute. */
  readonly file: string;
  readonly leaseMs: number;
}

/** A tag on a group of ours, in each target on the group of that target. */
export interface GroupLock {
  readonly kind: 'group';
  readonly group: GroupName;
  readonly leaseMs: number;
  /** Where the group is named. */
  readonly source: Source;
}

/** How long a lease is good unless it is renewed. */
export const leaseMsMin = 60_000;
export const leaseMsMax = 24 * 3_600_000;
export const leaseMsUsual = 15 * 60_000;
