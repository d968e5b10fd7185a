// Rules that do nothing: those that never decide, and those without which all is decided as it is.
// Exact, and each true by itself: once one rule is gone, what is said of others must be found anew.
import { groupBy } from '../../model/group-by.ts';
import type { Direction, Rule } from '../../model/rule.ts';
import { nowhere, type Node } from '../diagram/diagram.ts';
import {
  analysisOf,
  defaultNodesMax,
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
  type Decider,
} from './contender.ts';
import { coverersOf, unionsBefore, withoutSpare } from './coverers.ts';
import { decidersIn } from './deciders.ts';
import { shapesMeet } from './shape.ts';

export interface IdleRule<R extends Rule = Rule> {
  /**
   * - `shadowed`: stronger rules match all that it matches, so that it never decides, whatever other
   *   groups are on the interface.
   * - `covered`: rules of its own rank, with stronger ones, match all that it matches; without it
   *   nothing changes, whatever other groups are on the interface.
   * - `redundant`: without it nothing changes on an interface in these groups alone.
   */
  readonly kind: 'shadowed' | 'covered' | 'redundant';
  readonly group: string;
  readonly rule: R;
  /**
   * What matches (some of) the same first: a single rule where one matches all of that. Of a shadowed
   * rule all that decide some of it, else no more than it takes.
   */
  readonly coveredBy: readonly Decider<R>[];
  /**
   * Of a redundant rule: what would decide the rest, to the same effect; a single rule where one
   * matches all of it. What that one matches too needs nothing in `coveredBy`.
   */
  readonly decidedInstead: readonly Decider<R>[];
}

export type Lint<R extends Rule = Rule> =
  | { readonly kind: 'complete'; readonly idle: readonly IdleRule<R>[]; readonly nodes: number }
  | Incomplete;

export interface LintOptions<R extends Rule> {
  readonly direction: Direction;
  /** Which rules to look at, such as those that a change touches; all where it is left out. */
  readonly only?: (rule: R) => boolean;
  readonly nodesMax?: number;
}

/** The rules of groups on one interface that do nothing, strongest first. */
export function lint<R extends Rule>(
  groups: readonly AccessGroup<R>[],
  { direction, only = () => true, nodesMax = defaultNodesMax }: LintOptions<R>,
): Lint<R> {
  const all = contendersOf(groups, direction);
  const suspects = new Set(
    all.filter(({ decider }) => decider.kind === 'rule' && only(decider.rule)),
  );
  const contenders = all.filter(
    (contender) =>
      suspects.has(contender) ||
      [...suspects].some(({ shape }) => shapesMeet(shape, contender.shape)),
  );
  if (suspects.size === 0) return { kind: 'complete', idle: [], nodes: 0 };
  return withinBudget(nodesMax, () => {
    const shapes = contenders.map(({ shape }) => shape);
    const analysis = analysisOf(shapes, { nodesMax });
    const ranks = ranksFrom(contenders, { analysis, byDefault: defaultRank(groups, direction) });
    const idle = ranks.flatMap((rank) =>
      rank.members.flatMap((member, index) =>
        suspects.has(member) ? judge(member, { ...rank, index, contenders, analysis }) : [],
      ),
    );
    return { kind: 'complete', idle, nodes: analysis.diagram.nodeCount } as const;
  });
}

interface Rank<R extends Rule> {
  /** All contenders of a rank: they agree. */
  readonly members: readonly Contender<R>[];
  /** For each member the packets that it alone of them, and nothing stronger, matches. */
  readonly own: readonly Node[];
  /** The packets that something stronger matches. */
  readonly stronger: Node;
  /** What decides where none of them matches and nothing stronger. Shadowed rules count there too. */
  readonly weaker: Node;
}

/** Strongest first. */
function ranksFrom<R extends Rule>(
  contenders: readonly Contender<R>[],
  { analysis, byDefault }: { readonly analysis: Analysis; readonly byDefault: Node },
): readonly Rank<R>[] {
  const { diagram } = analysis;
  const byRank = [...groupBy(contenders, ({ rank }) => rank).values()];
  let weaker = byDefault;
  const weakerThan = byRank.toReversed().map((members) => {
    const below = weaker;
    weaker = diagram.over(ranksOf(members, analysis), below);
    return below;
  });
  weakerThan.reverse();
  let matched = nowhere;
  return byRank.map((members, index) => {
    const stronger = matched;
    const boxes = members.map(({ shape }) =>
      diagram.and(setOf(shape, analysis), analysis.feasible),
    );
    const before = unionsBefore(boxes, analysis);
    const after = unionsBefore(boxes.toReversed(), analysis).toReversed();
    const own = boxes.map((box, at) => {
      const left = diagram.minus(box, stronger);
      return diagram.minus(diagram.minus(left, before[at] ?? nowhere), after[at] ?? nowhere);
    });
    matched = diagram.or(stronger, diagram.or(before.at(-1) ?? nowhere, boxes.at(-1) ?? nowhere));
    return { members, own, stronger, weaker: weakerThan[index] ?? byDefault };
  });
}

function judge<R extends Rule>(
  suspect: Contender<R>,
  {
    own,
    index,
    stronger,
    weaker,
    contenders,
    analysis,
  }: Rank<R> & {
    readonly index: number;
    readonly contenders: readonly Contender<R>[];
    readonly analysis: Analysis;
  },
): readonly IdleRule<R>[] {
  const { diagram, feasible } = analysis;
  const { decider, rank, shape } = suspect;
  if (decider.kind !== 'rule') return [];
  const { group, rule } = decider;
  const box = diagram.and(setOf(shape, analysis), feasible);
  const alone = own[index] ?? nowhere;
  const coverers = contenders.filter(
    (other) => other !== suspect && other.rank <= rank && shapesMeet(other.shape, shape),
  );
  if (diagram.implies(box, stronger)) {
    const strict = coverers.filter((other) => other.rank < rank);
    const coveredBy = coverersOf(box, { contenders: strict, analysis }).map(deciderOf);
    return [{ kind: 'shadowed', group, rule, coveredBy, decidedInstead: [] }];
  }
  const fewestOf = (set: Node) =>
    withoutSpare(set, {
      coverers: coverersOf(set, { contenders: coverers, analysis }),
      analysis,
    }).map(deciderOf);
  if (alone === nowhere) {
    return [{ kind: 'covered', group, rule, coveredBy: fewestOf(box), decidedInstead: [] }];
  }
  const accepted = diagram.accepted(weaker);
  const isSame =
    policyOfRank(rank) === 'accept'
      ? diagram.implies(alone, accepted)
      : diagram.and(alone, accepted) === nowhere;
  if (!isSame) return [];
  const inPlace = contenders.find(
    (other) =>
      other.rank > rank &&
      policyOfRank(other.rank) === policyOfRank(rank) &&
      shapesMeet(other.shape, shape) &&
      diagram.implies(alone, setOf(other.shape, analysis)),
  );
  const rest = diagram.minus(box, alone);
  if (inPlace === undefined) {
    const decidedInstead = decidersIn(alone, { ranks: weaker, contenders, analysis });
    return [{ kind: 'redundant', group, rule, coveredBy: fewestOf(rest), decidedInstead }];
  }
  const coveredBy = fewestOf(diagram.minus(rest, setOf(inPlace.shape, analysis)));
  const decidedInstead = [inPlace.decider];
  return [{ kind: 'redundant', group, rule, coveredBy, decidedInstead }];
}

function deciderOf<R extends Rule>({ decider }: Contender<R>): Decider<R> {
  return decider;
}
