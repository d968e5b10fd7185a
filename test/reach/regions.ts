// Regions in packets: which packets are in one, and a few at its corners. It reads addresses by
// itself, so that a mistake on the address line does not hide.
import type { Region } from '../../src/reach/packet-classes.ts';
import type { Span } from '../../src/reach/span.ts';
import type { Packet } from '../oracle.ts';

/** What the peer, and the port, of a packet belong to: names as in a region. */
export type Memberships = ReadonlySet<string>;

export function isInRegion(
  region: Region,
  packet: Packet,
  memberships: Memberships = new Set(packet.peerGroups),
): boolean {
  const isPorted = packet.protocol === 'tcp' || packet.protocol === 'udp';
  return (
    region.direction === packet.direction &&
    isInSpans(region.protocols, numberOf(packet.protocol)) &&
    (!isPorted || isInSpans(region.ports, packet.port)) &&
    (!isPorted || isInSpans(region.sourcePorts, packet.sourcePort)) &&
    isInBounds(region.locals, placeOf(packet.local)) &&
    isInBounds(region.peers, placeOf(packet.peer)) &&
    region.within.every((name) => memberships.has(name)) &&
    !region.without.some((name) => memberships.has(name))
  );
}

/** Packets with both ends of one family, at the first and last value of each dimension. */
export function cornersOf(region: Region): readonly Packet[] {
  const families = [ipv4, ipv6].flatMap(({ isIn, format }) => {
    const [locals, peers] = [region.locals, region.peers].map((bounds) => {
      const corners = bounds.flatMap(([first, end]) => [first, end - 1n]);
      return extremes(corners.filter(isIn)).map(format);
    });
    return (peers ?? []).flatMap((peer) => (locals ?? []).map((local) => ({ peer, local })));
  });
  return extremesOf(region.protocols).flatMap((number) => {
    const protocol = (protocols.get(number) ?? String(number)) as Packet['protocol'];
    const isPorted = protocol === 'tcp' || protocol === 'udp';
    const ports = isPorted ? extremesOf(region.ports) : [0];
    const sourcePorts = isPorted ? extremesOf(region.sourcePorts) : [0];
    return families.flatMap((ends) =>
      ports.flatMap((port) =>
        sourcePorts.map((sourcePort) => ({
          direction: region.direction,
          protocol,
          port,
          sourcePort,
          ...ends,
          peerGroups: region.within,
        })),
      ),
    );
  });
}

/** ICMP is of IPv4, ICMPv6 of IPv6. */
export function isSound({ protocol, peer }: Packet): boolean {
  if (protocol === 'icmp') return !peer.includes(':');
  return protocol !== 'icmpv6' || peer.includes(':');
}

/** IPv4 from 0, then IPv6. */
export function placeOf(address: string): bigint {
  if (!address.includes(':')) {
    return address.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  }
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [head, tail].map((half) => half.split(':').filter(Boolean)) as [
    string[],
    string[],
  ];
  const words = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return ipv6First + words.reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n);
}

/** The address at a place, as `placeOf` reads it. */
export function addressAt(place: bigint): string {
  return (ipv4.isIn(place) ? ipv4 : ipv6).format(place);
}

export const ipv6First = 2n ** 32n;

const ipv4 = {
  isIn: (place: bigint) => place < ipv6First,
  format: (place: bigint) =>
    [24n, 16n, 8n, 0n].map((shift) => String((place >> shift) & 255n)).join('.'),
};

const ipv6 = {
  isIn: (place: bigint) => place >= ipv6First,
  format: (place: bigint) =>
    [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n]
      .map((shift) => (((place - ipv6First) >> shift) & 65535n).toString(16))
      .join(':'),
};

const protocols = new Map([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [47, 'gre'],
  [58, 'icmpv6'],
]);

function numberOf(protocol: string): number {
  for (const [number, name] of protocols) if (name === protocol) return number;
  return Number(protocol);
}

function isInSpans(spans: readonly Span[], number: number): boolean {
  return spans.some(({ first, last }) => first <= number && number <= last);
}

function isInBounds(bounds: Region['peers'], place: bigint): boolean {
  return bounds.some(([first, end]) => first <= place && place < end);
}

function extremesOf(spans: readonly Span[]): readonly number[] {
  return extremes(spans.flatMap(({ first, last }) => [first, last]));
}

function extremes<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set([...values.slice(0, 1), ...values.slice(-1)])];
}
