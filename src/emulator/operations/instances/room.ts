// How many more network interfaces a group has room for. A basic group counts private IPv4 addresses,
// an advanced one interfaces.

import type { Group } from '../../group.ts';
import type { NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';

export function room(group: Group, { state, limits }: Call): number {
  const most =
    group.attributes.type === 'enterprise'
      ? limits.interfacesPerEnterpriseGroupMax
      : limits.addressesPerGroupMax;
  const taken = state.machines
    .members(group.id)
    .reduce((sum, member) => sum + place(member, group), 0);
  return Math.max(0, most - taken);
}

/** How much room one takes. */
export function place({ privateAddresses }: NetworkInterface, { attributes }: Group): number {
  return attributes.type === 'enterprise' ? 1 : privateAddresses.length;
}
