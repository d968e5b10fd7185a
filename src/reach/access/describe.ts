// Boxes of a diagram as sets of traffic, which can be printed, stored and read back.
import type { Cidr } from '../../model/cidr.ts';
import { formatPortRange } from '../../model/ports.ts';
import type { Direction } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { parseProtocol, protocolNumber } from '../../model/traffic.ts';
import { cover } from '../diagram/cover.ts';
import { everywhere, nowhere, type Node, type Sides } from '../diagram/diagram.ts';
import type { Span } from '../span.ts';
import { familyRanges } from './address-range.ts';
import type { Blocks } from './address-tree.ts';
import type { Analysis } from './analysis.ts';
import type { Axis } from './axis.ts';
import { boxesLikeRules, hullsLikeRules, withoutSpare } from './boxes-like-rules.ts';
import { withExceptions } from './exceptions.ts';
import { publicAddresses, type PublicAddresses } from './public-addresses.ts';
import { conditionName, isGroup, type Condition, type Shape } from './shape.ts';
import {
  isInside,
  isOutside,
  localLevel,
  peerLevel,
  portLevel,
  protocolLevel,
  sidesOf,
  sourcePortLevel,
  toRange,
  type Space,
} from './space.ts';

/** A set of packets that is said in one line. */
export interface Term {
  readonly traffic: TrafficSet;
  /** Of which these are no part, the most exposed first; what they say beyond it does not count. */
  readonly but?: readonly TrafficSet[];
  /**
   * How many addresses of the other side are on the public internet. Members of groups count as
   * none, for they go by private addresses; entries of lists that cannot be read count as all.
   */
  readonly publicAddresses: PublicAddresses;
}

export interface TermsOptions {
  readonly direction: Direction;
  readonly analysis: Analysis;
  readonly matches: readonly Shape[];
  /** Whether terms may have exceptions. */
  readonly mayExcept?: boolean;
}

/** A term, and its packets. */
export interface DescribedTerm {
  readonly term: Term;
  readonly node: Node;
}

/**
 * Terms that together are exactly a set of packets, the most exposed first. What `matches` say, which are
 * those of rules, is said in their words; all of them are among the shapes of the analysis.
 */
export function termsOf(set: Node, options: TermsOptions): readonly DescribedTerm[] {
  const { direction, analysis, mayExcept = false } = options;
  const { diagram, space, feasible } = analysis;
  const inner = diagram.and(set, feasible);
  if (inner === nowhere) return [];
  const outer = diagram.or(set, diagram.minus(everywhere, feasible));
  const matches = options.matches.map((shape) => sidesOf(shape, space));
  const boxesOf = (least: Node, most: Node) =>
    boxesBetween({ inner: least, outer: most }, matches, analysis);
  const boxes = boxesOf(inner, outer);
  const hulls = mayExcept ? hullsLikeRules(matches, { inner, diagram }) : [];
  return withExceptions(boxes, { inner, feasible, hulls, diagram, boxesOf })
    .map(({ sides, but, instead }) => {
      const traffic = trafficOf(sides, direction, analysis);
      const exceptions = mostExposedFirst(but, analysis).map((one) => {
        return trafficOf(one, direction, analysis);
      });
      // Of a box with exceptions no more is exposed than of those that it stands for.
      const exposed = instead.map((one) => exposedBy(one, analysis)).sort(byWeight);
      const [{ weight, addresses } = nothing] = exposed;
      const node = diagram.and(diagram.box(sides, everywhere, nowhere), inner);
      const term = {
        traffic,
        ...(exceptions.length === 0 ? {} : { but: exceptions }),
        publicAddresses: addresses,
      };
      return { term, node, weight, text: JSON.stringify([traffic, exceptions]) };
    })
    .sort((one, other) => byWeight(one, other) || (one.text < other.text ? -1 : 1))
    .map(({ term, node }) => ({ term, node }));
}

/** In the words of rules as far as these go. */
function boxesBetween(
  { inner, outer }: { readonly inner: Node; readonly outer: Node },
  matches: readonly Sides[],
  { diagram, space, peerTree }: Analysis,
): readonly Sides[] {
  if (inner === nowhere) return [];
  const ported = space.protocols.spansOf(portedProtocols.map(toRange));
  const written = boxesLikeRules(matches, { inner, outer, diagram });
  const others = cover(
    diagram,
    { inner: written.rest, outer },
    {
      costOf: (spans) => peerTree.costOf(spans),
      // Limited ports say something of TCP and UDP alone.
      mayJoin: (level, piece, below) =>
        level !== protocolLevel ||
        below > sourcePortLevel ||
        ported.some(({ first, last }) => first <= piece.first && piece.last <= last),
    },
  );
  return withoutSpare([...written.boxes, ...others], { inner, diagram });
}

interface Exposed {
  readonly addresses: PublicAddresses;
  /** Times how many ports. */
  readonly weight: number;
}

const nothing: Exposed = { addresses: { ipv4: 0, ipv6: 0 }, weight: 0 };

function exposedBy(sides: Sides, analysis: Analysis): Exposed {
  const addresses = exposureOf(sides, analysis);
  const count = addresses.ipv4 + addresses.ipv6 / 2 ** 96;
  return { addresses, weight: count * sizeOf(sides[portLevel], analysis.space.ports) };
}

function mostExposedFirst(boxes: readonly Sides[], analysis: Analysis): readonly Sides[] {
  return boxes
    .map((sides) => ({ sides, ...exposedBy(sides, analysis) }))
    .sort(byWeight)
    .map(({ sides }) => sides);
}

function byWeight(one: Pick<Exposed, 'weight'>, other: Pick<Exposed, 'weight'>): number {
  return other.weight - one.weight;
}

function trafficOf(
  sides: Sides,
  direction: Direction,
  { space, peerTree, localTree }: Analysis,
): TrafficSet {
  const protocols = sides[protocolLevel]?.map((span) => numbersIn(space.protocols, span));
  const peers = sides[peerLevel(space)];
  const locals = sides[localLevel];
  const peer = peers === undefined ? familyBlocks(protocols) : peerTree.blocksOf(peers);
  const local = locals === undefined ? unlimited : localTree.blocksOf(locals);
  return {
    direction,
    protocols: protocols?.map(formatProtocols) ?? ['all'],
    ...portTexts('ports', sides[portLevel], space.ports),
    ...portTexts('sourcePorts', sides[sourcePortLevel], space.sourcePorts),
    ...nonEmpty('peers', peer.blocks),
    ...nonEmpty('peersExcept', peer.except),
    ...nonEmpty('locals', local.blocks),
    ...nonEmpty('localsExcept', local.except),
    ...nonEmpty('within', conditionsOf(sides, space, isInside).map(conditionName).sort()),
    ...nonEmpty('without', conditionsOf(sides, space, isOutside).map(conditionName).sort()),
  };
}

function exposureOf(sides: Sides, { space }: Analysis): PublicAddresses {
  if (conditionsOf(sides, space, isInside).some(isGroup)) return { ipv4: 0, ipv6: 0 };
  const peers = sides[peerLevel(space)];
  return publicAddresses(
    peers === undefined
      ? Object.values(familyRanges)
      : peers.map((span) => space.peers.rangeOf(span)),
  );
}

const portedProtocols: readonly Span[] = [
  { first: 6, last: 6 },
  { first: 17, last: 17 },
];
const unlimited: Blocks = { blocks: [], except: [] };

/** ICMP from anybody is from all of IPv4: said so, it reads like the rules do. */
function familyBlocks(protocols: readonly Span[] | undefined): Blocks {
  const [one, ...more] = protocols ?? [];
  if (one === undefined || more.length > 0 || one.first !== one.last) return unlimited;
  if (one.first === protocolNumber('icmp')) return { blocks: ['0.0.0.0/0' as Cidr], except: [] };
  if (one.first === protocolNumber('icmpv6')) return { blocks: ['::/0' as Cidr], except: [] };
  return unlimited;
}

function conditionsOf(
  sides: Sides,
  { conditions, levelOfCondition }: Space,
  piece: number,
): readonly Condition[] {
  return conditions.filter((condition) => sides[levelOfCondition(condition)]?.[0]?.first === piece);
}

function portTexts<Name extends string>(
  name: Name,
  spans: readonly Span[] | undefined,
  ports: Axis,
): Partial<Record<Name, readonly string[]>> {
  return nonEmpty(name, spans?.map((span) => formatPortRange(numbersIn(ports, span))) ?? []);
}

function nonEmpty<Name extends string, Text>(
  name: Name,
  texts: readonly Text[],
): Partial<Record<Name, readonly Text[]>> {
  const entry: Partial<Record<Name, readonly Text[]>> = {};
  if (texts.length > 0) entry[name] = texts;
  return entry;
}

function numbersIn(numbers: Axis, span: Span): Span {
  const { first, end } = numbers.rangeOf(span);
  return { first: Number(first), last: Number(end) - 1 };
}

function sizeOf(spans: readonly Span[] | undefined, numbers: Axis): number {
  const all = spans ?? [{ first: 0, last: numbers.size - 1 }];
  return all
    .map((span) => numbersIn(numbers, span))
    .reduce((size, { first, last }) => size + last - first + 1, 0);
}

function formatProtocols({ first, last }: Span): string {
  if (first === 0 && last === 255) return 'all';
  return first === last ? String(parseProtocol(String(first)) ?? first) : `${first}-${last}`;
}
