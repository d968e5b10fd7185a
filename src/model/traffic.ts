// What a rule matches besides its peer. Only TCP and UDP have ports: a port on ICMP cannot be
// written down.
import { formatPortRange, formatPorts, samePorts, type PortRange, type Ports } from './ports.ts';

export type PortedProtocol = 'tcp' | 'udp';
/** A protocol by its IANA number, where it has no name here. */
export type PortlessProtocol = 'icmp' | 'icmpv6' | 'gre' | 'all' | number;
export type Protocol = PortedProtocol | PortlessProtocol;

export interface PortedTraffic {
  readonly protocol: PortedProtocol;
  readonly ports: Ports;
  readonly sourcePorts?: PortRange;
}

export interface PortlessTraffic {
  readonly protocol: PortlessProtocol;
}

export type Traffic = PortedTraffic | PortlessTraffic;

const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, gre: 47, icmpv6: 58 } as const;
const numbersByName: ReadonlyMap<string, number> = new Map(Object.entries(protocolNumbers));

/** The IANA number of a protocol that has a name here; undefined for everything else. */
export function protocolNumber(name: string): number | undefined {
  return numbersByName.get(name);
}

export function hasPorts(traffic: Traffic): traffic is PortedTraffic {
  return traffic.protocol === 'tcp' || traffic.protocol === 'udp';
}

export function isPorted(protocol: Protocol): protocol is PortedProtocol {
  return protocol === 'tcp' || protocol === 'udp';
}

/** Reads a name in any case, or an IANA number (0 to 255); a number that has a name becomes it. */
export function parseProtocol(text: string): Protocol | undefined {
  const name = text.toLowerCase();
  if (name === 'all' || name in protocolNumbers) return name as Protocol;
  if (!/^\d{1,3}$/.test(name) || Number(name) > 255) return undefined;
  const named = Object.entries(protocolNumbers).find(([, number]) => number === Number(name));
  return named === undefined ? Number(name) : (named[0] as Protocol);
}

/** Whether two have one key; without writing it down. */
export function sameTraffic(one: Traffic, other: Traffic): boolean {
  if (one.protocol !== other.protocol) return false;
  if (!hasPorts(one) || !hasPorts(other)) return true;
  const [from, otherFrom] = [one.sourcePorts, other.sourcePorts];
  return (
    samePorts(one.ports, other.ports) &&
    from?.first === otherFrom?.first &&
    from?.last === otherFrom?.last
  );
}

/** `tcp 443`, `udp 53 from ports 1024-65535`, `icmp`, `protocol 50`, `all`. */
export function formatTraffic(traffic: Traffic): string {
  return hasPorts(traffic) ? trafficKey(traffic) : formatProtocols([String(traffic.protocol)]);
}

/** Equal for equal traffic, and part of what digests are made of: of `50` it says no more. */
export function trafficKey(traffic: Traffic): string {
  if (!hasPorts(traffic)) return String(traffic.protocol);
  const from = traffic.sourcePorts && ` from ports ${formatPortRange(traffic.sourcePorts)}`;
  return `${traffic.protocol} ${formatPorts(traffic.ports)}${from ?? ''}`;
}

/** `tcp, udp`, `protocol 50`, `icmp, protocols 2-5, 50`: a number alone would look like a port. */
export function formatProtocols(protocols: readonly string[]): string {
  const numbers = protocols.filter((one) => /^\d/.test(one));
  if (numbers.length === 0) return protocols.join(', ');
  const names = protocols.filter((one) => !numbers.includes(one));
  const isOne = numbers.length === 1 && !numbers.join().includes('-');
  return [...names, `protocol${isOne ? '' : 's'} ${numbers.join(', ')}`].join(', ');
}
