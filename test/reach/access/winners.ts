// Which rules win at each packet of the universe, one rule after another: for the blame, which the
// oracle does not give. What a rule matches is the oracle's to say.
import { rankOf, type Direction, type Rule } from '../../../src/model/rule.ts';
import type { AccessGroup, Decider } from '../../../src/reach/access/contender.ts';
import { matches, type Packet } from '../../oracle.ts';
import { knownEntries } from './known-lists.ts';
import { packetsOf } from './packets.ts';
import { hasPortList, wireOfAnyRule } from './verdicts.ts';

export interface Winners {
  /** 2 × priority, and 1 for accept; 1 for accept inside a group, 1000 and 1001 for the default. */
  readonly rank: number;
  readonly deciders: readonly Decider[];
}

export function isMatched(rule: Rule, packet: Packet): boolean {
  return matchTest(rule)(packet);
}

/** Of a rule, once for many packets. */
function matchTest(rule: Rule): (packet: Packet) => boolean {
  const [wire, isOfList] = [wireOfAnyRule(rule), hasPortList(rule)];
  return (packet) =>
    (!isOfList || packet.peerGroups.includes('prl-x')) && matches(wire, packet, knownEntries);
}

/** By the number of the packet, of those of the universe where no others are given. */
export function winnersOf(
  groups: readonly AccessGroup[],
  direction: Direction,
  packets: readonly Packet[] = packetsOf[direction],
): readonly Winners[] {
  const contenders = groups.flatMap(({ name, type, innerAccessPolicy, rules }) => [
    ...(type === 'normal' && innerAccessPolicy === 'accept' ? [inside(name, packets)] : []),
    ...rules.map((rule) => ({
      rank: rankOf(rule),
      decider: { kind: 'rule', group: name, rule } as const,
      matched: matchesOf(rule, packets),
    })),
  ]);
  const isOpen = direction === 'egress' && groups.length > 0 && groups[0]?.type === 'normal';
  const byDefault: Winners = isOpen
    ? { rank: 1001, deciders: [{ kind: 'default', policy: 'accept' }] }
    : { rank: 1000, deciders: [{ kind: 'default', policy: 'drop' }] };
  return packets.map((_, index) => {
    let best = byDefault;
    for (const { rank, decider, matched } of contenders) {
      if (matched[index] !== true || rank > best.rank) continue;
      const deciders = rank < best.rank ? [decider] : [...best.deciders, decider];
      best = { rank, deciders };
    }
    return best;
  });
}

function inside(group: string, packets: readonly Packet[]) {
  return {
    rank: 1,
    decider: { kind: 'innerAccessPolicy', group } as const,
    matched: packets.map(({ peerGroups }) => peerGroups.includes(group)),
  };
}

const known = new WeakMap<readonly Packet[], Map<string, readonly boolean[]>>();

function matchesOf(rule: Rule, packets: readonly Packet[]): readonly boolean[] {
  const key = JSON.stringify([rule.direction, rule.traffic, rule.peer, rule.local]);
  const ofPackets = known.get(packets) ?? new Map<string, readonly boolean[]>();
  known.set(packets, ofPackets);
  const found = ofPackets.get(key) ?? packets.map(matchTest(rule));
  ofPackets.set(key, found);
  return found;
}
