// What would have to change for dropped traffic to pass at one end.
import type { ExplainedChange } from '../../model/explanation.ts';
import { priorityMax } from '../../model/limits.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import type { Decider } from '../access/contender.ts';
import { decisions, type Decision } from '../access/decisions.ts';
import type { StateGroup, StateRule } from '../ends/access-state.ts';
import type { EndDecision } from './decide-flow.ts';

type RuleDecider = Extract<Decider<StateRule>, { kind: 'rule' }>;

/** Each would do; none where the part is accepted. */
export function changesFor(
  { policy, decidedBy, traffic }: Decision<StateRule>,
  { direction, groups }: Pick<EndDecision, 'direction' | 'groups'>,
): readonly ExplainedChange[] {
  if (policy === 'accept') return [];
  const drops = decidedBy.filter((decider) => decider.kind === 'rule');
  const strongest = Math.min(...drops.map(({ rule }) => rule.priority - 1), priorityMax);
  const ours = groups.filter(({ isOurs }) => isOurs);
  const names = (ours.length > 0 ? ours : groups).map(({ name }) => name);
  const add = { kind: 'addAccept', direction, groups: names, priorityMax: strongest } as const;
  // Nothing is stronger than a drop at priority 1.
  const adding = strongest >= 1 && groups.length > 0 ? [add] : [];
  if (drops.length === 0) return adding;
  const sets = traffic.map((term) => term.traffic);
  return [
    ...adding,
    { kind: 'removeDrops', direction, ...dropsOn(sets, { direction, groups, drops }) },
  ];
}

/** The drops that decide about some traffic, and those that would once these are gone. */
function dropsOn(
  within: readonly TrafficSet[],
  {
    direction,
    groups,
    drops,
  }: Pick<EndDecision, 'direction' | 'groups'> & { readonly drops: readonly RuleDecider[] },
): { readonly drops: readonly RuleDecider[]; readonly thenAdd: boolean } {
  const left = groups.map((group): StateGroup => {
    const gone = new Set(drops.flatMap((drop) => (drop.group === group.name ? [drop.rule] : [])));
    return { ...group, rules: group.rules.filter((rule) => !gone.has(rule)) };
  });
  const found = decisions(left, { direction, within });
  const still = found.kind === 'complete' ? found.decisions : [];
  const dropped = still.filter(({ policy }) => policy === 'drop');
  const more = dropped.flatMap(({ decidedBy }) => decidedBy.filter((one) => one.kind === 'rule'));
  if (more.length > 0) return dropsOn(within, { direction, groups, drops: [...drops, ...more] });
  return { drops, thenAdd: dropped.length > 0 || found.kind === 'incomplete' };
}
