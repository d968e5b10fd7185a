// A world so small that each of its packets can be asked about: four ports and the rest, eight
// addresses and the rest, two groups. It reads rules by itself, so that a mistake in src does not hide.
import fc from 'fast-check';
import type { Cidr } from '../../src/model/cidr.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Peer } from '../../src/model/peer.ts';
import type { Direction, Policy, WrittenRule } from '../../src/model/rule.ts';
import type { AccessGroup } from '../../src/reach/access/contender.ts';
import type { Packet } from '../oracle.ts';

const groups = ['one', 'two'] as const;
const addresses = [...Array.from({ length: 8 }, (_, last) => `10.0.0.${last}`), '11.0.0.1'];
const protocols = ['tcp', 'udp', 'icmp', 'gre'] as const;

/** One of each kind that rules of this world can tell apart. */
export const smallPackets: readonly Packet[] = protocols.flatMap((protocol) =>
  (protocol === 'tcp' || protocol === 'udp' ? [1, 2, 3, 4, 5] : [0]).flatMap((port) =>
    [...addresses, ...(protocol === 'icmp' ? [] : ['2001:db8::1'])].flatMap((peer) =>
      [[], ['one'], ['two'], [...groups]].map((peerGroups): Packet => {
        const local = peer.includes(':') ? '2001:db8::2' : '192.168.0.1';
        return { direction: 'ingress', protocol, port, sourcePort: 1, peer, local, peerGroups };
      }),
    ),
  ),
);

const traffic = fc.oneof(
  fc
    .tuple(fc.constantFrom('tcp', 'udp'), fc.integer({ min: 1, max: 4 }), fc.nat({ max: 3 }))
    .map(([protocol, first, more]) => {
      return {
        protocol,
        ports: { kind: 'range', first, last: Math.min(4, first + more) },
      } as const;
    }),
  fc.constantFrom({ protocol: 'icmp' } as const, { protocol: 'all' } as const),
);

const blocks = ['0.0.0.0/0', '10.0.0.0/29', '10.0.0.0/30', '10.0.0.4/30', '10.0.0.2/31'];
const peer: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...blocks, '::/0').map(block) },
  { weight: 1, arbitrary: fc.constantFrom(...groups).map(group) },
);

/** Of ingress; some stand in one place. */
export const smallRules: fc.Arbitrary<readonly WrittenRule[]> = fc.array(
  fc
    .record({
      direction: fc.constant('ingress' as const),
      policy: fc.constantFrom('accept', 'drop'),
      traffic,
      peer,
      priority: fc.integer({ min: 1, max: 3 }),
      line: fc.integer({ min: 1, max: 4 }),
    })
    .filter((one) => one.traffic.protocol !== 'icmp' || !isIpv6(one.peer))
    // What is written in one place has one policy.
    .map(({ line, ...rule }) => ({
      ...rule,
      source: place(rule.policy === 'drop' ? line + 4 : line),
    })),
  { maxLength: 7 },
);

/** A group by itself, and what it does with packets that no rule matches. */
export interface SmallGroup {
  readonly group: AccessGroup<WrittenRule>;
  readonly direction: Direction;
  readonly fallback: Policy;
}

/** Packets are taken to go in the direction of the rules. */
export const smallGroups: fc.Arbitrary<SmallGroup> = fc
  .tuple(smallRules, fc.constantFrom<Policy>('accept', 'drop'))
  .map(([rules, fallback]) => {
    const direction = fallback === 'accept' ? 'egress' : 'ingress';
    const turned = rules.map((rule) => ({ ...rule, direction }) as const);
    return { group: groupOf(turned, direction), direction, fallback };
  });

/** A basic group, which lets out what no rule matches. */
export function groupOf(
  rules: readonly WrittenRule[],
  direction: Direction,
): AccessGroup<WrittenRule> {
  const own = rules.filter((rule) => rule.direction === direction);
  return { name: 'small', type: 'normal', innerAccessPolicy: 'drop', rules: own };
}

export function isMatch(rule: WrittenRule, packet: Packet): boolean {
  const { protocol } = rule.traffic;
  if (protocol !== 'all' && protocol !== packet.protocol) return false;
  if ('ports' in rule.traffic && rule.traffic.ports.kind === 'range') {
    const { first, last } = rule.traffic.ports;
    if (packet.port < first || packet.port > last) return false;
  }
  if (rule.peer.kind === 'group') return packet.peerGroups.includes(rule.peer.group);
  return rule.peer.kind === 'cidr' && isInBlock(rule.peer.cidr, packet.peer);
}

/** Those that match, the strongest first; of equal ones that which stands first. */
export function matching(rules: readonly WrittenRule[], packet: Packet): readonly WrittenRule[] {
  return rules
    .filter((rule) => isMatch(rule, packet))
    .toSorted((a, b) => a.priority - b.priority || Number(isAccept(a)) - Number(isAccept(b)));
}

function isAccept({ policy }: WrittenRule): boolean {
  return policy === 'accept';
}

/** The eight addresses differ in the last three bits. */
function isInBlock(cidr: string, address: string): boolean {
  const [base = '', length = '0'] = cidr.split('/');
  if (cidr.includes(':') !== address.includes(':')) return false;
  if (length === '0') return true;
  const [first, last] = [base, address].map((text) => Number(text.split('.')[3]));
  const size = 2 ** (32 - Number(length));
  return (
    address.startsWith('10.') &&
    Number(last) >= Number(first) &&
    Number(last) < Number(first) + size
  );
}

function isIpv6(one: Peer): boolean {
  return one.kind === 'cidr' && one.cidr.includes(':');
}

function block(cidr: string): Peer {
  return { kind: 'cidr', cidr: cidr as Cidr };
}

function group(name: string): Peer {
  return { kind: 'group', group: name as GroupName };
}

function place(line: number) {
  return { file: 'groups/small.yaml', line, column: 5 };
}
