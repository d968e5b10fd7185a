// What somebody asks about, as they write it: `tcp/443`, `udp/53`, `tcp/8000-8999`, `icmp`, `all`.
import { formatPortRange, parsePortRange } from '../../model/ports.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { isPorted, parseProtocol } from '../../model/traffic.ts';

/** New sessions of a protocol, to some ports or to all. */
export type AskedTraffic = Pick<TrafficSet, 'protocols' | 'ports' | 'sourcePorts'>;

/** Undefined for anything else, such as a port of ICMP. */
export function parseAskedTraffic(text: string): AskedTraffic | undefined {
  const [name = '', ports, ...more] = text.split('/');
  const protocol = parseProtocol(name);
  if (protocol === undefined || more.length > 0) return undefined;
  const protocols = [String(protocol)];
  if (ports === undefined) return { protocols };
  const range = parsePortRange(ports);
  if (range === undefined || !isPorted(protocol)) return undefined;
  return { protocols, ports: [formatPortRange(range)] };
}

/** `tcp/443`, as it is written. */
export function formatAskedTraffic({ protocols, ports, sourcePorts }: AskedTraffic): string {
  const what = ports === undefined ? protocols.join() : `${protocols.join()}/${ports.join()}`;
  return sourcePorts === undefined ? what : `${what} from ports ${sourcePorts.join()}`;
}
