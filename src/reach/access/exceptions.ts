// Boxes said more shortly: one that is larger, and what is not of it. Whoever drops all but two kinds of
// traffic closes "all, but not these two", which takes many boxes to say without exceptions.
import { everywhere, nowhere, type Diagram, type Node, type Sides } from '../diagram/diagram.ts';

/** The packets of a box that are in none of others. */
export interface BoxWithExceptions {
  readonly sides: Sides;
  /** They may reach beyond the box. */
  readonly but: readonly Sides[];
  /** The boxes that would say the same. */
  readonly instead: readonly Sides[];
}

/** More than these nobody keeps in mind. */
const exceptionsMax = 4;

/**
 * The same packets as `boxes`, which are those of `inner`: with exceptions where that takes no more
 * boxes in all, and with many where the boxes are many too, and there is more to say of them. `hulls`
 * are the matches of rules; `boxesOf` finds boxes between two sets.
 */
export function withExceptions(
  boxes: readonly Sides[],
  {
    inner,
    feasible,
    hulls,
    diagram,
    boxesOf,
  }: {
    readonly inner: Node;
    readonly feasible: Node;
    readonly hulls: readonly Sides[];
    readonly diagram: Diagram;
    readonly boxesOf: (inner: Node, outer: Node) => readonly Sides[];
  },
): readonly BoxWithExceptions[] {
  if (boxes.length < 2) return boxes.map(plain);
  const nodeOf = (sides: Sides) => diagram.and(diagram.box(sides, everywhere, nowhere), feasible);
  const nodes = new Map(boxes.map((sides) => [sides, nodeOf(sides)]));
  const found: BoxWithExceptions[] = [];
  let left = boxes;
  for (const sides of hulls) {
    if (left.length < 2) break;
    const hull = nodeOf(sides);
    const instead = left.filter((box) => diagram.implies(nodes.get(box) ?? everywhere, hull));
    if (instead.length < 2) continue;
    const tooMuch = diagram.minus(hull, inner);
    const but = boxesOf(tooMuch, diagram.or(tooMuch, diagram.minus(everywhere, hull)));
    const isShort = but.length <= exceptionsMax && but.length < instead.length;
    const isLess = instead.length > exceptionsMax && piecesOf(but) < piecesOf(instead);
    if (!isShort && !isLess) continue;
    found.push({ sides, but, instead });
    left = left.filter((box) => !instead.includes(box));
  }
  return [...found, ...left.map(plain)];
}

/** How much there is to say of boxes: runs of numbers and of addresses. */
function piecesOf(boxes: readonly Sides[]): number {
  return boxes.flatMap((sides) => sides.flatMap((spans) => spans ?? [])).length;
}

function plain(sides: Sides): BoxWithExceptions {
  return { sides, but: [], instead: [sides] };
}
