// Pairs equal things out of two multisets.
import { groupBy } from './group-by.ts';

export interface Matched<Left, Right> {
  readonly pairs: readonly (readonly [Left, Right])[];
  readonly leftOver: readonly Left[];
  readonly rightOver: readonly Right[];
}

/** Each thing is paired at most once; the order of both sides is kept. */
export function matchBy<Thing, Left extends Thing, Right extends Thing>(
  keyOf: (thing: Thing) => string,
  left: readonly Left[],
  right: readonly Right[],
): Matched<Left, Right> {
  const waiting = groupBy(right, keyOf);
  const pairs: [Left, Right][] = [];
  const leftOver: Left[] = [];
  for (const one of left) {
    const other = waiting.get(keyOf(one))?.shift();
    if (other === undefined) leftOver.push(one);
    else pairs.push([one, other]);
  }
  const paired = new Set(pairs.map(([, other]) => other));
  return { pairs, leftOver, rightOver: right.filter((one) => !paired.has(one)) };
}
