// How each rule of a group stands among the others: hidden, of no effect, or contradicted.
//
// Exact, over the classes of packets that the rules tell apart. A membership more can only add rules
// that match, so that a rule is hidden exactly where it is for packets that match it and nothing that
// need not be; and its effect depends on two memberships at most, its own and that of the next rule.
import { rankOf, type Direction, type Policy, type WrittenRule } from '../model/rule.ts';
import { formatSource } from '../model/source.ts';
import { contains } from './contains.ts';
import { packetClasses } from './packet-classes.ts';

export interface Standing {
  readonly rule: WrittenRule;
  /** Stronger rules, with which all that this one matches is decided; undefined where it decides. */
  readonly hiddenBy: readonly WrittenRule[] | undefined;
  /**
   * The rules that decide the same without this one, in this group alone; none of them where nothing
   * else matches and the default does. Undefined where it has an effect, and where it is hidden.
   */
  readonly sparedBy: readonly WrittenRule[] | undefined;
  /** Drops of its priority that take packets from this accept, and others that it does not match. */
  readonly overruledBy: readonly WrittenRule[];
  /** Stronger accepts that take packets from this drop, and others that it does not match. */
  readonly piercedBy: readonly WrittenRule[];
}

export interface Standings {
  readonly standings: readonly Standing[];
  /** False where there are too many classes; then nothing is said of any rule. */
  readonly isComplete: boolean;
}

interface Seen {
  decides: boolean;
  hasEffect: boolean;
  readonly winners: Set<number>;
  readonly nexts: Set<number>;
  readonly overruledBy: Set<number>;
  readonly piercedBy: Set<number>;
  /** Classes that it decides; and in how many of them the opposite is written, by places. */
  classes: number;
  readonly classesOver: Map<string, number>;
}

/** Of the rules of one direction; in their order. */
export function ruleStandings(
  rules: readonly WrittenRule[],
  {
    direction,
    fallback,
    classesMax,
  }: { readonly direction: Direction; readonly fallback: Policy; readonly classesMax: number },
): Standings {
  const ranked = rules.toSorted((a, b) => rankOf(a) - rankOf(b));
  const seen = ranked.map((): Seen => {
    return {
      decides: false,
      hasEffect: false,
      winners: new Set(),
      nexts: new Set(),
      overruledBy: new Set(),
      piercedBy: new Set(),
      classes: 0,
      classesOver: new Map(),
    };
  });
  let count = 0;
  const isComplete = packetClasses(ranked, {
    direction,
    ofInterest: () => true,
    together: 2,
    visit: (matched) => {
      look(matched, { ranked, seen, fallback });
      count += 1;
      return count < classesMax;
    },
  });
  const byRule = new Map(ranked.map((rule, index) => [rule, seen[index]]));
  const standings = rules.map((rule) =>
    standingOf(rule, { of: byRule.get(rule), ranked, seen, isComplete }),
  );
  return { standings, isComplete };
}

interface Look {
  readonly ranked: readonly WrittenRule[];
  readonly seen: readonly Seen[];
  readonly fallback: Policy;
}

/** `matched` are all rules that match a class, the strongest first. */
function look(matched: readonly number[], { ranked, seen, fallback }: Look): void {
  const [first, second] = matched;
  if (first === undefined) return;
  const winner = ranked[first];
  const next = second === undefined ? undefined : ranked[second];
  for (const number of matched) {
    const [rule, own] = [ranked[number], seen[number]];
    if (rule === undefined || own === undefined || winner === undefined) continue;
    if (rankOf(rule) > rankOf(winner)) {
      own.winners.add(first);
      if (rule.policy === winner.policy) continue;
      if (rule.priority === winner.priority) own.overruledBy.add(first);
      else if (rule.policy === 'drop') own.piercedBy.add(first);
      continue;
    }
    own.decides = true;
    if (number !== first) own.nexts.add(first);
    else if ((next?.policy ?? fallback) !== rule.policy) own.hasEffect = true;
    else if (second !== undefined) own.nexts.add(second);
  }
  countOpposites(matched, { ranked, own: seen[first] });
}

function countOpposites(
  matched: readonly number[],
  { ranked, own }: { readonly ranked: readonly WrittenRule[]; readonly own: Seen | undefined },
): void {
  if (own === undefined) return;
  own.classes += 1;
  const [winner, ...others] = matched.flatMap((number) => ranked[number] ?? []);
  const opposites = others.filter(({ policy }) => policy !== winner?.policy);
  for (const place of new Set(opposites.map(({ source }) => formatSource(source)))) {
    own.classesOver.set(place, (own.classesOver.get(place) ?? 0) + 1);
  }
}

function isBeyond(seen: Seen | undefined, place: string): boolean {
  return seen !== undefined && (seen.classesOver.get(place) ?? 0) < seen.classes;
}

function standingOf(
  rule: WrittenRule,
  {
    of,
    ranked,
    seen,
    isComplete,
  }: {
    readonly of: Seen | undefined;
    readonly ranked: readonly WrittenRule[];
    readonly seen: readonly Seen[];
    readonly isComplete: boolean;
  },
): Standing {
  const rulesAt = (numbers: Iterable<number>): readonly WrittenRule[] =>
    [...numbers].sort((a, b) => a - b).flatMap((number) => ranked[number] ?? []);
  /** One rule that does it all says more than many that do it together. */
  const fewest = (found: readonly WrittenRule[], isIn: (other: WrittenRule) => boolean) => {
    const whole = ranked.find((other) => other !== rule && isIn(other) && contains(other, rule));
    return whole === undefined ? found : [whole];
  };
  const place = formatSource(rule.source);
  /** What only takes packets from the rules that are written there is an exception from them. */
  const beyond = (numbers: ReadonlySet<number> = new Set()) =>
    rulesAt([...numbers].filter((number) => isComplete && isBeyond(seen[number], place)));
  const sees = isComplete && of !== undefined;
  const isHidden = sees && !of.decides && of.winners.size > 0;
  const isSpared = sees && of.decides && !of.hasEffect;
  const isStronger = (other: WrittenRule) => rankOf(other) < rankOf(rule);
  const saysTheSame = (other: WrittenRule) =>
    rankOf(other) >= rankOf(rule) && other.policy === rule.policy;
  return {
    rule,
    hiddenBy: isHidden ? fewest(rulesAt(of.winners), isStronger) : undefined,
    sparedBy: isSpared ? fewest(rulesAt(of.nexts), saysTheSame) : undefined,
    overruledBy: beyond(of?.overruledBy),
    piercedBy: beyond(of?.piercedBy),
  };
}
