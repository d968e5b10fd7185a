// Groups on interfaces whose rules nobody may read: they could be any.
import type { Cidr } from '../../model/cidr.ts';
import type { Rule } from '../../model/rule.ts';
import type { AccessState, StateGroup } from './access-state.ts';

/**
 * Those that none of the states knows, by name, each as what would let most through. One that a state
 * knows is there at another time, or not at all. None where interfaces may not be read.
 */
export function unreadGroups(states: readonly AccessState[]): ReadonlyMap<string, StateGroup> {
  const unread = new Map<string, StateGroup>();
  for (const { interfaces } of states) {
    if (interfaces.kind === 'unknown') continue;
    for (const { groups } of interfaces.all) {
      const known = groups.map((name) => knownAs(name, states));
      for (const [index, name] of groups.entries()) {
        if (known[index] === undefined) unread.set(name, openGroup(name, known));
      }
    }
  }
  return unread;
}

function knownAs(name: string, states: readonly AccessState[]): StateGroup | undefined {
  return states.map(({ groups }) => groups.get(name)).find((group) => group !== undefined);
}

/** Groups on one interface are of one type, and of basic ones alone may members accept each other. */
function openGroup(name: string, beside: readonly (StateGroup | undefined)[]): StateGroup {
  const type = beside.find((group) => group !== undefined)?.type ?? 'normal';
  const rules = (['ingress', 'egress'] as const).flatMap((direction) =>
    (['0.0.0.0/0', '::/0'] as Cidr[]).map((cidr): Rule => {
      const peer = { kind: 'cidr', cidr } as const;
      return { direction, policy: 'accept', traffic: { protocol: 'all' }, peer, priority: 1 };
    }),
  );
  return { name, type, innerAccessPolicy: 'accept', rules, isOurs: false, unwritten: [] };
}
