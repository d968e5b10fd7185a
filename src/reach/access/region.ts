// A set of traffic as shapes: what a caller asks about, or what a report said.
import type { Cidr } from '../../model/cidr.ts';
import { parsePortRange } from '../../model/ports.ts';
import type { Direction } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { protocolNumber } from '../../model/traffic.ts';
import type { Span } from '../span.ts';
import { familyRanges, rangeOf, type Address, type AddressRange } from './address-range.ts';
import { conditionName, type Condition, type Shape } from './shape.ts';

export interface RegionOptions {
  readonly direction: Direction;
  /** Those that rules ask for: a name means each of them that is called so, else a group. */
  readonly conditions: readonly Condition[];
}

/** The shapes that together hold a region; none where it is of the other direction, or empty. */
export function shapesOf(region: TrafficSet, options: RegionOptions): readonly Shape[] {
  if (region.direction !== options.direction) return [];
  const within = conditionsOf(region.within, options);
  const without = conditionsOf(region.without, options);
  if (within.some((condition) => without.includes(condition))) return [];
  const rest = {
    locals: addresses(region.locals, region.localsExcept),
    peers: addresses(region.peers, region.peersExcept),
    within,
    without,
  };
  const ports = region.ports?.flatMap(portSpans);
  const sourcePorts = region.sourcePorts?.flatMap(portSpans);
  const protocols = region.protocols.map(protocolSpan);
  if (ports === undefined && sourcePorts === undefined) {
    return [{ protocols, ports, sourcePorts, ...rest }];
  }
  const ported = intersection(protocols, portedProtocols);
  const portless = intersection(protocols, portlessProtocols);
  return [
    ...(ported.length === 0 ? [] : [{ protocols: ported, ports, sourcePorts, ...rest }]),
    ...(portless.length === 0
      ? []
      : [{ protocols: portless, ports: undefined, sourcePorts: undefined, ...rest }]),
  ];
}

/** TCP and UDP. */
const portedProtocols: readonly Span[] = [
  { first: 6, last: 6 },
  { first: 17, last: 17 },
];
const portlessProtocols: readonly Span[] = [
  { first: 0, last: 5 },
  { first: 7, last: 16 },
  { first: 18, last: 255 },
];

function conditionsOf(
  names: readonly string[] | undefined,
  { conditions }: RegionOptions,
): readonly Condition[] {
  return (names ?? []).flatMap((name) => {
    const known = conditions.filter((condition) => conditionName(condition) === name);
    return known.length > 0 ? known : [`group ${name}`];
  });
}

function protocolSpan(text: string): Span {
  if (text === 'all') return { first: 0, last: 255 };
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  if (first !== undefined) return { first: Number(first), last: Number(last) };
  const number = protocolNumber(text) ?? Number(text);
  return { first: number, last: number };
}

function portSpans(text: string): readonly Span[] {
  const range = parsePortRange(text);
  return range === undefined ? [] : [range];
}

/** Undefined where it is everywhere. */
function addresses(
  blocks: readonly Cidr[] | undefined,
  except: readonly Cidr[] | undefined,
): readonly AddressRange[] | undefined {
  if (blocks === undefined && except === undefined) return undefined;
  const wanted = blocks?.map(rangeOf) ?? Object.values(familyRanges);
  return (except ?? []).map(rangeOf).reduce<readonly AddressRange[]>(withoutRange, wanted);
}

function withoutRange(
  ranges: readonly AddressRange[],
  less: AddressRange,
): readonly AddressRange[] {
  return ranges.flatMap(({ first, end }) => {
    const before = { first, end: smaller(end, less.first) };
    const after = { first: larger(first, less.end), end };
    return [before, after].filter((range) => range.first < range.end);
  });
}

function smaller(one: Address, other: Address): Address {
  return one < other ? one : other;
}

function larger(one: Address, other: Address): Address {
  return one > other ? one : other;
}

function intersection(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({
        first: Math.max(one.first, other.first),
        last: Math.min(one.last, other.last),
      }))
      .filter(({ first, last }) => first <= last),
  );
}
