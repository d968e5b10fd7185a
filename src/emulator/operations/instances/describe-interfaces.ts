// DescribeNetworkInterfaces: the network interfaces of a region, filtered, newest first, in pages.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { listOf, optional } from '../../parameters.ts';
import { tagBodies, tagTest } from '../match-tags.ts';
import { newestFirst } from '../newest-first.ts';
import { anyPage } from '../pages.ts';
import { privateIpBodies } from './describe-instances.ts';
import type { NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';
import type { Parameters } from '../../parameters.ts';
import type { ReplyBody } from '../../tokens.ts';

export const describeNetworkInterfaces = operation('DescribeNetworkInterfaces', describe, {
  mutates: false,
});

const valuesMax = 100;

const listing = {
  list: 'interfaces',
  size: { least: 10, most: 500, usual: 10, clamped: true },
  badToken: 'InvalidParameter',
  badNumber: 'InvalidParameter',
} as const;

function describe(call: Call): ReplyBody {
  const test = filterOf(call.parameters);
  const matches = newestFirst(call.state.machines.interfaces(), call).filter(test);
  const { items, paging } = anyPage(matches, call.parameters, listing);
  return {
    NetworkInterfaceSets: { NetworkInterfaceSet: items.map(interfaceBody) },
    ...paging,
  };
}

function filterOf(parameters: Parameters): (one: NetworkInterface) => boolean {
  const tagged = tagTest(parameters);
  const equal = (parameter: string, value: string): boolean =>
    (optional(parameters, parameter) ?? value).toLowerCase() === value.toLowerCase();
  const anyOf = (parameter: string, values: readonly string[]): boolean => {
    const wanted = listOf(parameters, parameter);
    return wanted.length === 0 || values.some((value) => wanted.includes(value));
  };
  for (const name of ['NetworkInterfaceId', 'PrivateIpAddress', 'Ipv6Address']) {
    if (listOf(parameters, name).length > valuesMax) {
      throw failure('InvalidParameter', { subject: name });
    }
  }
  const group = optional(parameters, 'SecurityGroupId');
  return (one) =>
    anyOf('NetworkInterfaceId', [one.id]) &&
    anyOf('PrivateIpAddress', one.privateAddresses) &&
    anyOf('Ipv6Address', one.ipv6Addresses) &&
    equal('PrimaryIpAddress', one.privateAddresses[0] ?? '') &&
    equal('NetworkInterfaceName', one.name) &&
    equal('InstanceId', one.instanceId) &&
    equal('VpcId', one.vpcId) &&
    equal('VSwitchId', one.vSwitchId) &&
    equal('Status', one.status) &&
    equal('Type', one.type) &&
    equal('ServiceManaged', String(one.serviceManaged)) &&
    equal('ResourceGroupId', one.resourceGroupId) &&
    (group === undefined || isSecondaryIn(one, group)) &&
    tagged(one.tags);
}

/** By group, only secondary interfaces are found; primary ones are in their instances. */
function isSecondaryIn({ type, groupIds }: NetworkInterface, groupId: string): boolean {
  return type === 'Secondary' && groupIds.includes(groupId);
}

function interfaceBody(one: NetworkInterface): ReplyBody {
  return {
    NetworkInterfaceId: one.id,
    NetworkInterfaceName: one.name,
    Description: one.description,
    Type: one.type,
    Status: one.status,
    InstanceId: one.instanceId,
    VpcId: one.vpcId,
    VSwitchId: one.vSwitchId,
    ZoneId: one.zoneId,
    MacAddress: one.macAddress,
    PrivateIpAddress: one.privateAddresses[0] ?? '',
    PrivateIpSets: { PrivateIpSet: privateIpBodies(one) },
    Ipv6Sets: { Ipv6Set: one.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })) },
    SecurityGroupIds: { SecurityGroupId: [...one.groupIds] },
    OwnerId: one.account,
    ServiceManaged: one.serviceManaged,
    ServiceID: 0,
    ResourceGroupId: one.resourceGroupId,
    CreationTime: one.creationTime,
    AssociatedPublicIp: {},
    Attachment: one.instanceId === '' ? {} : { InstanceId: one.instanceId },
    Tags: { Tag: tagBodies(one.tags) },
  };
}
