// The numbers of a fault file: counts and milliseconds, and shares of all calls.

import { scalarText } from '../../seed-file/fields.ts';
import type { Entry, FaultList } from '../../seed-file/fields.ts';

/** 0 where it is none, which is a fault. */
export function readCount(
  node: unknown,
  { name, list }: { readonly name: string; readonly list: FaultList },
): number {
  const text = scalarText(node) ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  list.add(node, `${name}: expected a whole number, such as 1000`);
  return 0;
}

/** From 0 to 1; 0 where it is none, which is a fault. */
export function readShare({ key, node }: Entry, list: FaultList): number {
  const text = scalarText(node) ?? '';
  const share = Number(text);
  if (/^\d*\.?\d+$/.test(text) && share <= 1) return share;
  list.add(node, `${key}: expected a share of all calls from 0 to 1, such as 0.05`);
  return 0;
}
