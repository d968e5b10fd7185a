// A lease as the text of a file: one line of JSON.
import { leaseOwner } from './lease-owner.ts';
import type { LeaseRecord } from './lease.ts';

/** `turn` counts the changes of one lease, so that each version of it has a name of its own. */
export interface FileRecord extends LeaseRecord {
  readonly turn: number;
}

export function formatFileRecord({ owner, token, since, until, turn }: FileRecord): string {
  const times = { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
  return `${JSON.stringify({ owner, token, ...times, turn })}\n`;
}

/** Undefined for what is no lease of ours. */
export function parseFileRecord(text: string): FileRecord | undefined {
  const { owner, token, since, until, turn } = parseObject(text);
  if (typeof owner !== 'string' || typeof token !== 'string') return undefined;
  const times = [since, until].map((time) => (typeof time === 'string' ? Date.parse(time) : NaN));
  const [sinceMs = NaN, untilMs = NaN] = times;
  // The token becomes part of a file's name.
  if (!/^[0-9a-f]{16}$/.test(token) || Number.isNaN(sinceMs) || Number.isNaN(untilMs)) {
    return undefined;
  }
  if (typeof turn !== 'number' || !Number.isSafeInteger(turn) || turn < 0) return undefined;
  return { owner: leaseOwner(owner), token, since: sinceMs, until: untilMs, turn };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
