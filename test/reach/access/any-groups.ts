// Groups that share an interface, drawn at random from a universe so small that rules collide:
// nested and neighbouring blocks, the ends of both families, ties, drops, source ports, local sides,
// groups as peers, prefix lists and port lists, of some of which it is known what is in them.
import fc from 'fast-check';
import type { Cidr } from '../../../src/model/cidr.ts';
import type { GroupId, GroupName } from '../../../src/model/group-identity.ts';
import type { Peer } from '../../../src/model/peer.ts';
import type { Direction, Policy, Rule } from '../../../src/model/rule.ts';
import type { Traffic } from '../../../src/model/traffic.ts';
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import { knownLists } from './known-lists.ts';

export const ipv4Blocks = [
  ...['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9'],
  ...['255.255.255.255/32', '10.255.255.255/32'],
] as Cidr[];
export const ipv6Blocks = ['::/0', '::/1', '8000::/1', '2001:db8::/32', '::/128'] as Cidr[];

/** Each rule is of one direction, and made once: removing it removes that very one. */
export function anyRule(direction: Direction): fc.Arbitrary<Rule> {
  return fc
    .record({
      policy: fc.constantFrom<Policy>('accept', 'accept', 'drop'),
      priority: fc.constantFrom(1, 1, 2, 3, 100),
      traffic: anyTraffic(),
      peer: anyPeer(),
      isLocal: fc.constantFrom(...rarely),
      isWholeLocal: fc.boolean(),
    })
    .map(({ policy, priority, traffic, peer, isLocal, isWholeLocal }) => {
      const isIpv6 = peer.kind === 'cidr' ? peer.cidr.includes(':') : priority % 2 === 0;
      const [whole, one] = isIpv6 ? ['::/0', '2001:db8:9::/128'] : ['0.0.0.0/0', '192.168.0.0/32'];
      const local = { local: (isWholeLocal ? whole : one) as Cidr };
      return { direction, policy, priority, traffic, peer, ...(isLocal ? local : {}) };
    });
}

export function anyTraffic(): fc.Arbitrary<Traffic> {
  return fc.oneof(
    { weight: 8, arbitrary: ported('tcp') },
    { weight: 2, arbitrary: ported('udp') },
    { weight: 3, arbitrary: fc.constant<Traffic>({ protocol: 'all' }) },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Traffic>(
        ...[{ protocol: 'icmp' } as const, { protocol: 'icmpv6' } as const],
        ...[{ protocol: 'gre' } as const, { protocol: 50 } as const],
        { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-x' } },
      ),
    },
    { weight: 3, arbitrary: fc.constantFrom(...knownLists.portLists.keys()).map(ofPortList) },
  );
}

/** Up to three groups of one type on one interface. */
export function anyInterface(
  direction: Direction,
  { rulesMax }: { readonly rulesMax: number },
): fc.Arbitrary<readonly AccessGroup[]> {
  return fc
    .record({
      type: fc.constantFrom('normal', 'normal', 'normal', 'enterprise'),
      names: fc.constantFrom(['web'], ['web'], ['web', 'app'], ['web', 'app', 'sg-others']),
      inner: fc.array(fc.constantFrom<Policy>('accept', 'drop', 'drop'), minThree),
      rules: fc.array(anyRule(direction), { maxLength: rulesMax }),
    })
    .map(({ type, names, inner, rules }) =>
      names.map((name, index) => ({
        name,
        type,
        innerAccessPolicy: inner[index] ?? 'drop',
        rules: rules.filter((_, at) => at % names.length === index),
        lists: knownLists,
      })),
    );
}

export interface AnyChange {
  readonly direction: Direction;
  readonly before: readonly AccessGroup[];
  readonly after: readonly AccessGroup[];
}

/** Two interfaces that mostly have rules in common. */
export function anyChange({ rulesMax }: { readonly rulesMax: number }): fc.Arbitrary<AnyChange> {
  return fc.constantFrom<Direction>('ingress', 'egress').chain((direction) =>
    fc
      .record({
        before: anyInterface(direction, { rulesMax }),
        other: anyInterface(direction, { rulesMax: 3 }),
        isRemoved: fc.array(fc.constantFrom(...rarely), { minLength: 12, maxLength: 12 }),
        isUnlike: fc.constantFrom(...rarely),
      })
      .map(({ before, other, isRemoved, isUnlike }) => ({
        direction,
        before,
        after: isUnlike
          ? other
          : before.map((group, index) => ({
              ...group,
              rules: [
                ...group.rules.filter((_, at) => isRemoved[(at + index) % 12] !== true),
                ...(other[index]?.rules ?? []),
              ],
            })),
      })),
  );
}

const rarely = [false, false, false, false, true];
const minThree = { minLength: 3, maxLength: 3 };

function ofPortList(portList: string): Traffic {
  return { protocol: 'tcp', ports: { kind: 'list', portList } };
}

function ported(protocol: 'tcp' | 'udp'): fc.Arbitrary<Traffic> {
  return fc
    .record({
      ports: fc.constantFrom([22, 22], [80, 80], [1, 22], [22, 80], [23, 65535], [1, 65535]),
      sources: fc.constantFrom<readonly [number, number] | undefined>(
        undefined,
        undefined,
        undefined,
        [1, 1023],
        [1024, 65535],
        [1, 65535],
      ),
    })
    .map(({ ports: [first = 1, last = 1], sources }) => ({
      protocol,
      ports: { kind: 'range', first, last },
      ...(sources === undefined ? {} : { sourcePorts: { first: sources[0], last: sources[1] } }),
    }));
}

function anyPeer(): fc.Arbitrary<Peer> {
  const block = (cidr: Cidr): Peer => ({ kind: 'cidr', cidr });
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...ipv4Blocks).map(block) },
    { weight: 3, arbitrary: fc.constantFrom(...ipv6Blocks).map(block) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Peer>(
        { kind: 'group', group: 'web' as GroupName },
        { kind: 'group', group: 'app' as GroupName },
        { kind: 'foreignGroup', groupId: 'sg-others' as GroupId },
        { kind: 'prefixList', prefixList: 'pl-x' },
      ),
    },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(...knownLists.prefixLists.keys())
        .map((prefixList): Peer => ({ kind: 'prefixList', prefixList })),
    },
  );
}
