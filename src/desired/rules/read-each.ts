// The items of a list, each read as far as it is sound.
import { isSound } from '../shape/shape.ts';
import { itemsOf, type Located } from '../yaml/located.ts';
import type { Sourced } from '../yaml/sourced.ts';

/** Empty where the key is missing, undefined where anything in it has a fault. */
export function readEach<Value>(
  node: Located | undefined,
  faulty: ReadonlySet<Located>,
  read: (item: Located) => readonly Value[] | undefined,
): readonly Sourced<Value>[] | undefined {
  if (node === undefined) return [];
  const parts = itemsOf(node).map((item) => {
    const values = isSound(item, faulty) ? read(item) : undefined;
    return values?.map((value) => ({ value, source: item.source }));
  });
  const isWhole = !faulty.has(node) && !parts.includes(undefined);
  return isWhole ? parts.flatMap((part) => part ?? []) : undefined;
}

/** What is read as one value or not at all. */
export function oneOf<Value>(value: Value | undefined): readonly Value[] | undefined {
  return value === undefined ? undefined : [value];
}
