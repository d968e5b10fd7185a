// Traffic between two places, as the rules of either end see it.
import type { Cidr } from '../../model/cidr.ts';
import type { Direction, Rule } from '../../model/rule.ts';
import type { TrafficSet } from '../../model/traffic-window.ts';
import type { AccessGroup } from '../access/contender.ts';
import type { AccessState } from './access-state.ts';
import type { AskedTraffic } from './asked-traffic.ts';
import type { Place } from './place.ts';

export interface Between {
  readonly from: Place;
  readonly to: Place;
  readonly traffic: AskedTraffic;
}

/** The egress of where it comes from, or the ingress of where it goes, for the groups that decide there. */
export function askedBetween(
  { from, to, traffic }: Between,
  direction: Direction,
  {
    groups,
    state,
  }: { readonly groups: readonly AccessGroup[]; readonly state: Pick<AccessState, 'inVpc'> },
): TrafficSet {
  const [own, other] = direction === 'ingress' ? [to, from] : [from, to];
  const outside = notMemberOf(other, { groups, state });
  return {
    direction,
    ...traffic,
    peers: other.blocks,
    ...nonEmpty('peersExcept', other.except),
    locals: own.blocks,
    ...nonEmpty('localsExcept', own.except),
    ...nonEmpty('within', other.memberOf),
    ...nonEmpty('without', outside),
  };
}

/** Of the groups that rules here ask about, those in which the other side is known not to be. */
function notMemberOf(
  { memberOf, notMemberOf: others }: Place,
  {
    groups,
    state,
  }: { readonly groups: readonly AccessGroup[]; readonly state: Pick<AccessState, 'inVpc'> },
): readonly string[] {
  if (others === 'unknown') return [];
  const asked = [...groups.map(({ name }) => name), ...groups.flatMap(({ rules }) => peers(rules))];
  const isKnown = (name: string) => others === 'anyOther' || state.inVpc.has(name);
  return [...new Set(asked)].filter((name) => isKnown(name) && !memberOf.includes(name)).toSorted();
}

function peers(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ peer }): readonly string[] => {
    if (peer.kind === 'group') return [peer.group];
    return peer.kind === 'foreignGroup' ? [peer.groupId] : [];
  });
}

function nonEmpty<Name extends string, Value extends string | Cidr>(
  name: Name,
  values: readonly Value[],
): Partial<Record<Name, readonly Value[]>> {
  return (values.length === 0 ? {} : { [name]: values }) as Partial<Record<Name, readonly Value[]>>;
}
