// A lease: who may apply, since when and until when; and what asking for one may come to.
import type { GroupName } from '../model/group-identity.ts';
import type { LeaseOwner } from './lease-owner.ts';

export interface LeaseRecord {
  readonly owner: LeaseOwner;
  /** 16 hex digits, made afresh for everyone who asks: whose lease it is, whatever owners are called. */
  readonly token: string;
  /** Milliseconds since 1970, in whole seconds. */
  readonly since: number;
  readonly until: number;
}

/** Somebody else applies. */
export interface Held {
  readonly kind: 'held';
  readonly owner: LeaseOwner;
  readonly since: number;
  readonly until: number;
  /** Where the lease is, in words. */
  readonly where: string;
  /** The command that takes it away. */
  readonly unlock: string;
}

/** Whether somebody else applies cannot be told, or we cannot say that we do. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly where: string;
  readonly why: string;
  /** What takes away what is in the way, where something is. */
  readonly unlock: string | undefined;
}

/**
 * The group that carries the lock is not there. Before a first apply that is as it should be, and
 * refusing would refuse every first apply: go on without a lease, with a warning. Two first applies
 * at once are then only detected.
 */
export interface NoGroup {
  readonly kind: 'noGroup';
  readonly group: GroupName;
}

/** By us. */
export interface Taken {
  readonly kind: 'taken';
}

export type NotAcquired = Held | Unreadable | NoGroup;

/** `unreachable`: it could not be written; the lease stands until it ends, so try again before. */
export type Renewal = 'renewed' | 'lost' | 'unreachable';

/** `stays`: it could not be taken away, and is in the way until it ends. */
export type Release = 'released' | 'stays';

/** A place for leases: each call is one try, and waits for nobody's lease to end. */
export interface LeaseStore {
  take(wanted: LeaseRecord): Promise<Taken | NotAcquired>;
  /** The same lease until later. */
  extend(current: LeaseRecord, until: number): Promise<Renewal>;
  giveBack(current: LeaseRecord): Promise<Release>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Clocks differ, and reads lag behind writes: a lease of others is over only so long after its end.
 */
export const graceMs = 10_000;

export function isOver({ until }: LeaseRecord, now: number): boolean {
  return now >= until + graceMs;
}
