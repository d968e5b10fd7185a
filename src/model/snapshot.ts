// The live state of some targets at a time, as a file: so that somebody without credentials can plan.
import type { Cidr } from './cidr.ts';
import type { GroupId } from './group-identity.ts';
import type { ListedGroup, LiveGroup } from './group.ts';
import type { Interfaces } from './interfaces.ts';
import type { Reference } from './live.ts';
import type { ListNames } from './named-lists.ts';
import type { Target } from './target.ts';

export interface Snapshot {
  readonly formatVersion: 1;
  readonly kind: 'snapshot';
  readonly toolVersion: string;
  /** In UTC, before the first read. */
  readonly takenAt: string;
  readonly places: readonly SnapshotPlace[];
}

export interface SnapshotPlace extends Pick<Target, 'account' | 'region' | 'vpc'> {
  /** The groups of the VPC, each with its rules. */
  readonly groups: readonly LiveGroup[];
  /** The groups of the region in other VPCs. */
  readonly elsewhere: readonly ListedGroup[];
  readonly interfaces: Interfaces;
  readonly references:
    | { readonly kind: 'read'; readonly to: readonly SnapshotReferences[] }
    | { readonly kind: 'unreadable'; readonly why: string };
  readonly lists: readonly SnapshotList[];
  /** What all lists of the region are called, so that files may name any of them. */
  readonly listNames?: ListNames;
}

/** A prefix list or a port list that rules name, as far as it is known. */
export interface SnapshotList {
  readonly id: string;
  readonly maxEntries?: number;
  /** The entries of a prefix list. */
  readonly cidrs?: readonly Cidr[];
  /** The entries of a port list, such as `443` and `8000-8999`. */
  readonly ports?: readonly string[];
}

/** Who has rules whose peer is this group of ours. */
export interface SnapshotReferences {
  readonly groupId: GroupId;
  readonly from: readonly Reference[];
}
