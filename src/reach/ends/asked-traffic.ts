// What somebody asks about, as they write it: `tcp/443`, `udp/8000-8999`, `icmp`, `protocol:50`, `all`.
import { formatPortRange, parsePortRange } from '../../model/ports.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { isPorted, parseProtocol } from '../../model/traffic.ts';

/** New sessions of a protocol, to some ports or to all. */
export type AskedTraffic = Pick<TrafficSet, 'protocols' | 'ports' | 'sourcePorts'>;

/** Undefined for anything else, such as a port of ICMP, or `22` alone: that may be a port or a protocol. */
export function parseAskedTraffic(text: string): AskedTraffic | undefined {
  const [name = '', ports, ...more] = text.split('/');
  if (ports === undefined && /^\d+$/.test(name)) return undefined;
  const protocol = parseProtocol(name.replace(/^protocol:(?=\d)/, ''));
  if (protocol === undefined || more.length > 0) return undefined;
  const protocols = [String(protocol)];
  if (ports === undefined) return { protocols };
  const range = parsePortRange(ports);
  if (range === undefined || !isPorted(protocol)) return undefined;
  return { protocols, ports: [formatPortRange(range)] };
}
