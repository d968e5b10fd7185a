// Groups that share an interface, of the size that people have, and edits of them, drawn from a seed:
// nested blocks of both families, services and ranges of ports, source ports, local sides, drops,
// ties, and groups and lists as peers, of some of which it is known what is in them.
import type { Cidr } from '../../../src/model/cidr.ts';
import type { GroupId, GroupName } from '../../../src/model/group-identity.ts';
import type { PortRange } from '../../../src/model/ports.ts';
import type { Peer } from '../../../src/model/peer.ts';
import type { Direction, Policy, Rule } from '../../../src/model/rule.ts';
import type { Traffic } from '../../../src/model/traffic.ts';
import type { AccessGroup } from '../../../src/reach/access/contender.ts';
import type { Chance } from '../../emulator/wire/random.ts';
import { knownLists } from './known-lists.ts';

/** `tangled`: many drops, priorities and ranges of ports, so that rules collide. */
export type Manner = 'tidy' | 'tangled';

export interface RealisticChange {
  readonly direction: Direction;
  readonly before: readonly AccessGroup[];
  readonly after: readonly AccessGroup[];
}

interface Drawn {
  readonly luck: Chance;
  readonly manner: Manner;
  readonly direction: Direction;
}

/** What the other side of a packet may be in, and the groups of the interface besides. */
export const peerNames = ['app', 'db', 'jobs', 'sg-others', 'pl-partners'];
const groupNames = ['web', 'api', 'base'];

export function drawChange(drawn: Drawn): RealisticChange {
  const { luck, manner, direction } = drawn;
  const type = luck.number(4) === 0 ? 'enterprise' : 'normal';
  const before = groupNames.slice(0, 1 + luck.number(3)).map((name): AccessGroup => {
    const count = 20 + luck.number(manner === 'tidy' ? 101 : 31);
    const rules = Array.from({ length: count }, () => anyRule(drawn));
    const innerAccessPolicy = oneIn(3, luck) ? 'accept' : 'drop';
    return { name, type, innerAccessPolicy, rules, lists: knownLists };
  });
  return { direction, before, after: edited(before, drawn) };
}

function edited(groups: readonly AccessGroup[], drawn: Drawn): readonly AccessGroup[] {
  const { luck } = drawn;
  const stays = groups.filter(({ name }) => name === 'web' || !oneIn(8, luck));
  return stays.map((group): AccessGroup => {
    const { innerAccessPolicy, rules } = group;
    const turned = innerAccessPolicy === 'accept' ? 'drop' : 'accept';
    const after = [...rules];
    for (let edits = luck.number(9); edits > 0; edits--) {
      const at = luck.number(after.length);
      after.splice(at, 1, ...edit(after[at] ?? anyRule(drawn), drawn));
    }
    return {
      ...group,
      innerAccessPolicy: oneIn(8, luck) ? turned : innerAccessPolicy,
      rules: after,
    };
  });
}

/** What is there in place of a rule. */
function edit(rule: Rule, drawn: Drawn): readonly Rule[] {
  const { direction, policy, traffic, priority } = rule;
  const turned: Policy = policy === 'accept' ? 'drop' : 'accept';
  const edits: readonly (() => readonly Rule[])[] = [
    () => [],
    () => [anyRule(drawn)],
    () => [rule, anyRule(drawn)],
    () => [{ ...rule, priority: anyPriority(drawn) }],
    () => [{ ...rule, policy: turned }],
    () => [{ direction, policy, traffic, priority, ...anyEnds(drawn) }],
  ];
  return edits[drawn.luck.number(edits.length)]?.() ?? [];
}

function anyRule(drawn: Drawn): Rule {
  const { luck, manner, direction } = drawn;
  const ends = anyEnds(drawn);
  const isIpv6 = ends.peer.kind === 'cidr' && isIpv6Block(ends.peer.cidr);
  return {
    direction,
    policy: luck.number(10) < (manner === 'tidy' ? 1 : 4) ? 'drop' : 'accept',
    traffic: anyTraffic(drawn, isIpv6 ? 'icmpv6' : 'icmp'),
    ...ends,
    priority: anyPriority(drawn),
  };
}

function anyPriority({ luck, manner }: Drawn): number {
  return manner === 'tidy' ? luck.pick([1, 1, 1, 1, 1, 5, 10, 50, 100]) : 1 + luck.number(12);
}

function anyTraffic({ luck, manner }: Drawn, ping: 'icmp' | 'icmpv6'): Traffic {
  const roll = luck.number(100);
  if (roll < 4) return { protocol: 'all' };
  if (roll < 8) return { protocol: ping };
  if (roll < 10) return { protocol: luck.pick<'gre' | number>(['gre', 50]) };
  if (roll < 13) return { protocol: 'tcp', ports: { kind: 'list', portList: 'prl-web' } };
  const isRange = luck.number(10) < (manner === 'tidy' ? 1 : 4);
  const first = isRange ? 1 + luck.number(60_000) : luck.pick(services);
  const last = isRange ? first + luck.number(5000) : first;
  const sourcePorts = oneIn(10, luck) ? luck.pick(sources) : undefined;
  return {
    protocol: luck.number(100) < 85 ? 'tcp' : 'udp',
    ports: oneIn(40, luck)
      ? { kind: 'range', first: 1, last: 65535 }
      : { kind: 'range', first, last },
    ...(sourcePorts === undefined ? {} : { sourcePorts }),
  };
}

/** The other side, and sometimes ours: of one family. */
function anyEnds({ luck }: Drawn): Pick<Rule, 'peer'> & Partial<Pick<Rule, 'local'>> {
  const peer = anyPeer(luck);
  const entries = peer.kind === 'prefixList' ? knownLists.prefixLists.get(peer.prefixList) : [];
  const block = peer.kind === 'cidr' ? peer.cidr : entries?.[0];
  const isIpv6 = block === undefined ? oneIn(2, luck) : isIpv6Block(block);
  const local = luck.pick(isIpv6 ? ipv6Locals : ipv4Locals) as Cidr;
  return oneIn(10, luck) ? { peer, local } : { peer };
}

function anyPeer(luck: Chance): Peer {
  const roll = luck.number(100);
  if (roll < 8) return { kind: 'group', group: luck.pick(['app', 'db', 'jobs']) as GroupName };
  if (roll < 10) return { kind: 'group', group: luck.pick(['web', 'api', 'base']) as GroupName };
  if (roll < 12) return { kind: 'foreignGroup', groupId: 'sg-others' as GroupId };
  if (roll < 14) return { kind: 'prefixList', prefixList: 'pl-partners' };
  if (roll < 18) return { kind: 'prefixList', prefixList: luck.pick(lists) };
  return { kind: 'cidr', cidr: anyBlock(luck) as Cidr };
}

function anyBlock(luck: Chance): string {
  const roll = luck.number(100);
  if (roll < 7) return luck.pick(['0.0.0.0/0', '0.0.0.0/0', '::/0']);
  if (roll < 11) return `2001:db8:${luck.number(9)}::/48`;
  if (roll < 14) return `2001:db8:${luck.number(9)}:${luck.number(4)}::/64`;
  if (roll < 16) return luck.pick(['2001:db8::/32', '2000::/3', '2001:db8:1::1/128', '::/1']);
  if (roll < 30) return `10.${luck.number(256)}.0.0/16`;
  if (roll < 65) return `10.${luck.number(10)}.${luck.number(256)}.0/24`;
  if (roll < 72) return `10.${luck.number(10)}.${luck.number(256)}.${luck.number(256)}/32`;
  if (roll < 76) return luck.pick(['10.0.0.0/8', '10.0.0.0/9', '172.16.0.0/12', '128.0.0.0/1']);
  if (roll < 88) return `203.0.113.${luck.number(256)}/32`;
  return `${11 + luck.number(89)}.${luck.number(256)}.${16 * luck.number(16)}.0/20`;
}

const lists = ['pl-office', 'pl-nested', 'pl-six', 'pl-none'] as const;
const services = [22, 53, 80, 443, 3306, 5432, 6379, 8080, 9100] as const;
const sources: readonly [PortRange, ...PortRange[]] = [
  { first: 1, last: 1023 },
  { first: 1024, last: 65535 },
  { first: 32768, last: 60999 },
];
const ipv4Locals = ['192.168.0.0/24', '192.168.0.10/32', '0.0.0.0/0'] as const;
const ipv6Locals = ['2001:db8:9::/64', '2001:db8:9::10/128', '::/0'] as const;

function oneIn(count: number, luck: Chance): boolean {
  return luck.number(count) === 0;
}

function isIpv6Block(cidr: string): boolean {
  return cidr.includes(':');
}
