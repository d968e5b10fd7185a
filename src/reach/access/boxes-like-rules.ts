// A set of packets said as people wrote it: by the matches of rules, where those are wholly in it.
//
// Boxes that are only as large as they can be also name what several rules happen to share, such as
// members of two groups at once; nobody thinks in these. What no rule says by itself is left over.
import { groupBy } from '../../model/group-by.ts';
import { everywhere, nowhere, type Diagram, type Node, type Sides } from '../diagram/diagram.ts';
import type { Span } from '../span.ts';

export interface BoxesLikeRules {
  readonly boxes: readonly Sides[];
  /** What of the set none of them holds. */
  readonly rest: Node;
}

/** Above so many matches it takes too long to try each. */
const matchesMax = 400;

/** Boxes that hold a part of `inner` and nothing that is not in `outer`, which holds `inner`. */
export function boxesLikeRules(
  matches: readonly Sides[],
  {
    inner,
    outer,
    diagram,
  }: { readonly inner: Node; readonly outer: Node; readonly diagram: Diagram },
): BoxesLikeRules {
  if (matches.length > matchesMax) return { boxes: [], rest: inner };
  const nodeOf = (sides: Sides) => diagram.box(sides, everywhere, nowhere);
  const fitting = unique(matches)
    .filter((sides) => diagram.hasLeaf(inner, everywhere, sides))
    .flatMap((sides): readonly Sides[] => {
      const tooMuch = diagram.minus(nodeOf(sides), outer);
      const fitted = tooMuch === nowhere ? sides : forFewerPeers(sides, { tooMuch, diagram });
      return fitted === undefined ? [] : [fitted];
    });
  const boxes = withoutSpare(merged(fitting, diagram), { inner, diagram });
  const said = boxes.reduce((all, sides) => diagram.or(all, nodeOf(sides)), nowhere);
  return { boxes, rest: diagram.minus(inner, said) };
}

/** Matches that meet a set, and what several of them are together; the largest first. */
export function hullsLikeRules(
  matches: readonly Sides[],
  { inner, diagram }: { readonly inner: Node; readonly diagram: Diagram },
): readonly Sides[] {
  if (matches.length > matchesMax) return [];
  const meeting = unique(matches).filter((sides) => diagram.hasLeaf(inner, everywhere, sides));
  return unique([...merged(meeting, diagram), ...meeting]);
}

/** Above so many runs of addresses it takes too long to try each. */
const piecesMax = 64;

/** The same for those addresses of which nothing is too much: a drop takes some from most rules. */
function forFewerPeers(
  sides: Sides,
  { tooMuch, diagram }: { readonly tooMuch: Node; readonly diagram: Diagram },
): Sides | undefined {
  const level = diagram.sizes.length - 1;
  const whole = [{ first: 0, last: (diagram.sizes[level] ?? 1) - 1 }];
  const pieces = (sides[level] ?? whole).flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, more) => first + more),
  );
  if (pieces.length > piecesMax) return undefined;
  const inside = pieces
    .map((piece) => ({ first: piece, last: piece }))
    .filter((piece) => !diagram.hasLeaf(tooMuch, everywhere, sides.with(level, [piece])));
  return inside.length === 0 ? undefined : sides.with(level, union(inside));
}

/** Addresses first: a service for several networks reads better than a network's services. */
function mergingLevels(count: number): readonly number[] {
  return Array.from({ length: count }, (_, level) => count - 1 - level);
}

function merged(boxes: readonly Sides[], { sizes }: Diagram): readonly Sides[] {
  return mergingLevels(sizes.length).reduce<readonly Sides[]>(
    (all, level) => mergedAt(level, { boxes: all, size: sizes[level] ?? 0 }),
    boxes,
  );
}

/** Boxes that differ in one level alone are one box. */
function mergedAt(
  level: number,
  { boxes, size }: { readonly boxes: readonly Sides[]; readonly size: number },
): readonly Sides[] {
  if (boxes.every((sides) => sides[level] === undefined)) return boxes;
  const alike = groupBy(boxes, (sides) => textOf(sides, { but: level }));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return same;
    const spans = same.map((sides) => sides[level]);
    const runs = spans.includes(undefined) ? [] : union(spans.flat());
    const isAll = runs.length === 0 || (runs[0]?.first === 0 && runs[0].last === size - 1);
    return [first.with(level, isAll ? undefined : runs)];
  });
}

function union(spans: readonly (Span | undefined)[]): readonly Span[] {
  const sorted = spans
    .filter((span) => span !== undefined)
    .toSorted((one, other) => one.first - other.first);
  const runs: Span[] = [];
  for (const { first, last } of sorted) {
    const before = runs.at(-1);
    if (before === undefined || first > before.last + 1) runs.push({ first, last });
    else runs[runs.length - 1] = { first: before.first, last: Math.max(before.last, last) };
  }
  return runs;
}

/** Without boxes of which the others together say everything; the later ones go first. */
export function withoutSpare(
  boxes: readonly Sides[],
  { inner, diagram }: { readonly inner: Node; readonly diagram: Diagram },
): readonly Sides[] {
  const nodes = boxes.map((sides) => diagram.and(diagram.box(sides, everywhere, nowhere), inner));
  const before = [nowhere];
  for (const node of nodes) before.push(diagram.or(before.at(-1) ?? nowhere, node));
  const kept: Sides[] = [];
  let behind: Node = nowhere;
  for (let at = boxes.length - 1; at >= 0; at--) {
    const [sides, node = nowhere] = [boxes[at], nodes[at]];
    const others = diagram.or(before[at] ?? nowhere, behind);
    if (sides === undefined || diagram.implies(node, others)) continue;
    kept.unshift(sides);
    behind = diagram.or(behind, node);
  }
  return kept;
}

function unique(matches: readonly Sides[]): readonly Sides[] {
  return [...new Map(matches.map((sides) => [textOf(sides), sides])).values()];
}

/** Equal for equal sides, but for one level where that is asked for. */
function textOf(sides: Sides, { but }: { readonly but?: number } = {}): string {
  let text = '';
  for (const [level, spans] of sides.entries()) {
    if (spans !== undefined && level !== but) text += `${level}:${spansText(spans)};`;
  }
  return text;
}

const textsOfSpans = new WeakMap<readonly Span[], string>();

/** The same spans are looked at many times, once for each level that boxes may be merged at. */
function spansText(spans: readonly Span[]): string {
  const known = textsOfSpans.get(spans);
  if (known !== undefined) return known;
  const text = spans.map(({ first, last }) => `${first}-${last}`).join();
  textsOfSpans.set(spans, text);
  return text;
}
