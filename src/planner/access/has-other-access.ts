// Whether two states of a group may decide about packets differently.
import type { GroupContent } from '../../model/group.ts';
import { directions, rankedKey, type Direction, type Rule } from '../../model/rule.ts';
import { unshared } from '../../model/unshared.ts';

type Side = GroupContent | undefined;

export function hasOtherAccess(before: Side, after: Side): boolean {
  return directions.some((direction) => hasOtherAccessIn(direction, before, after));
}

export function hasOtherAccessIn(direction: Direction, before: Side, after: Side): boolean {
  if (before === after) return false;
  const isOther =
    before?.type !== after?.type || before?.innerAccessPolicy !== after?.innerAccessPolicy;
  if (isOther) return true;
  const { leftOnly, rightOnly } = unshared(before?.rules ?? [], after?.rules ?? []);
  return !sameKeys(leftOnly, rightOnly, direction);
}

function sameKeys(one: readonly Rule[], other: readonly Rule[], direction: Direction): boolean {
  const [keys = [], others = []] = [one, other].map((rules) =>
    rules
      .filter((rule) => rule.direction === direction)
      .map(rankedKey)
      .sort(),
  );
  return keys.length === others.length && keys.every((key, index) => key === others[index]);
}
