// Faults by script: each entry counts the calls that it is about, and meets some of them.

import { globTest } from './glob.ts';
import { isWrite } from './writes.ts';
import type { Fault } from './fault.ts';
import type { ScriptEntry } from './settings.ts';

/** The faults of the next call, in the order of their entries. */
export type Script = (request: { readonly action: string }) => readonly Fault[];

export function openScript(entries: readonly ScriptEntry[]): Script {
  const counted = entries.map((entry) => ({ entry, test: globTest(entry.action), calls: 0 }));
  return (request) => {
    const met: Fault[] = [];
    for (const one of counted) {
      const { entry, test } = one;
      if (!test(request.action) || (entry.count === 'writes' && !isWrite(request))) continue;
      one.calls++;
      if (one.calls >= entry.nth && one.calls < entry.nth + entry.times) met.push(entry.fault);
    }
    return met;
  };
}
