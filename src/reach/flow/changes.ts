// What would have to change at one end: for dropped traffic to pass, and for accepted traffic not to.
import type { ExplainedChange } from '../../model/explanation.ts';
import { priorityMax } from '../../model/limits.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import type { Decider } from '../access/contender.ts';
import { decisions, type Decision } from '../access/decisions.ts';
import type { StateGroup, StateRule } from '../ends/access-state.ts';
import type { EndDecision } from './decide-flow.ts';

/** All but the default, which nobody can take away. */
type Removable = Exclude<Decider<StateRule>, { kind: 'default' }>;
type EndGroups = Pick<EndDecision, 'direction' | 'groups'>;

/** Each would do, at this end. */
export function changesFor(
  { policy, decidedBy, traffic }: Decision<StateRule>,
  { direction, groups }: EndGroups,
): readonly ExplainedChange[] {
  const deciding = removableOf(decidedBy);
  const strongest = Math.min(priorityMax, ...deciding.map(priorityAgainst));
  const ours = groups.filter(({ isOurs }) => isOurs);
  const names = (ours.length > 0 ? ours : groups).map(({ name }) => name);
  const add = { direction, groups: names, priorityMax: strongest };
  const kind = policy === 'accept' ? 'addDrop' : 'addAccept';
  // Nothing is stronger than a drop at priority 1, but that members of a group accept each other.
  const adding = strongest >= 1 && groups.length > 0 ? [{ kind, ...add } as const] : [];
  if (deciding.length === 0) return adding;
  const sets = traffic.map((term) => term.traffic);
  const { gone, thenAdd } = goneFor(policy, sets, { direction, groups, gone: deciding });
  const drops = gone.flatMap((one) => (one.kind === 'rule' ? [one] : []));
  return [
    ...adding,
    policy === 'accept'
      ? { kind: 'removeAccepts', direction, accepts: gone, thenAdd }
      : { kind: 'removeDrops', direction, drops, thenAdd },
  ];
}

/** The weakest priority at which a rule of the other policy decides instead; 0 where none does. */
function priorityAgainst(decider: Removable): number {
  if (decider.kind === 'innerAccessPolicy') return 0;
  const { policy, priority } = decider.rule;
  // Of one priority, drops decide.
  return policy === 'drop' ? priority - 1 : priority;
}

/** Who decides so about some of the traffic, and who would once these are gone. */
function goneFor(
  policy: Decision['policy'],
  within: readonly TrafficSet[],
  { direction, groups, gone }: EndGroups & { readonly gone: readonly Removable[] },
): { readonly gone: readonly Removable[]; readonly thenAdd: boolean } {
  const left = groups.map((group) => withoutThese(group, gone));
  const found = decisions(left, { direction, within });
  const still = found.kind === 'complete' ? found.decisions : [];
  const same = still.filter((decision) => decision.policy === policy);
  const more = same.flatMap(({ decidedBy }) => removableOf(decidedBy));
  if (more.length > 0)
    return goneFor(policy, within, { direction, groups, gone: [...gone, ...more] });
  return { gone, thenAdd: same.length > 0 || found.kind === 'incomplete' };
}

function withoutThese(group: StateGroup, gone: readonly Removable[]): StateGroup {
  const own = gone.filter((one) => one.group === group.name);
  const rules = new Set(own.flatMap((one) => (one.kind === 'rule' ? [one.rule] : [])));
  const keepsInside = own.every(({ kind }) => kind === 'rule');
  return {
    ...group,
    ...(keepsInside ? {} : { innerAccessPolicy: 'drop' }),
    rules: group.rules.filter((rule) => !rules.has(rule)),
  };
}

function removableOf(deciders: readonly Decider<StateRule>[]): readonly Removable[] {
  return deciders.filter((decider) => decider.kind !== 'default');
}
