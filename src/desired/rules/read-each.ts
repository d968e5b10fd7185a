// The items of a list, each read as far as it is sound.
import { isSound } from '../shape/shape.ts';
import { itemsOf, type Located } from '../yaml/located.ts';
import type { Sourced } from '../yaml/sourced.ts';
import { expandedRulesMax } from './rule-faults.ts';

/**
 * Empty where the key is missing, undefined where anything in it has a fault. What comes after more
 * values than a rule may stand for is not read.
 */
export function readEach<Value>(
  node: Located | undefined,
  faulty: ReadonlySet<Located>,
  read: (item: Located) => readonly Value[] | undefined,
): readonly Sourced<Value>[] | undefined {
  if (node === undefined) return [];
  const found: Sourced<Value>[] = [];
  let isWhole = !faulty.has(node);
  for (const item of itemsOf(node)) {
    const values = isSound(item, faulty) ? read(item) : undefined;
    if (values === undefined) isWhole = false;
    else found.push(...values.map((value) => ({ value, source: item.source })));
    if (found.length > expandedRulesMax) break;
  }
  return isWhole ? found : undefined;
}

/** What is read as one value or not at all. */
export function oneOf<Value>(value: Value | undefined): readonly Value[] | undefined {
  return value === undefined ? undefined : [value];
}
