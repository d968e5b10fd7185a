// Changes of rules by the place in the files that causes them: an entry of a network that 150 groups name
// is one cause, not 150.
import type { PlannedRule } from '../../model/step.ts';
import type { Plan } from '../../model/plan.ts';
import { stepsByGroup } from '../group-lines.ts';
import { ruleChanges, type RuleChange } from '../rule-changes.ts';
import { sourceText } from '../source-text.ts';

export interface CauseCounts {
  /** A place, safe to print; undefined for rules that are not written any more, and temporary ones. */
  readonly place: string | undefined;
  readonly groups: number;
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

/** What touches most groups first. */
export function countsByCause({ steps }: Pick<Plan, 'steps'>): readonly CauseCounts[] {
  const found = new Map<string | undefined, Counting>();
  for (const [group, own] of stepsByGroup(steps)) {
    for (const change of ruleChanges(own)) {
      const place = placeOf(change);
      const counting = found.get(place) ?? { groups: new Set(), add: 0, change: 0, remove: 0 };
      counting.groups.add(group);
      if (change.kind === 'added') counting.add++;
      if (change.kind === 'changed') counting.change++;
      if (change.kind === 'removed') counting.remove++;
      found.set(place, counting);
    }
  }
  return [...found]
    .map(([place, { groups, ...counts }]) => ({ place, groups: groups.size, ...counts }))
    .toSorted((one, other) => other.groups - one.groups || compare(one.place, other.place));
}

interface Counting {
  readonly groups: Set<string>;
  add: number;
  change: number;
  remove: number;
}

function placeOf(change: RuleChange): string | undefined {
  if (change.kind !== 'added' && change.kind !== 'changed') return undefined;
  const { via, source }: PlannedRule = change.after;
  const place = via?.at(-1) ?? source;
  return place === undefined ? undefined : sourceText(place);
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}
