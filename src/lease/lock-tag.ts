// A lease as a tag of a group: `sluice:lock:<token>` with `<since>/<until>/<owner>`.
import type { Tags } from '../model/group-identity.ts';
import { leaseOwner } from './lease-owner.ts';
import type { LeaseRecord } from './lease.ts';

export interface LockTag {
  readonly key: string;
  readonly value: string;
}

export interface LockTags {
  readonly leases: readonly LeaseRecord[];
  /** Keys of tags that look like leases and cannot be read. */
  readonly strange: readonly string[];
}

const prefix = 'sluice:lock';
/** Of the value of a tag. */
const lengthMax = 128;

export function formatLockTag(lease: LeaseRecord): LockTag {
  const value = `${formatTime(lease.since)}/${formatTime(lease.until)}/${lease.owner}`;
  return { key: lockTagKey(lease), value: value.slice(0, lengthMax).trim() };
}

export function lockTagKey({ token }: Pick<LeaseRecord, 'token'>): string {
  return `${prefix}:${token}`;
}

/** By token. */
export function readLockTags(tags: Tags): LockTags {
  const found = Object.entries(tags)
    .filter(([key]) => key === prefix || key.startsWith(`${prefix}:`))
    .toSorted()
    .map(([key, value]) => ({ key, lease: parseLockTag({ key, value }) }));
  return {
    leases: found.flatMap(({ lease }) => lease ?? []),
    strange: found.flatMap(({ key, lease }) => (lease === undefined ? [key] : [])),
  };
}

function parseLockTag({ key, value }: LockTag): LeaseRecord | undefined {
  const [, token] = /^sluice:lock:([0-9a-f]{16})$/.exec(key) ?? [];
  const [, since, until, owner] = /^(\S+?Z)\/(\S+?Z)\/(.*)$/.exec(value) ?? [];
  if (token === undefined || since === undefined || until === undefined) return undefined;
  const [sinceMs, untilMs] = [Date.parse(since), Date.parse(until)];
  if (Number.isNaN(sinceMs) || Number.isNaN(untilMs)) return undefined;
  return { token, since: sinceMs, until: untilMs, owner: leaseOwner(owner ?? '') };
}

/** To the second: leases begin and end at whole ones. */
function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
