// Where the lock of a workspace keeps its leases.
import path from 'node:path';
import type { Transport } from '../cloud/transport.ts';
import type { Lock } from '../model/lock.ts';
import { fileStore } from './file-store.ts';
import type { Clock, LeaseStore } from './lease.ts';
import { tagStore } from './tag-store.ts';

export interface LockPlace {
  /** The folder of the workspace. */
  readonly folder: string;
  /** The `owner` of the workspace. */
  readonly groupOwner: string;
  readonly target: { readonly region: string; readonly vpc: string };
  readonly send: Transport;
  /** Whether this is the cloud, where reads lag behind writes. */
  readonly isCloud: boolean;
  readonly clock: Clock;
}

/**
 * A file is one lock for all targets: ask once, whatever their number. A group is one lock in each
 * target, asked for in each.
 */
export function leaseStore(lock: Lock, place: LockPlace): LeaseStore {
  const { folder, groupOwner, target, send, isCloud, clock } = place;
  if (lock.kind === 'file') return fileStore(path.resolve(folder, lock.file), clock);
  const { region, vpc } = target;
  const waits = { settleMs: isCloud ? 2000 : 0, patienceMs: isCloud ? 60_000 : 0 };
  return tagStore({ group: lock.group, groupOwner, vpc, region, send, clock, ...waits });
}
