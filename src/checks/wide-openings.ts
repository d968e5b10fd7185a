// Whether most ports of a protocol are open between a group and the internet, and by which rules.
import { groupBy } from '../model/group-by.ts';
import { portMax } from '../model/ports.ts';
import type { WrittenRule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import type { Opening } from '../reach/access/internet-openings.ts';

export interface WideOpening {
  /** Of one place in the files; empty where the default of the group opens them. */
  readonly rules: readonly WrittenRule[];
  /** `every port of tcp and udp over IPv4`, `60000 of the 65535 ports of udp over IPv6`. */
  readonly what: string;
}

/** Half of the ports: who opens so many does not mean a service. */
const manyPorts = (portMax + 1) / 2;

/** One for each place that opens so many alone, or else for the one that opens the most. */
export function wideOpenings(openings: readonly Opening[]): readonly WideOpening[] {
  const kinds = groupBy(openings, ({ protocol, family }) => `${protocol} ${family}`);
  const found = [...kinds.values()].flatMap((own) => {
    const total = portsIn(own);
    const [first] = own;
    if (first === undefined || total < manyPorts) return [];
    const parts = partsOf(own).toSorted((a, b) => b.count - a.count);
    const alone = parts.filter(({ count }) => count >= manyPorts);
    const { protocol, family } = first;
    return (alone.length > 0 ? alone : parts.slice(0, 1)).map(({ key, rules }) => ({
      key,
      rules,
      count: countText(total),
      protocol,
      family: family === 'ipv4' ? 'IPv4' : 'IPv6',
    }));
  });
  return [...groupBy(found, ({ key }) => key).values()].map((own) => ({
    rules: [...new Set(own.flatMap(({ rules }) => rules))],
    what: [...groupBy(own, ({ count }) => count)].map(openText).join(', '),
  }));
}

/** `every port of tcp and udp over IPv4`; where that says too much, each for itself. */
function openText([count, own]: readonly [
  string,
  readonly { readonly protocol: string; readonly family: string }[],
]): string {
  const protocols = [...new Set(own.map(({ protocol }) => protocol))];
  const families = [...new Set(own.map(({ family }) => family))];
  const isProduct = protocols.length * families.length === own.length;
  const parts = isProduct
    ? [`${protocols.join(' and ')} over ${families.join(' and ')}`]
    : own.map(({ protocol, family }) => `${protocol} over ${family}`);
  return `${count} of ${parts.join(', ')}`;
}

interface Part {
  readonly key: string;
  readonly rules: readonly WrittenRule[];
  readonly count: number;
}

function partsOf(openings: readonly Opening[]): readonly Part[] {
  const shares = openings.flatMap((opening) => {
    const keys = new Set(opening.rules.map(({ source }) => formatSource(source)));
    return (keys.size === 0 ? [''] : [...keys]).map((key) => ({ key, opening }));
  });
  return [...groupBy(shares, ({ key }) => key)].map(([key, own]) => ({
    key,
    rules: own
      .flatMap(({ opening }) => opening.rules)
      .filter(({ source }) => formatSource(source) === key),
    count: portsIn(own.map(({ opening }) => opening)),
  }));
}

function portsIn(openings: readonly Opening[]): number {
  return openings.reduce((sum, { ports }) => sum + ports.last - ports.first + 1, 0);
}

function countText(count: number): string {
  return count === portMax ? 'every port' : `${count} of the ${portMax} ports`;
}
