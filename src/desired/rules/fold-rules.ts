// Rules of one meaning → one written rule with lists: the reverse of multiplying them out.
import { assert } from '../../model/assert.ts';
import type { Cidr } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import { formatPeer, type Peer } from '../../model/peer.ts';
import { formatPorts, formatPortRange, type PortRange, type Ports } from '../../model/ports.ts';
import { compareRules, type Direction, type Policy, type Rule } from '../../model/rule.ts';
import { hasPorts, type Protocol } from '../../model/traffic.ts';

/** Stands for every combination of its protocols, ports and peers. */
export interface FoldedRule<One extends Rule = Rule> {
  readonly direction: Direction;
  readonly policy: Policy;
  readonly priority: number;
  readonly description: string | undefined;
  readonly protocols: readonly Protocol[];
  /** Empty where the protocols have none. A port list of the cloud always stands alone. */
  readonly ports: readonly Ports[];
  readonly sourcePorts: PortRange | undefined;
  readonly local: Cidr | undefined;
  readonly peers: readonly Peer[];
  /** The rules that it stands for. */
  readonly rules: readonly One[];
}

/** A rule as it is, with lists of one. */
export function unfolded<One extends Rule>(rule: One): FoldedRule<One> {
  const { direction, policy, priority, description, traffic, local, peer } = rule;
  const { ports, sourcePorts } = hasPorts(traffic)
    ? { ports: [traffic.ports], sourcePorts: traffic.sourcePorts }
    : { ports: [], sourcePorts: undefined };
  return {
    ...{ direction, policy, priority, description, ports, sourcePorts, local },
    protocols: [traffic.protocol],
    peers: [peer],
    rules: [rule],
  };
}

/**
 * The same rules in fewer written ones, in the order of `compareRules` of the first of each. Only rules
 * of one policy, priority and description are put together, so that none says less than before. No
 * rule may be there twice.
 */
export function foldRules<One extends Rule>(rules: readonly One[]): readonly FoldedRule<One>[] {
  const single = rules.toSorted(compareRules).map(unfolded);
  const byPeers = merge(merge(single, 'peers'), 'ports');
  const byPorts = merge(merge(single, 'ports'), 'peers');
  const best = byPorts.length < byPeers.length ? byPorts : byPeers;
  return merge(best, 'protocols').toSorted((a, b) => compareRules(firstOf(a), firstOf(b)));
}

type Side = 'protocols' | 'ports' | 'peers';

/** Puts together what differs in one of its lists alone. */
function merge<One extends Rule>(
  folded: readonly FoldedRule<One>[],
  side: Side,
): readonly FoldedRule<One>[] {
  const alike = groupBy(folded, (rule) => keyWithout(rule, side));
  return [...alike.values()].map(([first, ...others]): FoldedRule<One> => {
    assert(first !== undefined, 'nothing is alike');
    const all = [first, ...others];
    const list = all.flatMap<unknown>((one) => one[side]);
    return { ...first, [side]: list, rules: all.flatMap(({ rules }) => rules) };
  });
}

/** What must be alike for two to be put together. Only lists whose parts may stand in one list are. */
function keyWithout(rule: FoldedRule, side: Side): string {
  const { policy, direction, priority, description, sourcePorts, local } = rule;
  const portLists = rule.ports.filter(({ kind }) => kind === 'list').map(formatPorts);
  return JSON.stringify([
    ...[policy, direction, priority, description ?? null, local ?? null],
    sourcePorts === undefined ? null : formatPortRange(sourcePorts),
    side === 'protocols' ? rule.ports.length > 0 : rule.protocols,
    side === 'ports' ? portLists : rule.ports.map(formatPorts).toSorted(),
    side === 'peers' ? null : rule.peers.map(formatPeer).toSorted(),
  ]);
}

function firstOf<One extends Rule>({ rules: [first] }: FoldedRule<One>): One {
  assert(first !== undefined, 'a written rule stands for no rule');
  return first;
}
