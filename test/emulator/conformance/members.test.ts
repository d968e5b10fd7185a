// Instances and network interfaces: who is found where, and how their groups change all at once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything, region, startWorld } from './world.ts';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import type { Body, Nested } from '../flavours.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function answer(action: string, ask: Nested): Promise<string> {
  const { status, code } = await world.call(action, ask);
  return `${status} ${code}`;
}

async function instances(ask: Nested): Promise<readonly string[]> {
  const { body } = await world.call('DescribeInstances', { MaxResults: '100', ...ask });
  const { Instance } = body['Instances'] as { Instance: readonly Body[] };
  return Instance.map((one) => String(one['InstanceId'])).toSorted();
}

async function interfaces(ask: Nested): Promise<readonly string[]> {
  const { body } = await world.call('DescribeNetworkInterfaces', { MaxResults: '500', ...ask });
  const sets = body['NetworkInterfaceSets'] as { NetworkInterfaceSet: readonly Body[] };
  return sets.NetworkInterfaceSet.map((one) => String(one['NetworkInterfaceId'])).toSorted();
}

function groupsOf(interfaceId: string): readonly string[] {
  const found = world.emulator().snapshot().interfaces ?? [];
  return found.find(({ id }) => id === interfaceId)?.groupIds ?? [];
}

describe('an instance', () => {
  test('is shown with its groups, its interfaces and its VPC', async () => {
    world.fresh();
    const { body } = await world.call('DescribeInstances', { InstanceIds: '["i-web"]' });
    expect(body).toMatchObject({
      TotalCount: 1,
      PageNumber: 1,
      Instances: {
        Instance: [
          {
            InstanceId: 'i-web',
            Status: 'Running',
            RegionId: region,
            InstanceNetworkType: 'vpc',
            SecurityGroupIds: { SecurityGroupId: ['sg-web'] },
            VpcAttributes: { VpcId: 'vpc-1' },
            NetworkInterfaces: {
              NetworkInterface: [
                { NetworkInterfaceId: 'eni-web', Type: 'Primary' },
                { NetworkInterfaceId: 'eni-attached', Type: 'Secondary' },
              ],
            },
            OperationLocks: { LockReason: [] },
          },
        ],
      },
    });
  });

  test.each<[Nested, readonly string[]]>([
    [{ SecurityGroupId: 'sg-app' }, ['i-both']],
    [{ SecurityGroupId: 'sg-none' }, []],
    [{ Status: 'Stopped' }, ['i-both']],
    [{ InstanceIds: '["i-web","i-both","i-none"]' }, ['i-both', 'i-web']],
    [{ InstanceIds: '["i-web","i-both"]', Status: 'Running' }, ['i-web']],
    [{ VpcId: 'vpc-2' }, []],
    [{ InstanceNetworkType: 'classic' }, []],
    [{ LockReason: 'security' }, ['i-locked']],
  ])('is found by %j', async (ask, expected) => {
    world.fresh();
    expect(await instances(ask)).toEqual(expected);
  });

  test.each([
    ['web-*', ['i-1', 'i-2']],
    ['web-1', ['i-1']],
    ['*b-2', ['i-2']],
    ['web', []],
  ])('is found by the name %s', async (InstanceName, expected) => {
    world.fresh(
      {},
      {
        ...everything,
        instances: ['web-1', 'web-2', 'db'].map((name, index) => ({
          region,
          id: `i-${index + 1}`,
          name,
          groupIds: ['sg-web'],
        })),
      },
    );
    expect(await instances({ InstanceName })).toEqual(expected);
  });

  test('is refused a list of ids that is none, and a dry run is none', async () => {
    world.fresh();
    expect(await answer('DescribeInstances', { InstanceIds: 'i-web' })).toBe(
      '400 InvalidInstanceIds.Malformed',
    );
    expect(await answer('DescribeInstances', { DryRun: 'true' })).toBe('400 DryRunOperation');
  });

  test('joins and leaves, without naming its region', async () => {
    world.fresh();
    const app = { SecurityGroupId: 'sg-app', InstanceId: 'i-web', RegionId: '' };
    expect(await answer('JoinSecurityGroup', app)).toBe('200 OK');
    expect(groupsOf('eni-web')).toEqual(['sg-web', 'sg-app']);
    expect(await instances({ SecurityGroupId: 'sg-app' })).toEqual(['i-both', 'i-web']);
    expect(await answer('LeaveSecurityGroup', app)).toBe('200 OK');
    expect(groupsOf('eni-web')).toEqual(['sg-web']);
  });

  test.each<[string, Nested, string, EmulatorOptions?]>([
    ['the whole list at once', { SecurityGroupIds: ['sg-db', 'sg-app'] }, '200 OK'],
    ['to another type of group', { SecurityGroupIds: ['sg-advanced'] }, '200 OK'],
    ['nothing', {}, '200 OK'],
    ['its name', { InstanceName: 'renamed', Description: 'One of two' }, '200 OK'],
    ['its name to nothing', { InstanceName: 'x' }, '400 InvalidInstanceName.Malformed'],
    [
      'to both types',
      { SecurityGroupIds: ['sg-db', 'sg-advanced'] },
      '400 InvalidOperation.MultiGroupType',
    ],
    [
      'to none that exists',
      { SecurityGroupIds: ['sg-none'] },
      '404 InvalidSecurityGroupId.NotFound',
    ],
    ['to another VPC', { SecurityGroupIds: ['sg-far'] }, '400 InvalidInstanceId.Mismatch'],
    [
      'twice the same',
      { SecurityGroupIds: ['sg-db', 'sg-db'] },
      '404 InvalidParameter.SecurityGroupIdRepeated',
    ],
    [
      'to a managed one',
      { SecurityGroupIds: ['sg-managed'] },
      '403 InvalidOperation.ResourceManagedByCloudProduct',
    ],
    [
      'to too many',
      { SecurityGroupIds: ['sg-db', 'sg-app'] },
      '403 InstanceSecurityGroupLimitExceeded',
      { limits: { groupsPerInterfaceMax: 1 } },
    ],
    [
      'by another account',
      { SecurityGroupIds: ['sg-foreign'] },
      '404 InvalidSecurityGroupId.NotFound',
    ],
  ])('changes %s', async (_, ask, expected, options) => {
    const emulator = world.fresh(options);
    const before = emulator.snapshot();
    const got = await answer('ModifyInstanceAttribute', {
      InstanceId: 'i-web',
      RegionId: '',
      ...ask,
    });
    expect(got).toBe(expected);
    if (expected !== '200 OK') expect(emulator.snapshot()).toEqual(before);
    else if (Array.isArray(ask['SecurityGroupIds'])) {
      expect(groupsOf('eni-web')).toEqual(ask['SecurityGroupIds']);
    }
  });

  test.each([
    ['i-none', '404 InvalidInstanceId.NotFound'],
    ['web', '400 InvalidInstanceId.Malformed'],
    ['i-locked', '403 InstanceLockedForSecurity'],
    ['i-starting', '403 IncorrectInstanceStatus'],
    ['i-pending', '403 Forbidden.InstanceIsBeingCreated'],
  ])('%s changes nothing: %s', async (InstanceId, expected) => {
    world.fresh();
    const ask = { InstanceId, SecurityGroupIds: ['sg-app'] };
    expect(await answer('ModifyInstanceAttribute', ask)).toBe(expected);
  });
});

describe('a network interface', () => {
  test('is shown with its groups', async () => {
    world.fresh();
    const { body } = await world.call('DescribeNetworkInterfaces', {
      NetworkInterfaceId: ['eni-attached'],
    });
    expect(body).toMatchObject({
      TotalCount: 1,
      NetworkInterfaceSets: {
        NetworkInterfaceSet: [
          {
            NetworkInterfaceId: 'eni-attached',
            Type: 'Secondary',
            Status: 'InUse',
            InstanceId: 'i-web',
            SecurityGroupIds: { SecurityGroupId: ['sg-web', 'sg-app'] },
            ServiceManaged: false,
            VpcId: 'vpc-1',
          },
        ],
      },
    });
  });

  test.each<[Nested, readonly string[]]>([
    // Primary ones are found in their instances only.
    [{ SecurityGroupId: 'sg-app' }, ['eni-attached']],
    [{ InstanceId: 'i-web' }, ['eni-attached', 'eni-web']],
    [{ InstanceId: 'i-web', Type: 'Primary' }, ['eni-web']],
    [{ Status: 'Available' }, ['eni-free', 'eni-managed']],
    [{ ServiceManaged: 'true' }, ['eni-managed']],
    [{ NetworkInterfaceId: ['eni-free', 'eni-none'] }, ['eni-free']],
    [{ VpcId: 'vpc-2' }, []],
  ])('is found by %j', async (ask, expected) => {
    world.fresh();
    expect(await interfaces(ask)).toEqual(expected);
  });

  test('joins and leaves', async () => {
    world.fresh();
    const app = { SecurityGroupId: 'sg-app', NetworkInterfaceId: 'eni-free' };
    expect(await answer('JoinSecurityGroup', app)).toBe('200 OK');
    expect(groupsOf('eni-free')).toEqual(['sg-web', 'sg-app']);
    expect(await answer('LeaveSecurityGroup', app)).toBe('200 OK');
    expect(await answer('LeaveSecurityGroup', { ...app, RegionId: '' })).toBe(
      '400 MissingParameter.RegionId',
    );
  });

  test.each<[string, Nested, string, EmulatorOptions?]>([
    ['the whole list at once', { SecurityGroupId: ['sg-db', 'sg-app'] }, '200 OK'],
    ['its name', { NetworkInterfaceName: 'renamed' }, '200 OK'],
    [
      'its name to nothing',
      { NetworkInterfaceName: 'x' },
      '403 InvalidParams.NetworkInterfaceName',
    ],
    [
      'to both types',
      { SecurityGroupId: ['sg-db', 'sg-advanced'] },
      '403 InvalidOperation.MultiGroupType',
    ],
    ['to another VPC', { SecurityGroupId: ['sg-far'] }, '403 InvalidOperation.VpcMismatch'],
    [
      'to none that exists',
      { SecurityGroupId: ['sg-none'] },
      '404 InvalidSecurityGroupId.NotFound',
    ],
    [
      'twice the same',
      { SecurityGroupId: ['sg-db', 'sg-db'] },
      '404 InvalidParameter.SecurityGroupIdRepeated',
    ],
    [
      'to a full group',
      { SecurityGroupId: ['sg-db'] },
      '403 SecurityGroupInstanceLimitExceed',
      { limits: { addressesPerGroupMax: 0 } },
    ],
    [
      'to a full advanced group',
      { SecurityGroupId: ['sg-advanced-2'] },
      '403 InvalidOperation.EniCountExceeded',
      { limits: { interfacesPerEnterpriseGroupMax: 0 } },
    ],
    [
      'to more rules than it may have',
      { SecurityGroupId: ['sg-web', 'sg-app'] },
      '403 AclLimitExceed',
      { limits: { rulesPerInterfaceMax: 1 } },
    ],
  ])('changes %s', async (_, ask, expected, options) => {
    const emulator = world.fresh(options);
    const before = emulator.snapshot();
    const id = 'eni-free';
    const got = await answer('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: id, ...ask });
    expect(got).toBe(expected);
    if (expected !== '200 OK') expect(emulator.snapshot()).toEqual(before);
    else if (Array.isArray(ask['SecurityGroupId'])) {
      expect(groupsOf(id)).toEqual(ask['SecurityGroupId']);
    }
  });

  test.each([
    ['eni-none', '404 InvalidEniId.NotFound'],
    ['eni-managed', '403 InvalidOperation.EniServiceManaged'],
    ['eni-creating', '400 InvalidStatus.EniOrInstanceIsBeingCreated'],
    ['eni-detaching', '400 InvalidOperation.InvalidEniState'],
    ['eni-web', '404 InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc'],
  ])('%s changes no groups: %s', async (NetworkInterfaceId, expected) => {
    world.fresh();
    const ask = { NetworkInterfaceId, SecurityGroupId: ['sg-app'] };
    expect(await answer('ModifyNetworkInterfaceAttribute', ask)).toBe(expected);
  });
});

describe('joining', () => {
  test('mixes no types of groups', async () => {
    world.fresh();
    const ask = { SecurityGroupId: 'sg-advanced', InstanceId: 'i-web' };
    expect(await answer('JoinSecurityGroup', ask)).toBe('400 InvalidOperation.MultiGroupType');
  });

  test('of an instance of another VPC is refused in its own words', async () => {
    world.fresh();
    const ask = { SecurityGroupId: 'sg-far', InstanceId: 'i-web' };
    expect(await answer('JoinSecurityGroup', ask)).toBe('400 InvalidInstanceId.Mismatch');
  });

  test('names something', async () => {
    world.fresh();
    expect(await answer('JoinSecurityGroup', { SecurityGroupId: 'sg-app' })).toBe(
      '400 InvalidInstanceId.Malformed',
    );
    const ask = { SecurityGroupId: 'sg-app', NetworkInterfaceId: 'web' };
    expect(await answer('JoinSecurityGroup', ask)).toBe('403 InvalidParam.Malformed');
  });
});

test('a group with an interface in it is not deleted, and then it is', async () => {
  world.fresh(
    {},
    {
      groups: everything.groups ?? [],
      interfaces: [{ region, id: 'eni-1', groupIds: ['sg-db', 'sg-managed'] }],
    },
  );
  const { status, code, body } = await world.call('DeleteSecurityGroup', {
    SecurityGroupId: 'sg-db',
  });
  expect([status, code]).toEqual([403, 'DependencyViolation']);
  expect(body['Message']).toContain('There is still instance(s)');
  await world.call('LeaveSecurityGroup', { SecurityGroupId: 'sg-db', NetworkInterfaceId: 'eni-1' });
  expect(await answer('DeleteSecurityGroup', { SecurityGroupId: 'sg-db' })).toBe('200 OK');
});

test('a group counts its instances and the room it has, for those who ask', async () => {
  world.fresh({ limits: { addressesPerGroupMax: 100, interfacesPerEnterpriseGroupMax: 50 } });
  const count = async (id: string, IsQueryEcsCount: string): Promise<unknown[]> => {
    const { body } = await world.call('DescribeSecurityGroups', {
      SecurityGroupId: id,
      IsQueryEcsCount,
    });
    const { SecurityGroup } = body['SecurityGroups'] as { SecurityGroup: readonly Body[] };
    return [SecurityGroup[0]?.['EcsCount'], SecurityGroup[0]?.['AvailableInstanceAmount']];
  };
  expect(await count('sg-app', 'true')).toEqual([1, 98]);
  expect(await count('sg-advanced', 'True')).toEqual([1, 49]);
  expect(await count('sg-app', 'false')).toEqual([0, 0]);
});
