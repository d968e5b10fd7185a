// Goal: every quota holds at its boundary, can be set, and is refused with its code.
// Method: each with a small limit, by the official client: what just fits is done, one more is not.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/emulator/limits.ts';
import { region, startWorld, vpcId } from './world.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { Limits } from '../../../src/emulator/limits.ts';
import type { EmulatorSeed } from '../../../src/emulator/load-seed.ts';
import type { SeedRule } from '../../../src/emulator/seed.ts';
import type { Nested } from '../flavours.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

interface Quota {
  readonly name: keyof Limits;
  readonly claim: string;
  readonly limits: Partial<Limits>;
  readonly seed: EmulatorSeed;
  /** The first fits, the second does not. */
  readonly calls: readonly [readonly [string, Nested], readonly [string, Nested]];
  readonly answer: string;
}

const here = { region, vpcId } as const;
const rule = (n: number): SeedRule => ({
  Direction: 'ingress',
  IpProtocol: 'TCP',
  PortRange: `${n}/${n}`,
  SourceCidrIp: '10.0.0.0/8',
});
const rules = (count: number): SeedRule[] => Array.from({ length: count }, (_, n) => rule(n + 1));
const group = (id: string, count = 0): { id: string; region: string; rules: SeedRule[] } => ({
  ...here,
  id,
  rules: rules(count),
});
const add = (id: string, port: number, change: Readonly<Record<string, string>> = {}) =>
  [
    'AuthorizeSecurityGroup',
    {
      SecurityGroupId: id,
      Permissions: [
        {
          IpProtocol: 'tcp',
          PortRange: `${port}/${port}`,
          ...('SourceGroupId' in change || 'SourcePrefixListId' in change
            ? {}
            : { SourceCidrIp: '10.0.0.0/8' }),
          ...change,
        },
      ],
    },
  ] as const;
const addToList = (id: string) =>
  [
    'AuthorizeSecurityGroup',
    {
      SecurityGroupId: id,
      Permissions: [{ IpProtocol: 'tcp', SourceCidrIp: '10.0.0.1', PortRangeListId: 'prl-1' }],
    },
  ] as const;
const join = (SecurityGroupId: string, InstanceId: string) =>
  ['JoinSecurityGroup', { SecurityGroupId, InstanceId }] as const;
const instance = (id: string, ...groupIds: string[]) => ({ region, id, groupIds });
const tag = (...keys: string[]) =>
  [
    'TagResources',
    {
      ResourceType: 'securitygroup',
      ResourceId: ['sg-1'],
      Tag: keys.map((Key) => ({ Key, Value: '' })),
    },
  ] as const;
const prefixList = (entries: number, MaxEntries = '2') =>
  [
    'CreatePrefixList',
    {
      PrefixListName: 'office',
      AddressFamily: 'IPv4',
      MaxEntries,
      Entry: Array.from({ length: entries }, (_, n) => ({ Cidr: `10.0.${n}.0/24` })),
    },
  ] as const;
const portList = (entries: number, MaxEntries = '2') =>
  [
    'CreatePortRangeList',
    {
      PortRangeListName: 'web',
      MaxEntries,
      Entry: Array.from({ length: entries }, (_, n) => ({ PortRange: `${n + 1}/${n + 1}` })),
    },
  ] as const;

const quotas: readonly Quota[] = [
  {
    name: 'rulesPerGroupMax',
    claim: 'rules of a group',
    limits: { rulesPerGroupMax: 3 },
    seed: { groups: [group('sg-1', 2)] },
    calls: [add('sg-1', 100), add('sg-1', 101)],
    answer: '403 AuthorizationLimitExceed',
  },
  {
    name: 'rulesPerGroupMax',
    claim: 'rules of a group, a rule with a prefix list counting for as many as the list may hold',
    limits: { rulesPerGroupMax: 12 },
    seed: {
      groups: [group('sg-1', 1)],
      prefixLists: [{ region, id: 'pl-1', maxEntries: 10 }],
    },
    calls: [
      add('sg-1', 100, { SourcePrefixListId: 'pl-1' }),
      add('sg-1', 101, { SourcePrefixListId: 'pl-1' }),
    ],
    answer: '403 AuthorizationLimitExceed',
  },
  {
    name: 'groupPeersPerGroupMax',
    claim: 'rules of a group whose peer is a group',
    limits: { groupPeersPerGroupMax: 1 },
    seed: { groups: [group('sg-1'), group('sg-2')] },
    calls: [add('sg-1', 1, { SourceGroupId: 'sg-2' }), add('sg-1', 2, { SourceGroupId: 'sg-2' })],
    answer: '400 AuthorizedGroupRule.LimitExceed',
  },
  {
    name: 'groupsPerRegionMax',
    claim: 'groups of a region',
    limits: { groupsPerRegionMax: 1 },
    seed: {},
    calls: [
      ['CreateSecurityGroup', {}],
      ['CreateSecurityGroup', {}],
    ],
    answer: '403 QuotaExceed.SecurityGroup',
  },
  {
    name: 'tagsPerResourceMax',
    claim: 'tags of a group',
    limits: { tagsPerResourceMax: 2 },
    seed: { groups: [group('sg-1')] },
    calls: [tag('a', 'b'), tag('c')],
    answer: '403 QuotaExceed.Tags',
  },
  {
    name: 'rulesPerInterfaceMax',
    claim: 'rules of an interface over all its groups, when one is authorized',
    limits: { rulesPerInterfaceMax: 5 },
    seed: {
      groups: [group('sg-1', 2), group('sg-2', 2)],
      instances: [instance('i-1', 'sg-1', 'sg-2')],
    },
    calls: [add('sg-1', 100), add('sg-2', 100)],
    answer: '403 AuthorizationLimitExceed',
  },
  {
    name: 'rulesPerInterfaceMax',
    claim: 'rules of an interface over all its groups, when it joins one',
    limits: { rulesPerInterfaceMax: 5 },
    seed: {
      groups: [group('sg-1', 2), group('sg-2', 3), group('sg-3', 1)],
      instances: [instance('i-1', 'sg-1')],
    },
    calls: [join('sg-2', 'i-1'), join('sg-3', 'i-1')],
    answer: '403 AclLimitExceed',
  },
  {
    name: 'rulesPerInterfaceMax',
    claim: 'rules of an interface, those with port lists counting for what the lists may hold',
    limits: { rulesPerInterfaceMax: 7 },
    seed: {
      groups: [group('sg-1', 2), group('sg-2', 1)],
      instances: [instance('i-1', 'sg-1')],
      portRangeLists: [{ region, id: 'prl-1', maxEntries: 5 }],
    },
    calls: [addToList('sg-1'), join('sg-2', 'i-1')],
    answer: '403 AclLimitExceed',
  },
  {
    name: 'groupsPerInterfaceMax',
    claim: 'groups of an interface',
    limits: { groupsPerInterfaceMax: 2 },
    seed: {
      groups: [group('sg-1'), group('sg-2'), group('sg-3')],
      instances: [instance('i-1', 'sg-1')],
    },
    calls: [join('sg-2', 'i-1'), join('sg-3', 'i-1')],
    answer: '403 InstanceSecurityGroupLimitExceeded',
  },
  {
    name: 'addressesPerGroupMax',
    claim: 'addresses of a basic group',
    limits: { addressesPerGroupMax: 3 },
    seed: {
      groups: [group('sg-1'), group('sg-2')],
      instances: [
        { ...instance('i-1', 'sg-1'), privateAddresses: ['10.0.0.1', '10.0.0.2'] },
        { ...instance('i-2', 'sg-1'), privateAddresses: ['10.0.0.3', '10.0.0.4'] },
      ],
    },
    calls: [join('sg-2', 'i-1'), join('sg-2', 'i-2')],
    answer: '403 SecurityGroupInstanceLimitExceeded',
  },
  {
    name: 'interfacesPerEnterpriseGroupMax',
    claim: 'interfaces of an advanced group, however many addresses they have',
    limits: { interfacesPerEnterpriseGroupMax: 1, addressesPerGroupMax: 0 },
    seed: {
      groups: ['sg-1', 'sg-2'].map((id) => ({ ...here, id, type: 'enterprise' as const })),
      instances: [
        { ...instance('i-1', 'sg-1'), privateAddresses: ['10.0.0.1', '10.0.0.2'] },
        instance('i-2', 'sg-1'),
      ],
    },
    calls: [join('sg-2', 'i-1'), join('sg-2', 'i-2')],
    answer: '403 InvalidOperation.NetworkInterfaceCountExceeded',
  },
  {
    name: 'prefixListsPerRegionMax',
    claim: 'prefix lists of a region',
    limits: { prefixListsPerRegionMax: 1 },
    seed: {},
    calls: [prefixList(0), prefixList(0)],
    answer: '404 LimitExceed.PrefixListPerRegion',
  },
  {
    name: 'prefixListEntriesMax',
    claim: 'the size of a prefix list',
    limits: { prefixListEntriesMax: 2 },
    seed: {},
    calls: [prefixList(2), prefixList(0, '3')],
    answer: '400 InvalidParameter',
  },
  {
    name: 'prefixListAssociationsMax',
    claim: 'groups with one prefix list',
    limits: { prefixListAssociationsMax: 1 },
    seed: {
      groups: [group('sg-1'), group('sg-2')],
      prefixLists: [{ region, id: 'pl-1' }],
    },
    calls: [
      add('sg-1', 1, { SourcePrefixListId: 'pl-1' }),
      add('sg-2', 1, { SourcePrefixListId: 'pl-1' }),
    ],
    answer: '403 LimitExceed.PrefixListAssociationResource',
  },
  {
    name: 'portRangeListsPerRegionMax',
    claim: 'port lists of a region',
    limits: { portRangeListsPerRegionMax: 1 },
    seed: {},
    calls: [portList(0), portList(0)],
    answer: '400 InvalidOperation.MaxCountExceed',
  },
  {
    name: 'portRangeListEntriesMax',
    claim: 'the size of a port list',
    limits: { portRangeListEntriesMax: 2 },
    seed: {},
    calls: [portList(2), portList(0, '3')],
    answer: '400 InvalidOperation.MaxEntriesCountExceed',
  },
  {
    name: 'portRangeListAssociationsMax',
    claim: 'groups with one port list',
    limits: { portRangeListAssociationsMax: 1 },
    seed: {
      groups: [group('sg-1'), group('sg-2')],
      portRangeLists: [{ region, id: 'prl-1' }],
    },
    calls: [addToList('sg-1'), addToList('sg-2')],
    answer: '403 LimitExceed.PortRangeListAssociationResource',
  },
];

describe('the quota of', () => {
  test.each(quotas)('$claim', async ({ limits, seed, calls, answer }) => {
    world.fresh({ limits }, seed);
    const [[fits, fitting], [exceeds, exceeding]] = calls;
    expect((await world.call(fits, fitting)).code).toBe('OK');
    const before = world.emulator().snapshot();
    const { status, code } = await world.call(exceeds, exceeding);
    expect(`${status} ${code}`).toBe(answer);
    expect(world.emulator().snapshot()).toEqual(before);
  });
});

test('no quota is without a test', () => {
  const tested = new Set(quotas.map(({ name }) => name));
  expect(Object.keys(defaultLimits).filter((name) => !tested.has(name as keyof Limits))).toEqual(
    [],
  );
});

test('without being set, they are those of the documents', () => {
  expect(defaultLimits).toMatchObject({
    groupPeersPerGroupMax: 20,
    tagsPerResourceMax: 20,
    rulesPerInterfaceMax: 1000,
    groupsPerInterfaceMax: 5,
    addressesPerGroupMax: 6000,
    interfacesPerEnterpriseGroupMax: 65_536,
    prefixListsPerRegionMax: 100,
    prefixListEntriesMax: 200,
    prefixListAssociationsMax: 1000,
    portRangeListsPerRegionMax: 1000,
    portRangeListEntriesMax: 2000,
    portRangeListAssociationsMax: 1000,
  });
});

test('a group that is on an interface already full takes no rule, but changes the ones it has', async () => {
  const emulator: Emulator = world.fresh(
    { limits: { rulesPerInterfaceMax: 4 } },
    {
      groups: [group('sg-1', 2), group('sg-2', 2)],
      instances: [instance('i-1', 'sg-1', 'sg-2')],
    },
  );
  expect((await world.call(...add('sg-1', 100))).code).toBe('AuthorizationLimitExceed');
  expect((await world.call(...add('sg-1', 1))).code).toBe('OK');
  const found = emulator.snapshot().groups.find(({ id }) => id === 'sg-1');
  const changed = {
    SecurityGroupId: 'sg-1',
    SecurityGroupRuleId: found?.rules[0]?.SecurityGroupRuleId ?? '',
    PortRange: '4711/4711',
  };
  expect((await world.call('ModifySecurityGroupRule', changed)).code).toBe('OK');
});
