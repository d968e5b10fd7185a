// A whole world that is put into the state as it is, past every check: accounts, VPCs, groups, lists,
// instances and network interfaces.

import { putGroup } from './seed.ts';
import type { SeedContext, SeedGroup } from './seed.ts';
import type { InstanceStatus, InterfaceStatus, NetworkInterface } from './machines.ts';
import type { ListEntry, PrefixList } from './lists.ts';
import type { ResourceGroup, Vpc } from './state.ts';

export interface EmulatorSeed {
  readonly accounts?: readonly SeedAccount[];
  readonly resourceGroups?: readonly ResourceGroup[];
  readonly vpcs?: readonly Vpc[];
  readonly prefixLists?: readonly SeedPrefixList[];
  readonly portRangeLists?: readonly SeedList[];
  readonly groups?: readonly SeedGroup[];
  readonly instances?: readonly SeedInstance[];
  readonly interfaces?: readonly SeedInterface[];
}

export interface SeedAccount {
  readonly id: string;
  /** What it logs in with; rules may name the owner of a group so. */
  readonly name?: string;
  readonly accessKeys?: readonly { readonly id: string; readonly secret: string }[];
}

interface SeedResource {
  readonly region: string;
  /** Made up where it is left out; so is everything else that may be. */
  readonly id?: string;
  readonly account?: string;
  readonly name?: string;
  readonly description?: string;
  readonly creationTime?: string;
  readonly resourceGroupId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface SeedList extends SeedResource {
  readonly maxEntries?: number;
  readonly entries?: readonly ListEntry[];
}

export interface SeedPrefixList extends SeedList {
  readonly family?: PrefixList['family'];
}

interface SeedNetwork extends SeedResource {
  readonly groupIds: readonly string[];
  /** That of the first group where it is left out. */
  readonly vpcId?: string;
  readonly vSwitchId?: string;
  readonly zoneId?: string;
  readonly privateAddresses?: readonly string[];
  readonly ipv6Addresses?: readonly string[];
  readonly serviceManaged?: boolean;
}

export interface SeedInstance extends SeedNetwork {
  readonly status?: InstanceStatus;
  readonly instanceType?: string;
  readonly lockReasons?: readonly string[];
  /** The id of its primary interface. */
  readonly interfaceId?: string;
}

export interface SeedInterface extends SeedNetwork {
  readonly status?: InterfaceStatus;
  readonly instanceId?: string;
}

/** What others refer to comes first: who refers to what is looked up as it is put. */
export function loadSeed(seed: EmulatorSeed, context: SeedContext): void {
  const { state } = context;
  for (const group of seed.resourceGroups ?? []) state.resourceGroups.set(group.id, group);
  for (const vpc of seed.vpcs ?? []) state.vpcs.set(vpc.id, vpc);
  for (const list of seed.prefixLists ?? []) putPrefixList(list, context);
  for (const list of seed.portRangeLists ?? []) putPortRangeList(list, context);
  for (const group of seed.groups ?? []) putGroup(group, context);
  for (const instance of seed.instances ?? []) putInstance(instance, context);
  for (const one of seed.interfaces ?? []) putSecondary(one, context);
}

function putPrefixList(seed: SeedPrefixList, context: SeedContext): void {
  const list = { ...listOf(seed, 'pl', context), family: seed.family ?? ('IPv4' as const) };
  context.state.lists.prefixLists.set(list.id, list);
}

function putPortRangeList(seed: SeedList, context: SeedContext): void {
  const list = listOf(seed, 'prl', context);
  context.state.lists.portRangeLists.set(list.id, list);
}

function putInstance(seed: SeedInstance, context: SeedContext): void {
  const resource = resourceOf(seed, 'i', context);
  const interfaceSeed = {
    ...seed,
    name: '',
    description: '',
    id: seed.interfaceId ?? context.identifiers.resourceId('eni', seed.region),
  };
  const primary: NetworkInterface = {
    ...interfaceOf(interfaceSeed, context),
    type: 'Primary',
    status: 'InUse',
    instanceId: resource.id,
  };
  context.state.machines.putInterface(primary);
  context.state.machines.putInstance({
    ...resource,
    status: seed.status ?? 'Running',
    instanceType: seed.instanceType ?? 'ecs.g7.large',
    primaryInterfaceId: primary.id,
    lockReasons: seed.lockReasons ?? [],
  });
}

function putSecondary(seed: SeedInterface, context: SeedContext): void {
  const instanceId = seed.instanceId ?? '';
  context.state.machines.putInterface({
    ...interfaceOf(seed, context),
    type: 'Secondary',
    status: seed.status ?? (instanceId === '' ? 'Available' : 'InUse'),
    instanceId,
  });
}

function interfaceOf(
  seed: SeedNetwork,
  context: SeedContext,
): Omit<NetworkInterface, 'type' | 'status' | 'instanceId'> {
  const resource = resourceOf(seed, 'eni', context);
  const { account, region } = resource;
  const [firstGroup = ''] = seed.groupIds;
  const groupVpc = context.state.group(firstGroup)?.attributes.vpcId;
  const vpcId = seed.vpcId ?? groupVpc ?? context.state.defaultVpc({ account, region });
  return {
    ...resource,
    vpcId,
    vSwitchId: seed.vSwitchId ?? `vsw-${vpcId.replace(/^vpc-/, '')}`,
    zoneId: seed.zoneId ?? `${region}-a`,
    macAddress: macAddress(resource.sequence),
    groupIds: [...seed.groupIds],
    privateAddresses: seed.privateAddresses ?? [privateAddress(resource.sequence)],
    ipv6Addresses: seed.ipv6Addresses ?? [],
    serviceManaged: seed.serviceManaged ?? false,
  };
}

type Resource = Pick<
  NetworkInterface,
  | 'id'
  | 'account'
  | 'region'
  | 'sequence'
  | 'creationTime'
  | 'name'
  | 'description'
  | 'resourceGroupId'
  | 'tags'
>;

function listOf(
  seed: SeedList,
  prefix: string,
  context: SeedContext,
): Resource & { readonly maxEntries: number; readonly entries: readonly ListEntry[] } {
  const entries = seed.entries ?? [];
  const maxEntries = seed.maxEntries ?? Math.max(1, entries.length);
  return { ...resourceOf(seed, prefix, context), maxEntries, entries };
}

function resourceOf(
  seed: SeedResource,
  prefix: string,
  { state, identifiers, account, time }: SeedContext,
): Resource {
  return {
    id: seed.id ?? identifiers.resourceId(prefix, seed.region),
    account: seed.account ?? account,
    region: seed.region,
    sequence: state.nextSequence(),
    creationTime: seed.creationTime ?? time,
    name: seed.name ?? '',
    description: seed.description ?? '',
    resourceGroupId: seed.resourceGroupId ?? '',
    tags: new Map(Object.entries(seed.tags ?? {})),
  };
}

/** One of its own for each of the first sixteen million. */
function privateAddress(sequence: number): string {
  return `10.${(sequence >> 16) & 255}.${(sequence >> 8) & 255}.${sequence & 255}`;
}

function macAddress(sequence: number): string {
  const hex = sequence.toString(16).padStart(8, '0');
  return ['00', '16', ...(hex.match(/../g) ?? [])].join(':');
}
