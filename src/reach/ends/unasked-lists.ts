// Lists in files that nobody has asked the cloud about: what depends on their entries is not known.
import { unknownLists } from '../../model/lists.ts';
import type { Cidr } from '../../model/cidr.ts';
import { isListLabel } from '../../model/named-lists.ts';
import type { Policy } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import { hasPorts, type Traffic } from '../../model/traffic.ts';
import { portMax, portMin } from '../../model/ports.ts';
import type { AccessState, StateGroup, StateRule } from './access-state.ts';

/** The lists on which it depends whether traffic is of one of these sets; in a state that was read, none. */
export function unaskedLists(
  sets: readonly TrafficSet[],
  { kind }: Pick<AccessState, 'kind'>,
): readonly string[] {
  if (kind !== 'desired') return [];
  const names = sets.flatMap(({ within = [], without = [] }) => [...within, ...without]);
  const plain = names.map((name) => name.replace(/ \(destination\)$/, ''));
  return [...new Set(plain.filter((name) => isListLabel(name)))].toSorted();
}

/** Such as `what is in port list web and prefix list office is not known`. */
export function unaskedText(lists: readonly string[]): string {
  return `what is in ${lists.join(' and ')} is not known`;
}

/**
 * The group as it could be at most: lists hold everything in its rules of this policy, and nothing in
 * the others. What is so at most of either policy is so whatever is in them.
 */
export function withListsFor(policy: Policy, group: StateGroup): StateGroup {
  if (!group.rules.some(saysList)) return group;
  const rules = group.rules.flatMap((rule) => {
    if (!saysList(rule)) return [rule];
    return rule.policy === policy ? ofAnything(rule) : [];
  });
  return { ...group, rules, lists: unknownLists };
}

function saysList({ peer, traffic }: StateRule): boolean {
  return peer.kind === 'prefixList' || (hasPorts(traffic) && traffic.ports.kind === 'list');
}

function ofAnything(rule: StateRule): readonly StateRule[] {
  const traffic = anyPort(rule.traffic);
  if (rule.peer.kind !== 'prefixList') return [{ ...rule, traffic }];
  return (['0.0.0.0/0', '::/0'] as Cidr[]).map((cidr) => {
    return { ...rule, traffic, peer: { kind: 'cidr', cidr } };
  });
}

function anyPort(traffic: Traffic): Traffic {
  if (!hasPorts(traffic) || traffic.ports.kind === 'range') return traffic;
  return { ...traffic, ports: { kind: 'range', first: portMin, last: portMax } };
}
