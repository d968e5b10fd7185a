// Who decides about some packets: the rules to praise, or to blame.
import type { Rule } from '../../model/rule.ts';
import { none, type Node } from '../diagram/diagram.ts';
import type { Analysis } from './analysis.ts';
import { defaultRanks, policyOfRank, type Contender, type Decider } from './contender.ts';
import { sidesOf } from './space.ts';

/** All that decide about a packet of a set, strongest first; those of one rank decide together. */
export function decidersIn<R extends Rule>(
  set: Node,
  {
    ranks,
    contenders,
    analysis: { diagram, space },
  }: {
    readonly ranks: Node;
    readonly contenders: readonly Contender<R>[];
    readonly analysis: Analysis;
  },
): readonly Decider<R>[] {
  const inside = diagram.within(set, ranks);
  const winning = diagram.leaves(inside);
  const deciders = contenders
    .filter(
      ({ rank, shape }) =>
        winning.has(rank) && diagram.hasLeaf(inside, rank, sidesOf(shape, space)),
    )
    .map(({ decider }) => decider);
  const defaults = [...winning]
    .filter((rank) => rank >= defaultRanks.drop && rank !== none)
    .map((rank) => ({ kind: 'default', policy: policyOfRank(rank) }) as const);
  return [...deciders, ...defaults];
}
