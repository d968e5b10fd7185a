// One rule in the API's words, and back.
import { cidrFamily, maskCidr, type Cidr } from '../model/cidr.ts';
import type { GroupId, GroupName } from '../model/group-identity.ts';
import { livePriorityMax, priorityMin } from '../model/limits.ts';
import type { Peer } from '../model/peer.ts';
import { portMax, type PortRange, type Ports } from '../model/ports.ts';
import type { Direction, LiveRule, Policy, Rule, RuleId } from '../model/rule.ts';
import {
  hasPorts,
  isPorted,
  parseProtocol,
  type Protocol,
  type Traffic,
} from '../model/traffic.ts';
import { unreachable } from '../model/unreachable.ts';

export type WireParameters = Readonly<Record<string, string>>;
export type IdOfGroup = (group: GroupName) => GroupId;

/** The word that starts the parameters of the peer, and of our own side. */
const sides = {
  ingress: { peer: 'Source', local: 'Dest' },
  egress: { peer: 'Dest', local: 'Source' },
} as const;

/** The parameters of one rule, without a prefix. An empty description is not sent: it means none. */
export function toWireRule(rule: Rule, idOf: IdOfGroup): WireParameters {
  const { direction, traffic, peer, local, policy, priority, description } = rule;
  const ports = hasPorts(traffic) ? traffic : undefined;
  const { peer: peerSide, local: localSide } = sides[direction];
  return {
    IpProtocol: String(traffic.protocol).toUpperCase(),
    ...(ports?.ports.kind === 'list'
      ? { PortRangeListId: ports.ports.portList }
      : { PortRange: ports === undefined ? '-1/-1' : wireRange(ports.ports) }),
    ...(ports?.sourcePorts ? { SourcePortRange: wireRange(ports.sourcePorts) } : {}),
    ...toWirePeer(peer, peerSide, idOf),
    ...(local === undefined ? {} : { [cidrParameter(local, localSide)]: local }),
    Policy: policy,
    Priority: String(priority),
    ...(description ? { Description: description } : {}),
  };
}

function toWirePeer(peer: Peer, side: 'Source' | 'Dest', idOf: IdOfGroup): WireParameters {
  switch (peer.kind) {
    case 'cidr':
      return { [cidrParameter(peer.cidr, side)]: peer.cidr };
    case 'group':
      return { [`${side}GroupId`]: idOf(peer.group) };
    case 'groupOfTarget':
      throw new RangeError(`${peer.group} of target ${peer.target} has no id`);
    case 'foreignGroup': {
      const owner = peer.account === undefined ? {} : { [`${side}GroupOwnerId`]: peer.account };
      return { [`${side}GroupId`]: peer.groupId, ...owner };
    }
    case 'prefixList':
      return { [`${side}PrefixListId`]: peer.prefixList };
    default:
      return unreachable(peer);
  }
}

function cidrParameter(cidr: Cidr, side: 'Source' | 'Dest'): string {
  return cidrFamily(cidr) === 'ipv6' ? `Ipv6${side}CidrIp` : `${side}CidrIp`;
}

function wireRange({ first, last }: PortRange): string {
  return `${first}/${last}`;
}

/**
 * Reads one element of DescribeSecurityGroupAttribute. Unset strings come as "", ports that do not
 * apply as "-1/-1", the priority as a number or as a string. Undefined where something in it is
 * unknown to us: then nothing may be planned from it.
 */
export function fromWireRule(
  wire: Readonly<Record<string, unknown>>,
  ownAccount: string,
): LiveRule | undefined {
  const text = (name: string) => wireText(wire[name]);
  const direction = text('Direction').toLowerCase();
  if (direction !== 'ingress' && direction !== 'egress') return undefined;
  const { peer: peerSide, local: localSide } = sides[direction];
  const policy = text('Policy').toLowerCase();
  const priority = Number(wire['Priority']);
  const traffic = readTraffic(text);
  const peer = readPeer(text, peerSide, ownAccount);
  const local = text(`${localSide}CidrIp`) || text(`Ipv6${localSide}CidrIp`);
  const localBlock = local === '' ? undefined : maskCidr(local);
  const isKnown =
    (policy === 'accept' || policy === 'drop') &&
    Number.isInteger(priority) &&
    priority >= priorityMin &&
    priority <= livePriorityMax &&
    (local === '' || localBlock !== undefined);
  if (!isKnown || traffic === undefined || peer === undefined) return undefined;
  const stored = text(`${peerSide}CidrIp`) || text(`Ipv6${peerSide}CidrIp`);
  return {
    id: text('SecurityGroupRuleId') as RuleId,
    direction: direction satisfies Direction,
    policy: policy satisfies Policy,
    traffic,
    peer,
    ...(localBlock === undefined ? {} : { local: localBlock }),
    priority,
    description: text('Description'),
    ...(hasHostBits(stored, peer) ? { storedPeer: stored } : {}),
  };
}

/** Strings and numbers as text; whatever is missing, null or an object is "". */
export function wireText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

type ReadText = (name: string) => string;

function readTraffic(text: ReadText): Traffic | undefined {
  const protocol = readProtocol(text('IpProtocol'));
  if (protocol === undefined) return undefined;
  if (!isPorted(protocol)) return { protocol };
  const list = text('PortRangeListId');
  const ports: Ports | undefined =
    list === '' ? withKind(readRange(text('PortRange'))) : { kind: 'list', portList: list };
  if (ports === undefined) return undefined;
  const sourceText = text('SourcePortRange');
  const sourcePorts = readRange(sourceText);
  if (sourcePorts !== undefined) return { protocol, ports, sourcePorts };
  return sourceText === '' || sourceText === '-1/-1' ? { protocol, ports } : undefined;
}

/** ICMP for IPv6 goes by several names. */
function readProtocol(text: string): Protocol | undefined {
  return /^(ipv6-icmp|icmp-?v6)$/i.test(text) ? 'icmpv6' : parseProtocol(text);
}

function withKind(range: PortRange | undefined): Ports | undefined {
  return range && { kind: 'range', ...range };
}

/** `80/81`; undefined for anything else. */
export function readRange(text: string): PortRange | undefined {
  const [, first, last] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  return range.first <= range.last && range.last <= portMax ? range : undefined;
}

function readPeer(text: ReadText, side: 'Source' | 'Dest', ownAccount: string): Peer | undefined {
  const block = text(`${side}CidrIp`) || text(`Ipv6${side}CidrIp`);
  if (block !== '') {
    const cidr = maskCidr(block);
    return cidr && { kind: 'cidr', cidr };
  }
  const groupId = text(`${side}GroupId`) as GroupId;
  if (groupId !== '') {
    const account = text(`${side}GroupOwnerAccount`);
    const isOwn = account === '' || account === ownAccount;
    return { kind: 'foreignGroup', groupId, ...(isOwn ? {} : { account }) };
  }
  const prefixList = text(`${side}PrefixListId`);
  return prefixList === '' ? undefined : { kind: 'prefixList', prefixList };
}

function hasHostBits(stored: string, peer: Peer): boolean {
  if (peer.kind !== 'cidr' || stored === '') return false;
  const address = stored.split('/')[0] ?? '';
  if (peer.cidr.startsWith(`${address}/`)) return false;
  return maskCidr(address)?.split('/')[0] !== peer.cidr.split('/')[0];
}
