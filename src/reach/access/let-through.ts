// Which rules by themselves are enough to let packets through: those that no stronger drop matches.
import type { Rule } from '../../model/rule.ts';
import { nowhere, type Node } from '../diagram/diagram.ts';
import { setOf, type Analysis } from './analysis.ts';
import { policyOfRank, type Contender } from './contender.ts';

export interface LetThrough<R extends Rule> {
  readonly rule: R;
  /** What of the set it lets through, whatever other accepts there are; never nothing. */
  readonly node: Node;
}

/** Of contenders that are strongest first: the accepts that let some of a set through. */
export function letThrough<R extends Rule>(
  set: Node,
  {
    contenders,
    analysis,
  }: { readonly contenders: readonly Contender<R>[]; readonly analysis: Analysis },
): readonly LetThrough<R>[] {
  const { diagram } = analysis;
  let left = set;
  return contenders.flatMap(({ rank, shape, decider }) => {
    const box = setOf(shape, analysis);
    if (policyOfRank(rank) === 'drop') left = diagram.minus(left, box);
    else {
      const node = diagram.and(left, box);
      if (node !== nowhere && decider.kind === 'rule') return [{ rule: decider.rule, node }];
    }
    return [];
  });
}
