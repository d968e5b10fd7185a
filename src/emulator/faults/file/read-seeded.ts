// The faults by seed in a fault file.

import { Fields } from '../../seed-file/fields.ts';
import { evenRates, seededKinds } from '../settings.ts';
import { readShare } from './numbers.ts';
import type { FaultList } from '../../seed-file/fields.ts';
import type { SeededFaults, SeededKind } from '../settings.ts';

const counts = ['faultsMax', 'delayMsMax', 'lagMsMax'] as const;
const known = ['seed', 'rate', 'rates', ...counts, 'oldReads', 'retentionMs'];

export function readSeeded(node: unknown, list: FaultList): SeededFaults {
  const fields = new Fields(node, { known, list });
  if (!fields.has('seed')) fields.fault('seed', 'expected a whole number, such as `seed: 1`');
  const bounds = counts.map((name) => [name, fields.wholeNumber(name)] as const);
  return {
    seed: fields.wholeNumber('seed') ?? 0,
    rates: readRates(fields, list),
    ...Object.fromEntries(bounds.filter(([, value]) => value !== undefined)),
    oldReads: shareAt(fields, 'oldReads', list) ?? 0,
    ...(fields.has('retentionMs') ? { retentionMs: readRetention(fields, list) } : {}),
  };
}

/** Either `rate`, for all kinds alike, or `rates`, for each its own. */
function readRates(fields: Fields, list: FaultList): SeededFaults['rates'] {
  if (fields.has('rate') === fields.has('rates')) {
    const right = '`rate: 0.1`, or `rates: { loseReply: 0.05 }`';
    fields.fault('rate', `expected either rate or rates, such as ${right}`);
  }
  const even = shareAt(fields, 'rate', list);
  if (even !== undefined) return evenRates(even);
  const rates: Partial<Record<SeededKind, number>> = {};
  for (const entry of fields.entries('rates')) {
    const kind = seededKinds.find((name) => name === entry.key);
    if (kind === undefined) {
      const kinds = seededKinds.join(', ');
      list.add(entry.keyNode, `${entry.key} is not known here; expected one of ${kinds}`);
    } else rates[kind] = readShare(entry, list);
  }
  const sum = Object.values(rates).reduce((total, rate) => total + rate, 0);
  if (sum > 1 + rounding) fields.fault('rates', 'expected rates that add up to at most 1');
  return rates;
}

/** Ten tenths are a little more than one. */
const rounding = 1e-9;

function shareAt(fields: Fields, name: string, list: FaultList): number | undefined {
  if (!fields.has(name)) return undefined;
  return readShare({ key: name, keyNode: undefined, node: fields.at(name) }, list);
}

function readRetention(outer: Fields, list: FaultList): NonNullable<SeededFaults['retentionMs']> {
  const fields = new Fields(outer.at('retentionMs'), { known: ['least', 'most'], list });
  const least = fields.wholeNumber('least') ?? 0;
  const most = fields.wholeNumber('most') ?? least;
  if (most < least) fields.fault('most', 'expected most to be at least least, in milliseconds');
  return { least, most: Math.max(least, most) };
}
