// Whether two states of a group may decide about packets differently.
import type { GroupContent } from '../../model/group.ts';
import { directions, rankedKey, type Direction } from '../../model/rule.ts';

type Side = GroupContent | undefined;

export function hasOtherAccess(before: Side, after: Side): boolean {
  return directions.some((direction) => hasOtherAccessIn(direction, before, after));
}

export function hasOtherAccessIn(direction: Direction, before: Side, after: Side): boolean {
  if (before === after) return false;
  const isOther =
    before?.type !== after?.type || before?.innerAccessPolicy !== after?.innerAccessPolicy;
  return isOther || !sameKeys(keysOf(direction, before), keysOf(direction, after));
}

function keysOf(direction: Direction, side: Side): readonly string[] {
  const rules = side?.rules.filter((rule) => rule.direction === direction) ?? [];
  return rules.map(rankedKey).sort();
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
