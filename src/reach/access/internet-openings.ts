// Which ports are open between groups and the internet, and by which rules.
import type { Family } from '../../model/cidr.ts';
import { groupBy } from '../../model/group-by.ts';
import type { PortRange } from '../../model/ports.ts';
import type { Direction, WrittenRule } from '../../model/rule.ts';
import { formatSource } from '../../model/source.ts';
import type { PortedProtocol } from '../../model/traffic.ts';
import { nowhere, type Node } from '../diagram/diagram.ts';
import type { Span } from '../span.ts';
import { familyRanges } from './address-range.ts';
import {
  analysisOf,
  ranksOf,
  setOf,
  withinBudget,
  type Analysis,
  type Incomplete,
} from './analysis.ts';
import {
  contendersOf,
  defaultRank,
  policyOfRank,
  type AccessGroup,
  type Contender,
} from './contender.ts';
import { letThrough, type LetThrough } from './let-through.ts';
import { addressesOf, peersByPort } from './peers-by-port.ts';
import { internet, isLargePartOfInternet, publicAddresses } from './public-addresses.ts';
import { shapesOf } from './region.ts';
import { anything, asksNothing, shapesMeet } from './shape.ts';

/** Ports of one protocol and family that a large part of the internet reaches, or is reached at. */
export interface Opening {
  readonly protocol: PortedProtocol;
  readonly family: Family;
  readonly ports: PortRange;
  /** Who opens them. Empty where the default of the groups does. */
  readonly rules: readonly WrittenRule[];
}

export type InternetOpenings =
  | {
      readonly kind: 'complete';
      /** TCP before UDP, IPv4 before IPv6, by ports. */
      readonly openings: readonly Opening[];
    }
  | Incomplete;

/** Members of groups, and what is in lists that nobody knows, are no part of the internet here. */
export function internetOpenings(
  groups: readonly AccessGroup<WrittenRule>[],
  { direction, nodesMax }: { readonly direction: Direction; readonly nodesMax: number },
): InternetOpenings {
  const contenders = contendersOf(groups, direction).filter(
    ({ shape }) => asksNothing(shape) && shapesMeet(shape, internetShape),
  );
  const byDefault = defaultRank(groups, direction);
  if (policyOfRank(byDefault) === 'drop' && !mayBeMany(contenders)) {
    return { kind: 'complete', openings: [] };
  }
  return withinBudget(nodesMax, () => {
    const shapes = contenders.map(({ shape }) => shape);
    const analysis = analysisOf([...shapes, internetShape], { nodesMax });
    const { diagram, feasible } = analysis;
    const whole = diagram.and(feasible, setOf(internetShape, analysis));
    const ranks = diagram.over(ranksOf(contenders, analysis), byDefault);
    const accepted = diagram.and(whole, diagram.accepted(ranks));
    const through = letThrough(whole, { contenders, analysis });
    const isMany = largePartTest(analysis);
    const openings = places.flatMap((place) =>
      openingsOf(place, { accepted, through, isMany, analysis }),
    );
    return { kind: 'complete', openings } as const;
  });
}

/** TCP and UDP with public addresses. Shapes have no direction. */
const [internetShape = anything] = shapesOf(
  {
    direction: 'ingress',
    protocols: ['tcp', 'udp'],
    peers: internet.blocks,
    peersExcept: internet.except,
  },
  { direction: 'ingress', conditions: [] },
);

/** Whether the addresses of all accepts together could be so much; nearly always they could not. */
function mayBeMany(contenders: readonly Contender[]): boolean {
  const ranges = contenders
    .filter(({ rank }) => policyOfRank(rank) === 'accept')
    .flatMap(({ shape }) => shape.peers ?? Object.values(familyRanges));
  return isLargePartOfInternet(publicAddresses(ranges));
}

type Place = Pick<Opening, 'protocol' | 'family'>;

const places: readonly Place[] = (['tcp', 'udp'] as const).flatMap((protocol) =>
  (['ipv4', 'ipv6'] as const).map((family) => ({ protocol, family })),
);

interface Open {
  readonly accepted: Node;
  readonly through: readonly LetThrough<WrittenRule>[];
  readonly isMany: (peers: Node) => boolean;
  readonly analysis: Analysis;
}

/** Cut where more or less is open, or by others. */
function openingsOf(
  place: Place,
  { accepted, through, isMany, analysis }: Open,
): readonly Opening[] {
  const open = peersByPort(accepted, { ...place, analysis });
  const many = open.filter(({ peers }) => isMany(peers));
  if (many.length === 0) return [];
  const byRule = through.map(({ rule, node }) => {
    return { rule, open: peersByPort(node, { ...place, analysis }) };
  });
  const cuts = new Set(
    [open, ...byRule.map((one) => one.open)]
      .flat()
      .flatMap(({ ports: { first, last } }) => [first, last + 1]),
  );
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).flatMap((first, index) => {
    if (!many.some(({ ports }) => holds(ports, first))) return [];
    const here = byRule.flatMap(({ rule, open: own }) => {
      const found = own.find(({ ports }) => holds(ports, first));
      return found === undefined ? [] : [{ rule, peers: found.peers }];
    });
    const ports = { first, last: (sorted[index + 1] ?? first + 1) - 1 };
    return [{ ...place, ports, rules: openersOf(here, { isMany, analysis }) }];
  });
}

/** Those that open so much alone, else all where they do it together: or the default does. */
function openersOf(
  here: readonly { readonly rule: WrittenRule; readonly peers: Node }[],
  { isMany, analysis: { diagram } }: Pick<Open, 'isMany' | 'analysis'>,
): readonly WrittenRule[] {
  const areMany = (rules: typeof here) =>
    isMany(rules.reduce((all, { peers }) => diagram.or(all, peers), nowhere));
  const written = [...groupBy(here, ({ rule }) => formatSource(rule.source)).values()];
  const alone = written.filter(areMany);
  const together = areMany(here) ? written : [];
  return (alone.length > 0 ? alone : together).flat().map(({ rule }) => rule);
}

/** Whether addresses are so many, found once for each set of them. */
function largePartTest(analysis: Analysis): (peers: Node) => boolean {
  const known = new Map<Node, boolean>();
  return (peers) => {
    const isLarge =
      known.get(peers) ?? isLargePartOfInternet(publicAddresses(addressesOf(peers, analysis)));
    known.set(peers, isLarge);
    return isLarge;
  };
}

function holds({ first, last }: Span, number: number): boolean {
  return first <= number && number <= last;
}
