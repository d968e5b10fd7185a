// The ends of traffic in words that say for which interfaces an answer holds.
import type { ExplainedEnd, ExplainedPlace, Explanation } from '../model/explanation.ts';
import { formatProtocols } from '../model/traffic.ts';
import { plural } from './counts.ts';
import { printable } from './printable.ts';

/** `tcp/443`, `tcp/443 (source port 1024-65535)`, `icmp`, `protocol 50`. */
export function questionText({ traffic }: Pick<Explanation, 'traffic'>): string {
  const { protocols, ports, sourcePorts } = traffic;
  const what =
    ports === undefined ? formatProtocols(protocols) : `${protocols.join()}/${ports.join()}`;
  const name = what === 'all' ? 'all traffic' : what;
  return sourcePorts === undefined ? name : `${name} (source port ${sourcePorts.join()})`;
}

/** `203.0.113.7`, `the internet`, `an interface in web alone`, `all 3 interfaces in web`. */
export function endText(end: ExplainedEnd, { from, flows }: Explanation): string {
  const name = printable(end.name);
  switch (end.kind) {
    case 'internet':
      return 'the internet';
    case 'address':
    case 'network':
      return name;
    case 'instance':
    case 'interface':
      return name;
    case 'group': {
      const places = new Map(
        flows.map((flow) => {
          const place = end === from ? flow.from : flow.to;
          return [JSON.stringify(place.groups), place.interfaces] as const;
        }),
      );
      const counts = [...places.values()];
      if (counts.some((count) => count === undefined)) return `an interface in ${name} alone`;
      const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
      if (total === 0) return `an interface in ${name} alone (there is none now)`;
      return total === 1 ? `the interface in ${name}` : `all ${total} interfaces in ${name}`;
    }
  }
}

/** `2 interfaces in base + web`, `10.1.0.7/32 (in web)`, `203.0.113.0/24`. */
export function placeText({
  groups,
  interfaces,
  blocks,
  except,
  memberOf,
}: ExplainedPlace): string {
  const names = (groups ?? memberOf).map(printable).join(' + ');
  if (groups !== undefined) {
    if (groups.length === 0) return `${plural(interfaces ?? 0, 'interface')} in no group`;
    if (interfaces === undefined || interfaces === 0) return `an interface in ${names} alone`;
    return `${plural(interfaces, 'interface')} in ${names}`;
  }
  const less = except.length === 0 ? '' : ` except ${listText(except)}`;
  return `${listText(blocks)}${less}${memberOf.length === 0 ? '' : ` (in ${names})`}`;
}

function listText(blocks: readonly string[]): string {
  const more = blocks.length - shownMax;
  const shown = blocks.slice(0, shownMax).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const shownMax = 4;
