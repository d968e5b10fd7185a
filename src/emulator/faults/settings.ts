// All that can be asked for, as plain values.

import type { Fault } from './fault.ts';

export interface FaultSettings {
  readonly script?: readonly ScriptEntry[];
  readonly seeded?: SeededFaults;
  readonly rateLimit?: RateLimit;
  readonly lag?: Lag;
  /** Instead of the switch of this name. */
  readonly clientTokenRetentionMs?: number;
}

/** A fault, and the calls that it meets. */
export interface ScriptEntry {
  /** Of the calls to count: a name, in which `*` stands for any letters. */
  readonly action: string;
  /** Whether all calls of such a name are counted, or only those that change something. */
  readonly count: 'calls' | 'writes';
  /** The first that is met; 1 is the first of all. */
  readonly nth: number;
  /** How many are met from there on; Infinity for all. */
  readonly times: number;
  readonly fault: Fault;
}

/** What a seed can bring about. */
export const seededKinds = [
  'loseRequest',
  'loseReply',
  'delay',
  'reset',
  'gateway',
  'throttle',
  'idempotentProcessing',
  'conflict',
  'refuse',
  'loseTags',
  'edit',
] as const;

export type SeededKind = (typeof seededKinds)[number];

export interface SeededFaults {
  readonly seed: number;
  /** Of each kind, the share of all calls that meet it, from 0 to 1; all together at most 1. */
  readonly rates: Readonly<Partial<Record<SeededKind, number>>>;
  /** So many, and then no more: whoever tries again often enough arrives. */
  readonly faultsMax?: number;
  readonly delayMsMax?: number;
  /** Each change is seen after a time of its own, of at most so much; its tags perhaps later. */
  readonly lagMsMax?: number;
  /** The share of reads that show everything as it was lagMsMax ago, such as one page of a list. */
  readonly oldReads?: number;
  /** Client tokens are remembered for a time between these two. */
  readonly retentionMs?: { readonly least: number; readonly most: number };
}

/** Of each account, region and action. The minutes are those of the clock. */
export interface RateLimit {
  readonly callsPerMinute: number;
  /** Whether a refusal says when to come back, in x-acs-retry-after. */
  readonly saysRetryAfter: boolean;
}

/** How long reads do not see a change of a group. */
export interface Lag {
  readonly ms: number;
  /** How much longer they do not see its tags. */
  readonly tagsMs?: number;
  /** Instead of `ms` for some groups, by id or name, in which `*` stands for any letters. */
  readonly groups?: Readonly<Record<string, number>>;
  /** How much longer on the first page of a list, the second and so on; the last one goes on. */
  readonly pages?: readonly number[];
}

/** Every kind alike, but for a second writer: whoever wants one says so. */
export function evenRates(rate: number): SeededFaults['rates'] {
  const kinds = seededKinds.filter((kind) => kind !== 'edit');
  return Object.fromEntries(kinds.map((kind) => [kind, rate / kinds.length]));
}
