// The levels of a diagram for some rules and regions, each cut where one of these begins or ends:
// protocol, port, source port, local address, one level for each condition, peer address. Peers come
// last, for addresses make by far the most pieces.
import { protocolNumber } from '../../model/traffic.ts';
import { portMax, portMin } from '../../model/ports.ts';
import type { Sides } from '../diagram/diagram.ts';
import type { Span } from '../span.ts';
import {
  familyRanges,
  ipv6End,
  ipv6First,
  type Address,
  type AddressRange,
} from './address-range.ts';
import { axis, type Axis } from './axis.ts';
import type { Condition, Shape } from './shape.ts';

export const protocolLevel = 0;
export const portLevel = 1;
export const sourcePortLevel = 2;
export const localLevel = 3;
const conditionLevels = 4;

export interface Space {
  readonly protocols: Axis;
  readonly ports: Axis;
  readonly sourcePorts: Axis;
  readonly locals: Axis;
  /** Sorted; the first one's level is that after the local addresses. */
  readonly conditions: readonly Condition[];
  readonly peers: Axis;
  /** Pieces of each level. */
  readonly sizes: readonly number[];
  readonly levelOfCondition: (condition: Condition) => number;
  /** What is known of shapes that were asked for before. */
  readonly known: Map<Shape, Sides>;
}

/** Every shape that is asked for later must be among these. */
export function spaceOf(shapes: readonly Shape[]): Space {
  const conditions = [
    ...new Set(shapes.flatMap(({ within, without }) => [...within, ...without])),
  ].sort();
  const numbers = new Map(conditions.map((condition, index) => [condition, index]));
  const usesLocals = shapes.some(({ locals }) => locals !== undefined);
  const [protocols, ports, sourcePorts, locals, peers] = [
    axis(
      cutsOf(
        [...namedProtocols, 0, 256],
        shapes.map(({ protocols }) => protocols?.map(toRange)),
      ),
    ),
    axis(
      cutsOf(
        allPorts,
        shapes.map(({ ports }) => ports?.map(toRange)),
      ),
    ),
    axis(
      cutsOf(
        allPorts,
        shapes.map(({ sourcePorts }) => sourcePorts?.map(toRange)),
      ),
    ),
    axis(
      cutsOf(
        usesLocals ? families : [0, ipv6End],
        shapes.map(({ locals }) => locals),
      ),
    ),
    axis(
      cutsOf(
        families,
        shapes.map(({ peers }) => peers),
      ),
    ),
  ];
  return {
    ...{ protocols, ports, sourcePorts, locals, conditions, peers },
    sizes: [
      ...[protocols, ports, sourcePorts, locals].map(({ size }) => size),
      ...conditions.map(() => 2),
      peers.size,
    ],
    known: new Map(),
    levelOfCondition: (condition) => conditionLevels + (numbers.get(condition) ?? 0),
  };
}

export function peerLevel({ sizes }: Space): number {
  return sizes.length - 1;
}

/** The two pieces of the level of a condition. */
export const isOutside = 0;
export const isInside = 1;

export function sidesOf(shape: Shape, space: Space): Sides {
  const sides = space.known.get(shape) ?? newSides(shape, space);
  space.known.set(shape, sides);
  return sides;
}

function newSides(shape: Shape, space: Space): Sides {
  const { protocols, ports, sourcePorts, locals, peers, within, without } = shape;
  const sides: (readonly Span[] | undefined)[] = [
    protocols && space.protocols.spansOf(protocols.map(toRange)),
    ports && space.ports.spansOf(ports.map(toRange)),
    sourcePorts && space.sourcePorts.spansOf(sourcePorts.map(toRange)),
    locals && space.locals.spansOf(locals),
    ...space.conditions.map(() => undefined),
    peers && space.peers.spansOf(peers),
  ];
  for (const condition of without) sides[space.levelOfCondition(condition)] = [piece(isOutside)];
  for (const condition of within) sides[space.levelOfCondition(condition)] = [piece(isInside)];
  return sides;
}

function piece(only: number): Span {
  return { first: only, last: only };
}

export function toRange({ first, last }: Span): AddressRange {
  return { first, end: last + 1 };
}

const namedProtocols = ['icmp', 'tcp', 'udp', 'icmpv6'].flatMap((name) => {
  const number = protocolNumber(name) ?? 0;
  return [number, number + 1];
});
const allPorts = [portMin, portMax + 1];
const families = [familyRanges.ipv4.first, ipv6First, ipv6End];

function cutsOf(
  fixed: readonly Address[],
  lists: readonly (readonly AddressRange[] | undefined)[],
): ReadonlySet<Address> {
  const cuts = new Set(fixed);
  for (const ranges of lists) {
    for (const { first, end } of ranges ?? []) {
      cuts.add(first);
      cuts.add(end);
    }
  }
  return cuts;
}
