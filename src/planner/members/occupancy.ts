// How full a group is, as the cloud counts it: a basic one by private IPv4 addresses, an advanced one by interfaces.
import type { GroupType } from '../../model/group.ts';
import type { NetworkInterface } from '../../model/interfaces.ts';
import type { Quotas } from '../../model/quota.ts';

/** What a group counts, and how much of it it may hold. */
export interface Room {
  readonly quota: 'addressesPerGroup' | 'interfacesPerEnterpriseGroup';
  readonly noun: string;
  readonly most: number;
  readonly sizeOf: (one: NetworkInterface) => number;
}

export function roomIn(type: GroupType | undefined, quotas: Quotas): Room {
  if (type === 'enterprise') {
    const quota = 'interfacesPerEnterpriseGroup';
    return { quota, noun: 'network interfaces', most: quotas[quota], sizeOf: () => 1 };
  }
  const quota = 'addressesPerGroup';
  const noun = 'private IPv4 addresses';
  return { quota, noun, most: quotas[quota], sizeOf: privateIpv4 };
}

export function sizeOfAll(all: readonly NetworkInterface[], { sizeOf }: Room): number {
  return all.reduce((sum, one) => sum + sizeOf(one), 0);
}

/** A block that is assigned whole counts for one: how the cloud counts it is not documented. */
function privateIpv4({ addresses }: NetworkInterface): number {
  return addresses.filter((block) => !block.includes(':')).length;
}
