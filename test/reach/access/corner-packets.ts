// Packets at the corners of rules, where mistakes are: at the first and last of each block and range
// and beside them, at the lowest and at the highest corner of the rule's other dimensions; and random
// ones with ends and ports of different rules, so that they meet.
import type { Peer } from '../../../src/model/peer.ts';
import type { Direction, Rule } from '../../../src/model/rule.ts';
import type { Chance } from '../../emulator/wire/random.ts';
import type { Packet } from '../../oracle.ts';
import { addressAt, ipv6First, placeOf } from '../regions.ts';
import { portEntries, prefixEntries } from './known-lists.ts';

export interface CornerOptions {
  readonly direction: Direction;
  /** What the other side may be in. */
  readonly names: readonly string[];
  readonly luck: Chance;
  readonly random: number;
}

type Family = 'ipv4' | 'ipv6';
/** Values of each dimension: the lowest and the highest first, then those beside them. */
type Values = {
  readonly [
    Name in 'port' | 'sourcePort' | 'peer' | 'local' | 'peerGroups'
  ]: readonly Packet[Name][];
};

/** Each once. */
export function cornerPackets(
  rules: readonly Rule[],
  { direction, names, luck, random }: CornerOptions,
): readonly Packet[] {
  const pools = poolsOf(rules);
  const found = new Map<string, Packet>();
  const add = (packet: Packet) => found.set(Object.values(packet).join(' '), packet);
  for (const rule of rules) {
    const family = anyOf(familiesOf(rule), luck);
    const values = valuesOf(rule, { pool: pools[family], names, luck });
    for (const protocol of protocolsOf(rule, family)) {
      for (const corner of corners(values)) add(packetOf(corner, { direction, protocol }));
    }
  }
  for (let left = random; left > 0; left--) {
    const family = left % 3 === 0 ? 'ipv6' : 'ipv4';
    const protocol = anyOf(protocolsIn[family], luck);
    add(packetOf(anyCorner(pools[family], { names, luck }), { direction, protocol }));
  }
  return [...found.values()];
}

/** ICMP is of IPv4, ICMPv6 of IPv6. */
const protocolsIn: Readonly<Record<Family, readonly Packet['protocol'][]>> = {
  ipv4: ['tcp', 'udp', 'icmp', 'gre', '50'] as Packet['protocol'][],
  ipv6: ['tcp', 'udp', 'icmpv6', 'gre', '50'] as Packet['protocol'][],
};

type Corner = Pick<Packet, keyof Values>;
type Pool = Omit<Values, 'peerGroups'>;

/** The lowest and the highest corner, with each value of each dimension in turn. */
function corners(values: Values): readonly Corner[] {
  return [0, 1].flatMap((at) => {
    const corner: Corner = {
      port: cornerOf(values.port, at),
      sourcePort: cornerOf(values.sourcePort, at),
      peer: cornerOf(values.peer, at),
      local: cornerOf(values.local, at),
      peerGroups: cornerOf(values.peerGroups, at),
    };
    return Object.entries(values).flatMap(([name, own]) =>
      own.map((value) => ({ ...corner, [name]: value })),
    );
  });
}

function cornerOf<Value>(values: readonly Value[], at: number): Value {
  return at < values.length ? nth(values, at) : nth(values, 0);
}

function packetOf(
  corner: Corner,
  { direction, protocol }: Pick<Packet, 'direction' | 'protocol'>,
): Packet {
  const portless = protocol === 'tcp' || protocol === 'udp' ? {} : { port: 0, sourcePort: 0 };
  return { direction, protocol, ...corner, ...portless };
}

function anyCorner(pool: Pool, { names, luck }: Pick<CornerOptions, 'names' | 'luck'>): Corner {
  return {
    port: anyOf(pool.port, luck),
    sourcePort: anyOf(pool.sourcePort, luck),
    peer: anyOf(pool.peer, luck),
    local: anyOf(pool.local, luck),
    peerGroups: names.filter(() => luck.number(4) === 0),
  };
}

function valuesOf(
  rule: Rule,
  { pool, names, luck }: { readonly pool: Pool } & Pick<CornerOptions, 'names' | 'luck'>,
): Values {
  const any = anyCorner(pool, { names, luck });
  const own = edgesOf(rule);
  return {
    port: own.port ?? [any.port],
    sourcePort: own.sourcePort ?? [any.sourcePort],
    peer: own.peer ?? [any.peer],
    local: own.local ?? [any.local],
    peerGroups: [...membershipsOf(rule), any.peerGroups],
  };
}

function membershipsOf({ peer }: Rule): readonly (readonly string[])[] {
  switch (peer.kind) {
    case 'cidr':
      return [[]];
    case 'groupOfTarget':
      throw new RangeError('no live rule has it');
    case 'group':
      return [[peer.group], [], [peer.group, 'db']];
    case 'foreignGroup':
      return [[peer.groupId], [], ['app', peer.groupId]];
    case 'prefixList':
      return [[peer.prefixList], [], ['app', peer.prefixList]];
  }
}

function edgesOf({ traffic, peer, local }: Rule): Partial<Pool> {
  const { ports, sourcePorts } = 'ports' in traffic ? traffic : {};
  return {
    ...(ports?.kind === 'range' ? { port: portEdges(ports) } : {}),
    ...(ports?.kind === 'list' ? { port: listedEdges(ports.portList) } : {}),
    ...(sourcePorts === undefined ? {} : { sourcePort: portEdges(sourcePorts) }),
    ...peerEdges(peer),
    ...(local === undefined ? {} : { local: blockEdges(local) }),
  };
}

/** Of a list those of all its entries; nothing where nobody knows of any. */
function peerEdges(peer: Peer): Pick<Partial<Pool>, 'peer'> {
  if (peer.kind === 'cidr') return { peer: blockEdges(peer.cidr) };
  const entries = peer.kind === 'prefixList' ? (prefixEntries[peer.prefixList] ?? []) : [];
  return entries.length === 0 ? {} : { peer: entries.flatMap(blockEdges) };
}

function listedEdges(portList: string): readonly number[] {
  return (portEntries[portList] ?? []).flatMap((entry) => {
    const [first = 1, last = first] = entry.split('/').map(Number);
    return portEdges({ first, last });
  });
}

function portEdges({ first, last }: { readonly first: number; readonly last: number }) {
  return [first, last, first - 1, last + 1].filter((port) => port >= 1 && port <= 65535);
}

/** In the family of the block. */
function blockEdges(block: string): readonly string[] {
  const [address = '', length] = block.split('/');
  const isIpv6 = address.includes(':');
  const first = placeOf(address);
  const last = first + (1n << BigInt((isIpv6 ? 128 : 32) - Number(length))) - 1n;
  return [first, last, first - 1n, last + 1n]
    .filter((place) => place >= 0n && place < ipv6First + (1n << 128n))
    .filter((place) => place >= ipv6First === isIpv6)
    .map(addressAt);
}

/** What rules have at their edges, for each family; never empty. */
function poolsOf(rules: readonly Rule[]): Readonly<Record<Family, Pool>> {
  const edges = rules.map(edgesOf);
  const poolOf = (family: Family): Pool => {
    const isOf = (address: string) => address.includes(':') === (family === 'ipv6');
    const [peer, local] =
      family === 'ipv6' ? ['2400::1', '2001:db8:7::1'] : ['8.8.8.8', '10.0.0.9'];
    return {
      port: [1, 7, ...edges.flatMap((own) => own.port ?? [])],
      sourcePort: [1, 40_000, ...edges.flatMap((own) => own.sourcePort ?? [])],
      peer: [peer, ...edges.flatMap((own) => own.peer ?? []).filter(isOf)],
      local: [local, ...edges.flatMap((own) => own.local ?? []).filter(isOf)],
    };
  };
  return { ipv4: poolOf('ipv4'), ipv6: poolOf('ipv6') };
}

function familiesOf({ peer, local }: Rule): readonly Family[] {
  const block = local ?? peerEdges(peer).peer?.[0];
  if (block === undefined) return ['ipv4', 'ipv6'];
  return block.includes(':') ? ['ipv6'] : ['ipv4'];
}

/** None where a rule matches nothing, such as one of ICMP over IPv6. */
function protocolsOf({ traffic }: Rule, family: Family): readonly Packet['protocol'][] {
  const name = String(traffic.protocol);
  return protocolsIn[family].filter((protocol) => name === 'all' || name === protocol);
}

function anyOf<Value>(values: readonly Value[], luck: Chance): Value {
  return nth(values, luck.number(values.length));
}

function nth<Value>(values: readonly Value[], at: number): Value {
  const value = values[at];
  if (value === undefined) throw new Error('a dimension of a rule has no values');
  return value;
}
