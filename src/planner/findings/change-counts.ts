// How much of what is there a plan changes, and how much of it goes.
import { matchBy } from '../../model/match.ts';
import type { GroupContent } from '../../model/group.ts';
import { contentKey, ruleKey } from '../../model/rule.ts';
import { unshared } from '../../model/unshared.ts';
import { endOf, type GroupStates } from '../order/states.ts';

/** The live groups of ours and all their rules; those count that no file names, or only adopts. */
export interface Ours {
  readonly groups: number;
  readonly rules: number;
}

export interface ChangeCounts {
  readonly before: Ours;
  /** Of those before, the ones that are not as they were, or are not there at the end. */
  readonly changed: Ours;
  /** Of those before, the ones that are not there at the end. */
  readonly deleted: Ours;
  readonly after: Ours;
}

/**
 * `read` counts also what no step touches, and so may be in no state. A way back that is applied as a
 * plan says what was read before its plan; then there is at least what it touches.
 */
export function changeCounts(states: readonly GroupStates[], read: Ours): ChangeCounts {
  const touched = states.filter(({ path }) => path.length > 0).map(countsOf);
  const sum = (of: (one: GroupCounts) => Ours): Ours => ({
    groups: touched.reduce((total, one) => total + of(one).groups, 0),
    rules: touched.reduce((total, one) => total + of(one).rules, 0),
  });
  const [was, is] = [sum((one) => one.before), sum((one) => one.after)];
  const before = {
    groups: Math.max(read.groups, was.groups),
    rules: Math.max(read.rules, was.rules),
  };
  return {
    before,
    changed: sum(({ changed }) => changed),
    deleted: sum(({ deleted }) => deleted),
    after: {
      groups: before.groups + is.groups - was.groups,
      rules: before.rules + is.rules - was.rules,
    },
  };
}

type GroupCounts = ChangeCounts;

function countsOf(state: GroupStates): GroupCounts {
  const { before } = state;
  const end = endOf(state);
  const [then, now] = [before?.rules ?? [], end?.rules ?? []];
  const { leftOnly, rightOnly } = unshared(then, now);
  const changed = matchBy(contentKey, leftOnly, rightOnly).leftOver;
  const keys = new Set(changed.length === 0 ? [] : now.map(ruleKey));
  const deleted = changed.filter((rule) => !keys.has(ruleKey(rule)));
  const isLive = Number(before !== undefined);
  return {
    before: oursIn(before),
    changed: { groups: isLive, rules: changed.length },
    deleted: { groups: end === undefined ? isLive : 0, rules: deleted.length },
    after: oursIn(end),
  };
}

function oursIn(group: GroupContent | undefined): Ours {
  return { groups: Number(group !== undefined), rules: group?.rules.length ?? 0 };
}
