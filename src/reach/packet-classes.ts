// The classes of packets that a set of rules tells apart: all packets of a class match the same
// rules. Exact where the truth is known; members of groups and entries of lists are taken to be
// anything at all, each independent of the address and of each other.
import { cidrFamily, type Cidr, type Family } from '../model/cidr.ts';
import { portMax, portMin } from '../model/ports.ts';
import type { Direction, Rule } from '../model/rule.ts';
import { hasPorts, type Protocol } from '../model/traffic.ts';
import { addressLine, type AddressLine } from './address-line.ts';
import type { Span } from './span.ts';

/** What an inner access policy matches: everything that comes from, or goes to, the group itself. */
export interface InsideGroup {
  readonly inside: string;
}

/** What is asked of a packet. A rule asks in one direction, an inner access policy in both. */
export type Matcher = Rule | InsideGroup;

/** All packets of one direction that are in one of each of these. */
export interface Region {
  readonly direction: Direction;
  readonly protocols: readonly Span[];
  /** Of the destination; all of them where the protocol has none. */
  readonly ports: readonly Span[];
  readonly sourcePorts: readonly Span[];
  /** Bounds on the address line: first, and the first one after. */
  readonly locals: readonly (readonly [bigint, bigint])[];
  readonly peers: readonly (readonly [bigint, bigint])[];
  /** Groups and prefix lists that the peer is in, and those that it is not in; port lists likewise. */
  readonly within: readonly string[];
  readonly without: readonly string[];
}

export interface ClassesOptions {
  readonly direction: Direction;
  /** Classes that match none of these are left out. */
  readonly ofInterest: (matcher: number) => boolean;
  /** Called once a class with the numbers of the matchers it matches, ascending; false stops. */
  readonly visit: (matched: readonly number[], region: () => Region) => boolean;
  /**
   * How many matchers can matter together at a packet; of those that are not of interest only one
   * can, the strongest. Where more depend on memberships, all choices of so many are looked at.
   */
  readonly together: number;
}

/** Families come before the addresses: both ends of a packet are of one. */
const dimensions = ['protocols', 'families', 'ports', 'sourcePorts', 'locals', 'peers'] as const;
type Dimension = (typeof dimensions)[number];

interface Shape {
  readonly number: number;
  /** Undefined where it takes everything. */
  readonly spans: Readonly<Record<Dimension, Span | undefined>>;
  /** What must be true besides: membership of the peer, the port being in a list. */
  readonly conditions: readonly string[];
}

/** False where `visit` stopped it. */
export function packetClasses(matchers: readonly Matcher[], options: ClassesOptions): boolean {
  const { direction } = options;
  const line = addressLine(matchers.flatMap(blocksOf));
  const shapes = matchers.flatMap((matcher, number) => {
    const isAsked = 'inside' in matcher || matcher.direction === direction;
    return isAsked ? [shapeOf(matcher, number, line)] : [];
  });
  return descend(shapes, { options, line, depth: 0, spans: [] });
}

interface Descent {
  readonly options: ClassesOptions;
  readonly line: AddressLine;
  readonly depth: number;
  /** What was chosen in the dimensions above. */
  readonly spans: readonly (readonly Span[])[];
}

function descend(shapes: readonly Shape[], descent: Descent): boolean {
  const { options, depth, spans } = descent;
  const dimension = dimensions[depth];
  if (dimension === undefined) return visitLeaf(shapes, descent);
  if (!shapes.some(({ number }) => options.ofInterest(number))) return true;
  for (const part of partsOf(shapes, dimension, descent)) {
    const deeper = { ...descent, depth: depth + 1, spans: [...spans, part.spans] };
    if (!descend(part.shapes, deeper)) return false;
  }
  return true;
}

interface Part {
  readonly shapes: readonly Shape[];
  readonly spans: Span[];
}

/** The dimension cut where shapes begin and end; pieces that the same shapes take are one part. */
function partsOf(
  shapes: readonly Shape[],
  dimension: Dimension,
  { line, spans: chosen, options: { ofInterest } }: Descent,
): Iterable<Part> {
  const whole = wholeOf(dimension, { line, families: chosen[familyDepth]?.[0] ?? bothFamilies });
  const everywhere = shapes.filter(({ spans }) => spans[dimension] === undefined);
  const bounded = shapes.filter(({ spans }) => spans[dimension] !== undefined);
  if (bounded.length === 0) return [{ shapes, spans: [whole] }];
  const isEverywhere = everywhere.some(({ number }) => ofInterest(number));
  const parts = new Map<string, Part>();
  for (const piece of piecesOf(bounded, dimension, whole)) {
    const inside = bounded.filter(({ spans }) => holds(spans[dimension], piece));
    if (!isEverywhere && !inside.some(({ number }) => ofInterest(number))) continue;
    const key = inside.map(({ number }) => number).join(' ');
    const part = parts.get(key) ?? { shapes: [...everywhere, ...inside], spans: [] };
    parts.set(key, part);
    const last = part.spans.at(-1);
    if (last !== undefined && last.last + 1 === piece.first) {
      part.spans[part.spans.length - 1] = { first: last.first, last: piece.last };
    } else part.spans.push(piece);
  }
  return parts.values();
}

function piecesOf(shapes: readonly Shape[], dimension: Dimension, whole: Span): readonly Span[] {
  const cuts = new Set([whole.first, whole.last + 1]);
  for (const { spans } of shapes) {
    const span = spans[dimension];
    if (span === undefined) continue;
    cuts.add(span.first);
    cuts.add(span.last + 1);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((first, index) => {
    return { first, last: (sorted[index + 1] ?? first + 1) - 1 };
  });
}

function holds(span: Span | undefined, piece: Span): boolean {
  return span === undefined || (span.first <= piece.first && piece.last <= span.last);
}

const familyDepth = dimensions.indexOf('families');
const bothFamilies: Span = { first: 0, last: 1 };
const familyNumbers = { ipv4: 0, ipv6: 1 } as const;

function wholeOf(
  dimension: Dimension,
  { line, families }: { readonly line: AddressLine; readonly families: Span },
): Span {
  switch (dimension) {
    case 'protocols':
      return { first: 0, last: 255 };
    case 'families':
      return bothFamilies;
    case 'ports':
    case 'sourcePorts':
      return { first: portMin, last: portMax };
    case 'locals':
    case 'peers':
      return {
        first: families.first === 0 ? 0 : line.familySpan('ipv6').first,
        last: line.familySpan(families.last === 0 ? 'ipv4' : 'ipv6').last,
      };
  }
}

/** Every choice of what the peer and the port belong to that can make a difference. */
function visitLeaf(shapes: readonly Shape[], descent: Descent): boolean {
  const { options } = descent;
  const all = [...new Set(shapes.flatMap(({ conditions }) => conditions))];
  for (const within of all.length === 0 ? [nowhere] : choices(shapes, options)) {
    const matched = shapes
      .filter(({ conditions }) => conditions.every((one) => within.has(one)))
      .map(({ number }) => number);
    if (!matched.some(options.ofInterest)) continue;
    matched.sort((a, b) => a - b);
    const without = all.filter((one) => !within.has(one));
    const region = () =>
      regionOf(descent, { within: [...within].map(plainName), without: without.map(plainName) });
    if (!options.visit(matched, region)) return false;
  }
  return true;
}

const nowhere: ReadonlySet<string> = new Set();

/** What so many shapes ask for together, each once. */
function choices(
  shapes: readonly Shape[],
  { ofInterest, together }: ClassesOptions,
): Iterable<ReadonlySet<string>> {
  const [changing, staying] = [true, false].map((isWanted) =>
    needsOf(shapes.filter(({ number }) => ofInterest(number) === isWanted)),
  );
  const found = new Map([['', nowhere]]);
  const levels: (readonly ReadonlySet<string>[])[] = [[nowhere]];
  for (let size = 1; size <= together; size++) {
    levels.push(unions(levels.at(-1) ?? [], changing ?? [], found));
  }
  unions(levels.slice(0, together).flat(), staying ?? [], found);
  return found.values();
}

/** Those that were not found before; now they are. */
function unions(
  bases: readonly ReadonlySet<string>[],
  needs: readonly (readonly string[])[],
  found: Map<string, ReadonlySet<string>>,
): readonly ReadonlySet<string>[] {
  return needs.flatMap((need) =>
    bases.flatMap((base) => {
      const union = new Set([...base, ...need]);
      const key = [...union].sort().join(' ');
      if (found.has(key)) return [];
      found.set(key, union);
      return [union];
    }),
  );
}

/** What these shapes ask for, each once. */
function needsOf(shapes: readonly Shape[]): readonly (readonly string[])[] {
  const needs = shapes.map(({ conditions }) => conditions).filter(({ length }) => length > 0);
  return [...new Map(needs.map((need) => [need.toSorted().join(' '), need])).values()];
}

function regionOf(
  { options: { direction }, line, spans }: Descent,
  memberships: Pick<Region, 'within' | 'without'>,
): Region {
  const [protocols = [], , ports = [], sourcePorts = [], locals = [], peers = []] = spans;
  return {
    direction,
    protocols,
    ports,
    sourcePorts,
    locals: locals.map(line.bounds),
    peers: peers.map(line.bounds),
    ...memberships,
  };
}

function shapeOf(matcher: Matcher, number: number, line: AddressLine): Shape {
  const free = {
    protocols: undefined,
    families: undefined,
    ports: undefined,
    sourcePorts: undefined,
    locals: undefined,
    peers: undefined,
  };
  if ('inside' in matcher) return { number, spans: free, conditions: [matcher.inside] };
  const { traffic, peer, local } = matcher;
  const ported = hasPorts(traffic) ? traffic : undefined;
  const range = ported?.ports.kind === 'range' ? ported.ports : undefined;
  const list = ported?.ports.kind === 'list' ? [`list:${ported.ports.portList}`] : [];
  const localSpan = local === undefined ? undefined : line.spanOf(local);
  const family = familyOf(matcher);
  return {
    number,
    spans: {
      protocols: protocolSpan(traffic.protocol),
      families: family && { first: familyNumbers[family], last: familyNumbers[family] },
      ports: range && { first: range.first, last: range.last },
      sourcePorts: ported?.sourcePorts && { ...ported.sourcePorts },
      locals: localSpan,
      peers: peer.kind === 'cidr' ? line.spanOf(peer.cidr) : undefined,
    },
    conditions: [...peerConditions(matcher), ...list],
  };
}

/** A group of ours may be called like somebody else's id, or like a list. */
function plainName(condition: string): string {
  return condition.replace(/^(id|list):/, '');
}

function peerConditions({ peer }: Rule): readonly string[] {
  switch (peer.kind) {
    case 'cidr':
      return [];
    case 'group':
      return [peer.group];
    case 'groupOfTarget':
      return [`id:${peer.group} of ${peer.target}`];
    case 'foreignGroup':
      return [`id:${peer.groupId}`];
    case 'prefixList':
      return [`list:${peer.prefixList}`];
  }
}

function blocksOf(matcher: Matcher): readonly Cidr[] {
  if ('inside' in matcher) return [];
  const { peer, local } = matcher;
  return [...(peer.kind === 'cidr' ? [peer.cidr] : []), ...(local === undefined ? [] : [local])];
}

const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, gre: 47, icmpv6: 58 } as const;

function protocolSpan(protocol: Protocol): Span | undefined {
  if (protocol === 'all') return undefined;
  const number = typeof protocol === 'number' ? protocol : protocolNumbers[protocol];
  return { first: number, last: number };
}

/** Undefined where it may be either. */
function familyOf({ traffic: { protocol }, peer, local }: Rule): Family | undefined {
  const block = peer.kind === 'cidr' ? peer.cidr : local;
  if (block !== undefined) return cidrFamily(block);
  if (protocol === 'icmp') return 'ipv4';
  return protocol === 'icmpv6' ? 'ipv6' : undefined;
}
