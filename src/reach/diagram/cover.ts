// A set of packets as few boxes that together are exactly it. Boxes may overlap: `10.0.0.0/8 on any
// port` and `everybody on port 80` says more in less than parts that are kept apart.
//
// The method is that of irredundant sums of products (Minato and Morreale), with many values a level
// instead of two: what all pieces of a level share is said once for all of them, then what is left.
// The result is small, not the smallest (that is set cover).
import type { Span } from '../span.ts';
import { everywhere, nowhere, type Diagram, type Joint, type Node, type Sides } from './diagram.ts';

export interface CoverOptions {
  /** How many words it takes to say so much of the last level. */
  readonly costOf: (spans: readonly Span[]) => number;
  /** Whether a piece of a level may be in a box that next limits the level `below`. */
  readonly mayJoin: (level: number, piece: Span, below: number) => boolean;
}

/** A box, from its first limited level downwards; undefined is everything. */
type Box =
  { readonly level: number; readonly spans: readonly Span[]; readonly below: Box } | undefined;

/** Above so many different kids, each is said by itself. */
const kidsMax = 48;

/** Boxes that hold all of `inner` and nothing that is not in `outer`, which holds `inner`. */
export function cover(
  diagram: Diagram,
  { inner, outer }: { readonly inner: Node; readonly outer: Node },
  options: CoverOptions,
): readonly Sides[] {
  const known = new Map<number, readonly Box[]>();
  const boxesOf = (low: Node, high: Node): readonly Box[] => {
    if (low === nowhere) return [];
    if (high === everywhere) return [undefined];
    const key = low * 2 ** 24 + high;
    const found = known.get(key) ?? split(low, high);
    known.set(key, found);
    return found;
  };
  const split = (low: Node, high: Node): readonly Box[] => {
    const joints = diagram.joints(low, high);
    const level = Math.min(diagram.levelOf(low), diagram.levelOf(high));
    if (level === diagram.sizes.length - 1) {
      return [{ level, spans: cheapestRuns(joints, options), below: undefined }];
    }
    return splitLevel(level, joints);
  };
  const splitLevel = (level: number, joints: readonly Joint[]): readonly Box[] => {
    const left = joints.map(({ one }) => one);
    const boxes: Box[] = [];
    for (const high of candidates(diagram, joints)) {
      const takers = joints.map(
        (joint) =>
          options.mayJoin(level, joint, diagram.levelOf(high)) &&
          diagram.implies(high, joint.other),
      );
      const wanted = joints.map((_, at) =>
        takers[at] ? diagram.and(left[at] ?? 0, high) : nowhere,
      );
      const low = wanted.reduce((sum, each) => diagram.or(sum, each), nowhere);
      if (low === nowhere) continue;
      const below = boxesOf(low, high);
      const said = below.reduce((sum, box) => diagram.or(sum, nodeOf(diagram, box)), nowhere);
      for (const at of left.keys()) {
        if (takers[at]) left[at] = diagram.minus(left[at] ?? 0, said);
      }
      const isNeeded = wanted.map((each) => each !== nowhere);
      const spans = chosenSpans(joints, { takers, isNeeded });
      boxes.push(...below.map((box) => (spans === undefined ? box : { level, spans, below: box })));
    }
    return boxes;
  };
  return boxesOf(inner, outer).map((box) => sidesOf(diagram, box));
}

/** What may be said of pieces, the most common first: what all share, then each by itself. */
function candidates(diagram: Diagram, joints: readonly Joint[]): readonly Node[] {
  const needed = joints.filter(({ one }) => one !== nowhere);
  const kids = [...new Set(needed.map(({ other }) => other))];
  if (kids.length === 1 || kids.length > kidsMax) return kids;
  const takers = new Map(
    kids.map((kid) => [kid, kids.filter((other) => diagram.implies(kid, other)).length]),
  );
  kids.sort((one, other) => (takers.get(other) ?? 0) - (takers.get(one) ?? 0));
  const shared = kids.reduce((both, kid) => diagram.and(both, kid), everywhere);
  return shared === nowhere || shared === kids[0] ? kids : [shared, ...kids];
}

/** Undefined where all are taken. No more runs than what is needed asks for, and no wider ones. */
function chosenSpans(
  joints: readonly Joint[],
  {
    takers,
    isNeeded,
  }: { readonly takers: readonly boolean[]; readonly isNeeded: readonly boolean[] },
): readonly Span[] | undefined {
  if (takers.every(Boolean)) return undefined;
  return runsOf(joints, takers).flatMap((run) => {
    const inside = runsOf(joints, isNeeded).filter(
      ({ first, last }) => run.first <= first && last <= run.last,
    );
    return inside.length > 1 ? [run] : inside;
  });
}

/** At the last level: each run of what may be said that is needed, as wide as is cheapest. */
function cheapestRuns(joints: readonly Joint[], { costOf }: CoverOptions): readonly Span[] {
  const needed = runsOf(
    joints,
    joints.map(({ one }) => one !== nowhere),
  );
  const allowed = runsOf(
    joints,
    joints.map(({ other }) => other !== nowhere),
  );
  return allowed.flatMap((run) => {
    const parts = needed.filter(({ first, last }) => run.first <= first && last <= run.last);
    const [head, tail] = [parts[0], parts.at(-1)];
    if (head === undefined || tail === undefined) return [];
    if (head.first === run.first && head.last === run.last) return [run];
    const choices = [[run], [{ first: head.first, last: tail.last }], parts];
    const costs = choices.map((choice) => costOf(choice));
    return choices[costs.indexOf(Math.min(...costs))] ?? [run];
  });
}

function runsOf(joints: readonly Joint[], isTaken: readonly boolean[]): readonly Span[] {
  const runs: Span[] = [];
  for (const [at, { first, last }] of joints.entries()) {
    if (!isTaken[at]) continue;
    const before = runs.at(-1);
    if (before?.last === first - 1) runs[runs.length - 1] = { first: before.first, last };
    else runs.push({ first, last });
  }
  return runs;
}

function sidesOf(diagram: Diagram, box: Box): Sides {
  const sides: (readonly Span[] | undefined)[] = diagram.sizes.map(() => undefined);
  for (let part = box; part !== undefined; part = part.below) sides[part.level] = part.spans;
  return sides;
}

function nodeOf(diagram: Diagram, box: Box): Node {
  return diagram.box(sidesOf(diagram, box), everywhere, nowhere);
}
