// A change in its surroundings: rules that meet no changed rule cannot make a difference, for a
// packet that a changed rule matches is matched by none of them.
import type { Rule } from '../../model/rule.ts';
import type { Contender } from './contender.ts';
import { shapesMeet } from './shape.ts';

export interface Kept<R extends Rule> {
  /** The same match and rank, on either side. */
  readonly before: Contender<R>;
  readonly after: Contender<R>;
}

export interface Localised<R extends Rule> {
  /** Those that meet one of the others. */
  readonly kept: readonly Kept<R>[];
  readonly removed: readonly Contender<R>[];
  readonly added: readonly Contender<R>[];
}

/** `isEverywhere`: the change is not in the rules alone, so that all of them matter. */
export function localise<R extends Rule>(
  {
    before,
    after,
  }: { readonly before: readonly Contender<R>[]; readonly after: readonly Contender<R>[] },
  { isEverywhere }: { readonly isEverywhere: boolean },
): Localised<R> {
  const left = new Map<string, Contender<R>[]>();
  for (const contender of before) {
    const same = left.get(contender.key);
    if (same === undefined) left.set(contender.key, [contender]);
    else same.push(contender);
  }
  const both: Kept<R>[] = [];
  const added: Contender<R>[] = [];
  for (const contender of after) {
    const same = left.get(contender.key)?.shift();
    if (same === undefined) added.push(contender);
    else both.push({ before: same, after: contender });
  }
  const removed = [...left.values()].flat();
  const changed = [...removed, ...added].map(({ shape }) => shape);
  const kept = both.filter(
    (pair) => isEverywhere || changed.some((shape) => shapesMeet(shape, pair.before.shape)),
  );
  return { kept, removed, added };
}
