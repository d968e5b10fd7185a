// A set of traffic in a line: `ingress tcp 443 from 10.0.0.0/8 except 10.1.0.0/16 in web not in app`.
import type { Cidr } from '../model/cidr.ts';
import type { TrafficSet } from '../model/traffic-window.ts';
import { parseProtocol, protocolNumber } from '../model/traffic.ts';

export function formatTrafficSet(set: TrafficSet): string {
  const { direction, protocols, ports, sourcePorts, within, without } = set;
  const [from, local] = direction === 'ingress' ? ['from', 'to'] : ['to', 'from'];
  const localText = (text: string | undefined) => (text === undefined ? [] : [local, text]);
  const inside = within === undefined ? [] : [`in ${within.join(' and ')}`];
  const outside = without === undefined ? [] : [`not in ${without.join(' or ')}`];
  return [
    direction,
    formatProtocols(protocols),
    ...(ports === undefined ? [] : [ports.join(', ')]),
    ...(sourcePorts === undefined ? [] : [`from ports ${sourcePorts.join(', ')}`]),
    from,
    [formatBlocks(set.peers, set.peersExcept) ?? 'anybody', ...inside, ...outside].join(' '),
    ...localText(formatBlocks(set.locals, set.localsExcept)),
  ].join(' ');
}

/** `0.0.0.0/0 except 10.0.0.0/8, 192.168.0.0/16`; undefined where nothing is said. */
function formatBlocks(
  blocks: readonly Cidr[] | undefined,
  except: readonly Cidr[] | undefined,
): string | undefined {
  if (blocks === undefined && except === undefined) return undefined;
  const all = blocks?.join(', ') ?? 'anywhere';
  return except === undefined ? all : `${all} except ${except.join(', ')}`;
}

/** `all except tcp` is easier to read than what is left of the numbers. */
function formatProtocols(protocols: readonly string[]): string {
  const spans = protocols.map((text) => {
    const [first = '', last = first] = /^\d+-\d+$/.test(text) ? text.split('-') : [text];
    return { first: numberOf(first), last: numberOf(last) };
  });
  const isLong = protocols.length > 1 && spans[0]?.first === 0 && spans.at(-1)?.last === 255;
  if (!isLong) return protocols.join(', ');
  const gaps = spans.slice(1).flatMap(({ first }, index) => {
    const after = (spans[index]?.last ?? 0) + 1;
    return Array.from({ length: first - after }, (_, more) => after + more);
  });
  return `all except ${gaps.map((number) => parseProtocol(String(number)) ?? number).join(', ')}`;
}

function numberOf(text: string): number {
  return protocolNumber(text) ?? Number(text);
}
