// What is known of one group, worked out when the first check asks, and once.
import type { PresentGroup } from '../model/group.ts';
import type { Quotas } from '../model/quota.ts';
import type { Direction, Policy } from '../model/rule.ts';
import { internetOpenings, type Opening } from '../reach/internet-openings.ts';
import { ruleStandings, type Standing } from '../reach/rule-standings.ts';
import type { Known } from './check.ts';

export interface WorkedOut extends Known {
  /** Directions with too many classes of packets to look at all, as far as anybody has asked. */
  incomplete(): readonly Direction[];
}

export interface KnownOptions {
  readonly nowMs: number;
  readonly quotas: Quotas;
  /** Classes of packets that are looked at for one answer. */
  readonly classesMax: number;
}

export function knownOf(
  group: PresentGroup,
  { nowMs, quotas, classesMax }: KnownOptions,
): WorkedOut {
  const incomplete = new Set<Direction>();
  const openings = new Map<Direction, readonly Opening[]>();
  const standings = new Map<Direction, readonly Standing[]>();
  const note = (direction: Direction, isComplete: boolean) => {
    if (!isComplete) incomplete.add(direction);
  };
  const lookUp = (direction: Direction): readonly Opening[] => {
    const rules = group[direction];
    if (rules === undefined) return [];
    const options = { direction, fallback: fallbackOf(group, direction), classesMax };
    const found = internetOpenings(rules, options);
    note(direction, found.isComplete);
    return found.openings;
  };
  const stand = (direction: Direction): readonly Standing[] => {
    const options = { direction, fallback: fallbackOf(group, direction), classesMax };
    const found = ruleStandings(group[direction] ?? [], options);
    note(direction, found.isComplete);
    return found.standings;
  };
  return {
    nowMs,
    quotas,
    openings: (direction) => once(openings, direction, lookUp),
    standings: (direction) => once(standings, direction, stand),
    incomplete: () => [...incomplete].sort(),
  };
}

/** Where no rule matches: a basic group lets everything out, and nothing in. */
export function fallbackOf({ type }: PresentGroup, direction: Direction): Policy {
  return direction === 'egress' && type === 'normal' ? 'accept' : 'drop';
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const value = known.get(key) ?? make(key);
  known.set(key, value);
  return value;
}
