// The places that an end of an assertion means, at which members of groups are as its mode says.
import type { Cidr } from '../../model/cidr.ts';
import type { AssertionMode, FlowEnd } from '../../model/flow-assertion.ts';
import { internet } from '../access/public-addresses.ts';
import type { AccessState } from '../ends/access-state.ts';
import { placesAt, placesOf, type Place } from '../ends/place.ts';

/**
 * By inventory, the interfaces of today with their addresses. Symbolically a member may have any
 * address: with the group alone on its interface, and beside the groups that are beside it today.
 * None where an inventory is asked for and there is nobody in the group.
 */
export function placesOfEnd(
  end: FlowEnd,
  { mode, state }: { readonly mode: AssertionMode; readonly state: AccessState },
): readonly Place[] {
  switch (end.kind) {
    case 'addresses':
      return placesAt(end.blocks, state);
    case 'internet':
      return [{ ...nobody, ...internet, memberOf: [], notMemberOf: 'anyOther' }];
    case 'group': {
      const today = membersToday(end.group, state);
      if (mode === 'inventory') return today;
      const alone: Place = {
        ...{ groups: [end.group], interfaces: undefined, blocks: everywhere, except: [] },
        ...{ memberOf: [end.group], notMemberOf: 'unknown' },
      };
      const together = today.map((place) => ({ ...place, blocks: everywhere, except: [] }));
      return [alone, ...together];
    }
  }
}

/** What is left of a place without some senders; undefined where nothing is. */
export function placeExcept(place: Place, ends: readonly FlowEnd[]): Place | undefined {
  const groups = groupsIn(ends);
  if (groups.some((group) => place.memberOf.includes(group))) return undefined;
  const blocks = ends.flatMap((end) => (end.kind === 'addresses' ? end.blocks : []));
  return { ...place, except: [...place.except, ...blocks] };
}

export function groupsIn(ends: readonly FlowEnd[]): readonly string[] {
  return ends.flatMap((end) => (end.kind === 'group' ? [end.group] : []));
}

const nobody = { groups: undefined, interfaces: undefined } as const;
const everywhere = ['0.0.0.0/0', '::/0'] as Cidr[];

function membersToday(group: string, { interfaces }: AccessState): readonly Place[] {
  if (interfaces.kind === 'unknown') return [];
  return placesOf(interfaces.all.filter(({ groups }) => groups.includes(group)));
}
