// What the rules of one group decide about the traffic of a region, class by class of packets.
import type { Direction, Policy, Rule } from '../model/rule.ts';
import { rankOf } from '../model/rule.ts';
import { boxOf, overlaps } from './overlap.ts';
import { packetClasses, type Region } from './packet-classes.ts';

export interface Decided<Written extends Rule> {
  readonly region: Region;
  readonly policy: Policy;
  /**
   * Each of these alone is enough for that: those of the winning policy before the first of the
   * other. Empty where no rule matches and the default of the group decides.
   */
  readonly rules: readonly Written[];
}

export interface DecidedWithin<Written extends Rule> {
  readonly classes: readonly Decided<Written>[];
  /** False where there are more classes than were asked for. */
  readonly isComplete: boolean;
}

export interface WithinOptions {
  readonly direction: Direction;
  /** The region: what any of `boxes` matches and none of `except`. Only what they match counts. */
  readonly boxes: readonly Rule[];
  readonly except: readonly Rule[];
  /** What the type of the group decides where no rule matches. */
  readonly fallback: Policy;
  readonly classesMax: number;
}

/**
 * Exact where the truth is known. A peer that is in no group and no list is a class of its own, whose
 * `within` is empty; beside it there is one for each group, list or pair of both that a rule names.
 */
export function decidedWithin<Written extends Rule>(
  rules: readonly Written[],
  { direction, boxes, except, fallback, classesMax }: WithinOptions,
): DecidedWithin<Written> {
  const regions = boxes.map(boxOf);
  const near = rules.filter((rule) => {
    const box = boxOf(rule);
    return rule.direction === direction && regions.some((region) => overlaps(region, box));
  });
  near.sort((a, b) => rankOf(a) - rankOf(b));
  const [firstBox, firstRule] = [except.length, except.length + boxes.length];
  const classes: Decided<Written>[] = [];
  const isComplete = packetClasses([...except, ...boxes, ...near], {
    direction,
    ofInterest: (number) => number >= firstBox && number < firstRule,
    together: 1,
    visit: (matched, region) => {
      if ((matched[0] ?? firstBox) < firstBox) return true;
      const own = matched.flatMap((number) => near[number - firstRule] ?? []);
      const policy = own[0]?.policy ?? fallback;
      const end = own.findIndex((rule) => rule.policy !== policy);
      classes.push({ region: region(), policy, rules: end < 0 ? own : own.slice(0, end) });
      return classes.length < classesMax;
    },
  });
  return { classes, isComplete };
}
