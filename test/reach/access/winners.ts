// Which rules win at each packet of the universe, one rule after another: for the blame, which the
// oracle does not give. What a rule matches is the oracle's to say.
import { rankOf, type Direction, type Rule } from '../../../src/model/rule.ts';
import type { AccessGroup, Decider } from '../../../src/reach/access/contender.ts';
import { matches, type Packet } from '../../oracle.ts';
import { packetsOf } from './packets.ts';
import { hasPortList, wireOfAnyRule } from './verdicts.ts';

export interface Winners {
  /** 2 × priority, and 1 for accept; 1 for accept inside a group, 1000 and 1001 for the default. */
  readonly rank: number;
  readonly deciders: readonly Decider[];
}

export function isMatched(rule: Rule, packet: Packet): boolean {
  const isListed = !hasPortList(rule) || packet.peerGroups.includes('prl-x');
  return isListed && matches(wireOfAnyRule(rule), packet);
}

/** By the number of the packet. */
export function winnersOf(
  groups: readonly AccessGroup[],
  direction: Direction,
): readonly Winners[] {
  const contenders = groups.flatMap(({ name, type, innerAccessPolicy, rules }) => [
    ...(type === 'normal' && innerAccessPolicy === 'accept' ? [inside(name, direction)] : []),
    ...rules.map((rule) => ({
      rank: rankOf(rule),
      decider: { kind: 'rule', group: name, rule } as const,
      matched: matchesOf(rule, direction),
    })),
  ]);
  const isOpen = direction === 'egress' && groups.length > 0 && groups[0]?.type === 'normal';
  const byDefault: Winners = isOpen
    ? { rank: 1001, deciders: [{ kind: 'default', policy: 'accept' }] }
    : { rank: 1000, deciders: [{ kind: 'default', policy: 'drop' }] };
  return packetsOf[direction].map((_, index) => {
    let best = byDefault;
    for (const { rank, decider, matched } of contenders) {
      if (matched[index] !== true || rank > best.rank) continue;
      const deciders = rank < best.rank ? [decider] : [...best.deciders, decider];
      best = { rank, deciders };
    }
    return best;
  });
}

function inside(group: string, direction: Direction) {
  return {
    rank: 1,
    decider: { kind: 'innerAccessPolicy', group } as const,
    matched: packetsOf[direction].map(({ peerGroups }) => peerGroups.includes(group)),
  };
}

const known = new Map<string, readonly boolean[]>();

function matchesOf(rule: Rule, direction: Direction): readonly boolean[] {
  const key = JSON.stringify([direction, rule.traffic, rule.peer, rule.local]);
  const found = known.get(key) ?? packetsOf[direction].map((packet) => isMatched(rule, packet));
  known.set(key, found);
  return found;
}
