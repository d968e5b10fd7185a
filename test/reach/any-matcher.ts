// Random rules and inner access policies of the tiny universe, with what its scenarios leave out:
// prefix lists, port lists, protocols without a name here. And their words for the oracle, where a
// list is a group like any other.
import fc from 'fast-check';
import type { Cidr, Family } from '../../src/model/cidr.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Traffic } from '../../src/model/traffic.ts';
import type { Matcher } from '../../src/reach/packet-classes.ts';
import { matches, type Packet } from '../oracle.ts';
import { groupNames, othersId } from '../planner/names.ts';
import { entry, type Match } from '../planner/sketches.ts';
import { wireOfRule } from '../planner/wire-words.ts';
import type { Memberships } from './regions.ts';

/** Everything that a peer or a port may belong to. */
export const everyMembership: Memberships = new Set([
  ...[...groupNames, othersId],
  ...['pl-x', 'prl-x', 'prl-y'],
]);

export function anyMatcher(): fc.Arbitrary<Matcher> {
  return fc.oneof(
    { weight: 8, arbitrary: anyRule() },
    { weight: 1, arbitrary: fc.constantFrom(...groupNames).map((inside) => ({ inside })) },
  );
}

function anyRule(): fc.Arbitrary<Matcher> {
  return fc
    .record({
      match: entry({ twins: false }).map(({ match }) => match),
      rare: mostly(undefined, fc.constantFrom(...rareTraffic)),
      isListed: mostly(false, fc.constant(true)),
      wholeLocal: mostly(undefined, fc.constantFrom<Family>('ipv4', 'ipv6')),
    })
    .map(({ match, rare, isListed, wholeLocal }) => {
      const { direction, policy, traffic } = match;
      const family = wholeLocal && (familyOf(match) ?? wholeLocal);
      const local = family === undefined ? match.local : everywhere[family];
      return {
        direction,
        policy,
        traffic: rare ?? traffic,
        peer: isListed ? { kind: 'prefixList', prefixList: 'pl-x' } : peerOf(match),
        ...(local === undefined ? {} : { local }),
        priority: 1,
      };
    });
}

function mostly<Usual, Rare>(usual: Usual, rare: fc.Arbitrary<Rare>): fc.Arbitrary<Usual | Rare> {
  const usually: fc.Arbitrary<Usual | Rare> = fc.constant(usual);
  return fc.oneof({ weight: 5, arbitrary: usually }, { weight: 1, arbitrary: rare });
}

const rareTraffic: readonly Traffic[] = [
  { protocol: 'gre' },
  { protocol: 50 },
  { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-x' } },
  { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-y' } },
  { protocol: 'udp', ports: { kind: 'list', portList: 'prl-x' } },
];

const everywhere = { ipv4: '0.0.0.0/0' as Cidr, ipv6: '::/0' as Cidr } as const;

function familyOf({ traffic: { protocol }, peer }: Match): Family | undefined {
  if (typeof peer === 'string' && peer !== 'others') return peer.includes(':') ? 'ipv6' : 'ipv4';
  if (protocol === 'icmp') return 'ipv4';
  return protocol === 'icmpv6' ? 'ipv6' : undefined;
}

function peerOf({ peer }: Match): Peer {
  if (peer === 'others') return { kind: 'foreignGroup', groupId: othersId as GroupId };
  if (typeof peer === 'string') return { kind: 'cidr', cidr: peer as Cidr };
  return { kind: 'group', group: groupNames[peer] ?? ('web' as (typeof groupNames)[number]) };
}

/** Whether it matches the packet, says the oracle, if its peer and its port belong to these. */
export function isMatched(matcher: Matcher, packet: Packet, memberships: Memberships): boolean {
  if ('inside' in matcher) return memberships.has(matcher.inside);
  const { direction, traffic, peer } = matcher;
  const far = direction === 'ingress' ? 'SourceGroupId' : 'DestGroupId';
  const rule = {
    ...wireOfRule(matcher, (group) => group),
    ...(peer.kind === 'prefixList' ? { [far]: peer.prefixList } : {}),
  };
  const list = 'ports' in traffic && traffic.ports.kind === 'list' && traffic.ports.portList;
  const isInList = list === false || memberships.has(list);
  return isInList && matches(rule, { ...packet, peerGroups: [...memberships] });
}

/** What must be true of the peer and the port for it to match. */
export function conditionsOf(matcher: Matcher): readonly string[] {
  if ('inside' in matcher) return [matcher.inside];
  const { traffic, peer } = matcher;
  return [
    ...(peer.kind === 'group' ? [peer.group] : []),
    ...(peer.kind === 'foreignGroup' ? [peer.groupId] : []),
    ...(peer.kind === 'prefixList' ? [peer.prefixList] : []),
    ...('ports' in traffic && traffic.ports.kind === 'list' ? [traffic.ports.portList] : []),
  ];
}
