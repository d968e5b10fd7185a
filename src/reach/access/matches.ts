// In which words a set of packets is best said: those of the rules that decide about it.
import type { Rule } from '../../model/rule.ts';
import type { Contender } from './contender.ts';
import { insideGroup, type Shape } from './shape.ts';

/**
 * What rules match, and what they match of peers that are in none of the groups that accept traffic
 * inside: their own members pass before any rule is asked, so that no rule changes anything for them.
 */
export function matchesOf<R extends Rule>(contenders: readonly Contender<R>[]): readonly Shape[] {
  const inside = contenders.flatMap(({ decider }) =>
    decider.kind === 'innerAccessPolicy' ? insideGroup(decider.group).within : [],
  );
  const shapes = contenders.map(({ shape }) => shape);
  if (inside.length === 0) return shapes;
  const outside = shapes
    .filter(({ within }) => !within.some((condition) => inside.includes(condition)))
    .map((shape) => ({ ...shape, without: [...shape.without, ...new Set(inside)] }));
  return [...shapes, ...outside];
}
