// How often each action was called, by which clients, and how that ended.

import type { AccessEntry } from './access-entry.ts';

export interface CountedCalls {
  readonly action: string;
  readonly client: string;
  readonly code: string;
  readonly count: number;
}

export interface CountersReport {
  readonly since: string;
  readonly total: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly clients: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, number>>;
  /** Sorted by action, client and code. */
  readonly calls: readonly CountedCalls[];
}

/** Actions, clients and codes all come from lists of ours, so that there are not many of them. */
export class Counters {
  readonly #since = new Date().toISOString();
  readonly #calls = new Map<
    string,
    { action: string; client: string; code: string; count: number }
  >();

  count({ action, client, code }: Pick<AccessEntry, 'action' | 'client' | 'code'>): void {
    const key = `${action} ${client} ${code}`;
    const counted = this.#calls.get(key);
    if (counted === undefined) this.#calls.set(key, { action, client, code, count: 1 });
    else counted.count++;
  }

  report(): CountersReport {
    const calls = [...this.#calls.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, counted]) => ({ ...counted }));
    return {
      since: this.#since,
      total: calls.reduce((sum, { count }) => sum + count, 0),
      actions: sumBy(calls, 'action'),
      clients: sumBy(calls, 'client'),
      codes: sumBy(calls, 'code'),
      calls,
    };
  }
}

function sumBy(
  calls: readonly CountedCalls[],
  name: 'action' | 'client' | 'code',
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const call of calls) sums.set(call[name], (sums.get(call[name]) ?? 0) + call.count);
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
