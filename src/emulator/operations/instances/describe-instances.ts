// DescribeInstances: the instances of a region, filtered, newest first, in pages.

import { failure } from '../../failure.ts';
import { operation } from '../../operation.ts';
import { isTrue, optional } from '../../parameters.ts';
import { tagBodies, tagTest } from '../match-tags.ts';
import { newestFirst } from '../newest-first.ts';
import { anyPage } from '../pages.ts';
import { parseTexts } from '../texts.ts';
import type { Instance, NetworkInterface } from '../../machines.ts';
import type { Call } from '../../operation.ts';
import type { Parameters } from '../../parameters.ts';
import type { ReplyBody } from '../../tokens.ts';

export const describeInstances = operation('DescribeInstances', describe, { mutates: false });

const listing = {
  list: 'instances',
  size: { least: 10, most: 100, usual: 10, clamped: true },
  badToken: 'InValidParameter.NextToken',
  badNumber: 'InvalidParameter',
} as const;

function describe(call: Call): ReplyBody {
  const { parameters, state } = call;
  const test = filterOf(parameters);
  if (isTrue(parameters, 'DryRun')) throw failure('DryRunOperation');
  const matches = newestFirst(candidates(call), call).filter((instance) =>
    test({ instance, primary: state.machines.primaryOf(instance) }),
  );
  const { items, paging } = anyPage(matches, parameters, listing);
  return {
    Instances: { Instance: items.map((instance) => instanceBody(instance, call)) },
    ...paging,
  };
}

/** By group, nobody else has to be looked at. */
function candidates({ parameters, state: { machines } }: Call): Iterable<Instance> {
  const group = optional(parameters, 'SecurityGroupId');
  if (group === undefined) return machines.instances();
  const ids = new Set(machines.members(group).map(({ instanceId }) => instanceId));
  return [...ids].map((id) => machines.instance(id)).filter((found) => found !== undefined);
}

interface Candidate {
  readonly instance: Instance;
  readonly primary: NetworkInterface;
}

/** A filter that matches nothing is an empty list. */
function filterOf(parameters: Parameters): (candidate: Candidate) => boolean {
  const tagged = tagTest(parameters);
  const ids = parseTexts(parameters, 'InstanceIds', 'InvalidInstanceIds.Malformed');
  const addresses = parseTexts(parameters, 'PrivateIpAddresses', 'InvalidParameter');
  const name = nameTest(optional(parameters, 'InstanceName'));
  const equal = (parameter: string, value: string): boolean =>
    (optional(parameters, parameter) ?? value) === value;
  const group = optional(parameters, 'SecurityGroupId');
  return ({ instance, primary }) =>
    (ids?.has(instance.id) ?? true) &&
    (addresses === undefined || primary.privateAddresses.some((one) => addresses.has(one))) &&
    name(instance.name) &&
    equal('VpcId', primary.vpcId) &&
    equal('VSwitchId', primary.vSwitchId) &&
    equal('ZoneId', primary.zoneId) &&
    equal('Status', instance.status) &&
    equal('InstanceType', instance.instanceType) &&
    equal('InstanceNetworkType', 'vpc') &&
    equal('ResourceGroupId', instance.resourceGroupId) &&
    (group === undefined || primary.groupIds.includes(group)) &&
    lockTest(parameters, instance) &&
    tagged(instance.tags);
}

function lockTest(parameters: Parameters, { lockReasons }: Instance): boolean {
  const reason = optional(parameters, 'LockReason');
  return reason === undefined || lockReasons.includes(reason);
}

/** `*` stands for anything. */
function nameTest(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 'u');
  return (name) => expression.test(name);
}

function instanceBody(instance: Instance, { state }: Call): ReplyBody {
  const primary = state.machines.primaryOf(instance);
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Description: instance.description,
    Status: instance.status,
    InstanceType: instance.instanceType,
    InstanceTypeFamily: instance.instanceType.split('.').slice(0, 2).join('.'),
    InstanceNetworkType: 'vpc',
    InstanceChargeType: 'PostPaid',
    RegionId: instance.region,
    ZoneId: primary.zoneId,
    // Instances have no seconds, unlike groups.
    CreationTime: instance.creationTime.replace(/:\d\dZ$/, 'Z'),
    ResourceGroupId: instance.resourceGroupId,
    HostName: instance.name,
    DeletionProtection: false,
    SecurityGroupIds: { SecurityGroupId: [...primary.groupIds] },
    NetworkInterfaces: { NetworkInterface: state.machines.interfacesOf(instance).map(attached) },
    VpcAttributes: {
      VpcId: primary.vpcId,
      VSwitchId: primary.vSwitchId,
      NatIpAddress: '',
      PrivateIpAddress: { IpAddress: primary.privateAddresses.slice(0, 1) },
    },
    PublicIpAddress: { IpAddress: [] },
    InnerIpAddress: { IpAddress: [] },
    EipAddress: { AllocationId: '', IpAddress: '', InternetChargeType: '' },
    OperationLocks: { LockReason: instance.lockReasons.map((LockReason) => ({ LockReason })) },
    Tags: { Tag: tagBodies(instance.tags) },
  };
}

function attached(one: NetworkInterface): ReplyBody {
  return {
    NetworkInterfaceId: one.id,
    MacAddress: one.macAddress,
    PrimaryIpAddress: one.privateAddresses[0] ?? '',
    Type: one.type,
    PrivateIpSets: { PrivateIpSet: privateIpBodies(one) },
    Ipv6Sets: { Ipv6Set: one.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })) },
  };
}

export function privateIpBodies({ privateAddresses }: NetworkInterface): readonly ReplyBody[] {
  return privateAddresses.map((PrivateIpAddress, index) => ({
    PrivateIpAddress,
    Primary: index === 0,
  }));
}
