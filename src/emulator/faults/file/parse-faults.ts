// Faults in a file that people write, in YAML or JSON. docs/emulator.md has an example; mistakes are
// named with their place, all at once.

import { LineCounter, parseDocument } from 'yaml';
import { FaultList, Fields } from '../../seed-file/fields.ts';
import { readLag } from './read-lag.ts';
import { readScriptEntry } from './read-script.ts';
import { readSeeded } from './read-seeded.ts';
import type { SeedFault } from '../../seed-file/fields.ts';
import type { FaultSettings, RateLimit } from '../settings.ts';

export type ParsedFaults =
  | { readonly ok: true; readonly settings: FaultSettings }
  | { readonly ok: false; readonly faults: readonly SeedFault[] };

export function parseFaults(text: string): ParsedFaults {
  const lines = new LineCounter();
  const list = new FaultList(lines);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  for (const { message, linePos } of document.errors) {
    const { line = 1, col = 1 } = linePos?.[0] ?? {};
    list.faults.push({ line, column: col, message: message.split('\n')[0] ?? message });
  }
  if (list.faults.length > 0) return { ok: false, faults: list.faults };
  const settings = readSettings(document.contents, list);
  if (list.faults.length === 0) return { ok: true, settings };
  const sorted = list.faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, faults: sorted };
}

const known = ['version', 'faults', 'seeded', 'rateLimit', 'lag', 'clientTokenRetentionMs'];

function readSettings(contents: unknown, list: FaultList): FaultSettings {
  const file = new Fields(contents, { known, list });
  if (file.text('version') !== '1') file.fault('version', 'expected `version: 1`');
  const retentionMs = file.wholeNumber('clientTokenRetentionMs');
  const seeded = file.has('seeded') ? readSeeded(file.at('seeded'), list) : undefined;
  if (file.has('lag') && seeded?.lagMsMax !== undefined) {
    file.fault('lag', 'expected either lag, or lagMsMax in seeded, which draws one');
  }
  return {
    script: file.items('faults').map((node) => readScriptEntry(node, list)),
    ...(seeded === undefined ? {} : { seeded }),
    ...(file.has('lag') ? { lag: readLag(file.at('lag'), list) } : {}),
    ...(file.has('rateLimit') ? { rateLimit: readRateLimit(file.at('rateLimit'), list) } : {}),
    ...(retentionMs === undefined ? {} : { clientTokenRetentionMs: retentionMs }),
  };
}

function readRateLimit(node: unknown, list: FaultList): RateLimit {
  const fields = new Fields(node, { known: ['callsPerMinute', 'retryAfter'], list });
  if (!fields.has('callsPerMinute')) {
    fields.fault('callsPerMinute', 'expected a number of calls, such as `callsPerMinute: 100`');
  }
  return {
    callsPerMinute: fields.wholeNumber('callsPerMinute') ?? 0,
    saysRetryAfter: fields.flag('retryAfter') ?? true,
  };
}
