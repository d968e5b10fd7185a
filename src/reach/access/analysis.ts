// One question about the traffic of an interface: a diagram, the space that it is over, and how
// rules and regions become its nodes.
import { Diagram, everywhere, none, nowhere, type Node, type Sides } from '../diagram/diagram.ts';
import { OverBudget } from '../diagram/node-table.ts';
import { AddressTree } from './address-tree.ts';
import { familyRanges } from './address-range.ts';
import type { Contender } from './contender.ts';
import { anything, type Shape } from './shape.ts';
import { sidesOf, spaceOf, type Space } from './space.ts';

export interface Analysis {
  readonly diagram: Diagram;
  readonly space: Space;
  /** Packets that exist: both ends of one family, ICMP over IPv4 and ICMPv6 over IPv6. */
  readonly feasible: Node;
  readonly peerTree: AddressTree;
  readonly localTree: AddressTree;
  /** The nodes of shapes that were asked for before. */
  readonly sets: Map<Shape, Node>;
}

/** An answer that would take more nodes than it may is none: never a part of the truth. */
export interface Incomplete {
  readonly kind: 'incomplete';
  readonly nodesMax: number;
}

/** Some 100 MiB, which rules as people write them are far from. */
export const defaultNodesMax = 1_500_000;

/** What `work` finds, unless it runs out of nodes. */
export function withinBudget<Answer>(nodesMax: number, work: () => Answer): Answer | Incomplete {
  try {
    return work();
  } catch (error) {
    if (error instanceof OverBudget) return { kind: 'incomplete', nodesMax };
    throw error;
  }
}

/** All shapes that are asked about later must be among these. */
export function analysisOf(
  shapes: readonly Shape[],
  { nodesMax }: { readonly nodesMax: number },
): Analysis {
  const space = spaceOf(shapes);
  const diagram = new Diagram(space.sizes, { nodesMax });
  const feasible = feasiblePackets(diagram, space);
  const [peerTree, localTree] = [new AddressTree(space.peers), new AddressTree(space.locals)];
  return { diagram, space, feasible, peerTree, localTree, sets: new Map() };
}

/** The rank that decides, for every packet; `none` where nothing matches. */
export function ranksOf(contenders: readonly Contender[], { diagram, space }: Analysis): Node {
  const boxes = contenders.map(({ rank, shape }) => ({ rank, sides: sidesOf(shape, space) }));
  boxes.sort((one, other) => one.rank - other.rank || compareSides(one.sides, other.sides));
  const ofRun = (from: number, to: number): Node => {
    const box = boxes[from];
    if (box === undefined || from >= to) return none;
    if (to - from === 1) return diagram.box(box.sides, box.rank, none);
    const middle = (from + to) >> 1;
    return diagram.over(ofRun(from, middle), ofRun(middle, to));
  };
  return ofRun(0, boxes.length);
}

/** The packets of a shape. */
export function setOf(shape: Shape, { diagram, space, sets }: Analysis): Node {
  const set = sets.get(shape) ?? diagram.box(sidesOf(shape, space), everywhere, nowhere);
  sets.set(shape, set);
  return set;
}

export function unionOf(shapes: readonly Shape[], analysis: Analysis): Node {
  return shapes.reduce((set, shape) => analysis.diagram.or(set, setOf(shape, analysis)), nowhere);
}

/** Those with like protocols and ports beside each other share most of their nodes. */
function compareSides(one: Sides, other: Sides): number {
  for (const [level, spans] of one.entries()) {
    const difference = (spans?.[0]?.first ?? -1) - (other[level]?.[0]?.first ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function feasiblePackets(diagram: Diagram, space: Space): Node {
  const { ipv4, ipv6 } = familyRanges;
  const usesLocals = space.locals.size > 1;
  const impossible: readonly Shape[] = [
    { ...anything, protocols: [{ first: 1, last: 1 }], peers: [ipv6] },
    { ...anything, protocols: [{ first: 58, last: 58 }], peers: [ipv4] },
    ...(usesLocals
      ? [
          { ...anything, locals: [ipv4], peers: [ipv6] },
          { ...anything, locals: [ipv6], peers: [ipv4] },
        ]
      : []),
  ];
  return impossible.reduce(
    (set, shape) => diagram.minus(set, diagram.box(sidesOf(shape, space), everywhere, nowhere)),
    everywhere,
  );
}
