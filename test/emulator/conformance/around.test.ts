// What stands around: tags, resource groups, regions, VPCs, accounts and temporary keys.

import Rpc from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything, region, startWorld } from './world.ts';
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

const versions = {
  Ecs: '2014-05-26',
  Vpc: '2016-04-28',
  ResourceManager: '2020-03-31',
  Sts: '2015-04-01',
};

interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

const own: Key = { accessKeyId: 'emulator', accessKeySecret: 'emulator' };

/** By the client that speaks to every product. */
function rpc(
  product: keyof typeof versions,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
  key: Key = own,
): Promise<Body> {
  const client = new Rpc({
    ...key,
    endpoint: `http://127.0.0.1:${world.port()}`,
    apiVersion: versions[product],
  });
  return client.request<Body>(action, parameters);
}

describe('tags', () => {
  test.each([
    ['securitygroup', 'sg-web'],
    ['instance', 'i-web'],
    ['eni', 'eni-free'],
    ['prefixlist', 'pl-ipv4'],
    ['portrangelist', 'prl-small'],
  ])('of a %s are set, listed and removed', async (ResourceType, id) => {
    world.fresh();
    const of = { ResourceType, ResourceId: [id] };
    const Tag = [
      { Key: 'team', Value: 'edge' },
      { Key: 'tier', Value: '' },
    ];
    expect(await answer('TagResources', { ...of, Tag })).toBe('200 OK');
    const listed = async (ask: Nested): Promise<unknown> =>
      (await world.call('ListTagResources', ask)).body['TagResources'];
    const shown = Tag.map(({ Key, Value }) => ({
      ResourceType,
      ResourceId: id,
      TagKey: Key,
      TagValue: Value,
    }));
    expect(await listed(of)).toEqual({ TagResource: shown });
    expect(await listed({ ResourceType, Tag: [{ Key: 'team', Value: 'edge' }] })).toEqual({
      TagResource: shown,
    });
    expect(await listed({ ResourceType, Tag: [{ Key: 'team', Value: 'core' }] })).toEqual({
      TagResource: [],
    });
    expect(await answer('UntagResources', { ...of, TagKey: ['tier'] })).toBe('200 OK');
    expect(await answer('UntagResources', { ...of, All: 'true' })).toBe('200 OK');
    expect(await listed(of)).toEqual({ TagResource: [] });
  });

  test('are found by resource group under a key of its own', async () => {
    world.fresh(
      {},
      { groups: [{ region, id: 'sg-1', resourceGroupId: 'rg-1', tags: { a: 'b' } }] },
    );
    const ask = (id: string): Nested => ({
      ResourceType: 'securitygroup',
      Tag: [{ Key: 'acs:rm:rgId', Value: id }],
    });
    const found = async (id: string): Promise<unknown> =>
      (await world.call('ListTagResources', ask(id))).body['TagResources'];
    expect(await found('rg-1')).toMatchObject({ TagResource: [{ ResourceId: 'sg-1' }] });
    expect(await found('rg-2')).toEqual({ TagResource: [] });
  });

  test('need a key where there is a value', async () => {
    world.fresh();
    const ask = { ResourceType: 'securitygroup', Tag: [{ Value: 'edge' }] };
    expect(await answer('ListTagResources', ask)).toBe('400 InvalidParameter.TagValue');
  });

  test('filter instances and interfaces, too', async () => {
    world.fresh();
    const Tag = [{ Key: 'team', Value: 'edge' }];
    await world.call('TagResources', { ResourceType: 'instance', ResourceId: ['i-web'], Tag });
    await world.call('TagResources', { ResourceType: 'eni', ResourceId: ['eni-free'], Tag });
    expect((await world.call('DescribeInstances', { Tag })).body).toMatchObject({ TotalCount: 1 });
    expect((await world.call('DescribeNetworkInterfaces', { Tag })).body).toMatchObject({
      TotalCount: 1,
    });
  });
});

describe('resource groups', () => {
  test('take in resources, are listed, and filter groups, the default one too', async () => {
    world.fresh();
    const join = (ResourceGroupId: string, ResourceId = 'sg-web'): Promise<string> =>
      answer('JoinResourceGroup', { ResourceType: 'securitygroup', ResourceId, ResourceGroupId });
    expect(await join('rg-edge')).toBe('200 OK');
    const found = async (ResourceGroupId: string): Promise<unknown> =>
      (await world.call('DescribeSecurityGroups', { ResourceGroupId })).body['TotalCount'];
    expect(await found('rg-edge')).toBe(1);
    const listed = await rpc('ResourceManager', 'ListResourceGroups');
    const { ResourceGroup } = listed['ResourceGroups'] as { ResourceGroup: Body[] };
    expect(ResourceGroup).toMatchObject([
      { Name: 'default', AccountId: '1000000000000001', Status: 'OK' },
      { Name: 'spare' },
      { Id: 'rg-edge', DisplayName: 'rg-edge' },
    ]);
    const usual = String(ResourceGroup[0]?.['Id']);
    expect(await join(usual)).toBe('200 OK');
    expect([await found('rg-edge'), await found(usual)]).toEqual([0, await found('')]);
  });

  test('are listed in pages', async () => {
    world.fresh();
    const pages = await Promise.all(
      ['1', '2', '3'].map((PageNumber) =>
        rpc('ResourceManager', 'ListResourceGroups', { PageNumber, PageSize: '1' }),
      ),
    );
    const counts = pages.map(
      (body) => (body['ResourceGroups'] as { ResourceGroup: Body[] }).ResourceGroup.length,
    );
    expect(counts).toEqual([1, 1, 0]);
    expect(pages[0]).toMatchObject({ TotalCount: 2, PageNumber: 1, PageSize: 1 });
  });

  test.each<[Nested, string]>([
    [{ ResourceType: 'disk' }, '404 InvalidResourceType.NotFound'],
    [{ ResourceId: 'sg-none' }, '404 InvalidResourceId.NotFound'],
    [{ ResourceGroupId: '' }, '404 InvalidResourceGroup.NotFound'],
    [{ ResourceGroupId: 'rg-none' }, '404 InvalidResourceGroup.NotFound'],
    [{ ResourceId: 'sg-managed' }, '403 InvalidOperation.ResourceManagedByCloudProduct'],
  ])('refuse %j', async (change, expected) => {
    world.fresh(
      { anyVpc: false },
      { ...everything, resourceGroups: [{ id: 'rg-1', account: '1000000000000001', name: 'one' }] },
    );
    const ask = { ResourceType: 'securitygroup', ResourceId: 'sg-web', ResourceGroupId: 'rg-1' };
    expect(await answer('JoinResourceGroup', { ...ask, ...change })).toBe(expected);
  });
});

test('a resource that is on its way to another account waits', async () => {
  world.fresh();
  world
    .emulator()
    .refuseNext('JoinResourceGroup', { code: 'EntityExists.AssociatedTransferTasks' });
  const ask = { ResourceType: 'securitygroup', ResourceId: 'sg-web', ResourceGroupId: 'rg-1' };
  expect(await answer('JoinResourceGroup', ask)).toBe('400 EntityExists.AssociatedTransferTasks');
  expect(await answer('JoinResourceGroup', ask)).toBe('200 OK');
});

test('regions are listed with their endpoints, without naming one', async () => {
  world.fresh();
  const { body } = await world.call('DescribeRegions', { RegionId: '' });
  const { Region } = body['Regions'] as { Region: Body[] };
  expect(Region).toContainEqual({
    RegionId: region,
    RegionEndpoint: `ecs.${region}.aliyuncs.com`,
    LocalName: region,
    Status: 'available',
  });
});

describe('VPCs', () => {
  test('have every field that clients read without looking', async () => {
    world.fresh({}, { vpcs: [{ id: 'vpc-1', region, name: 'main', cidrBlock: '10.0.0.0/8' }] });
    const body = await rpc('Vpc', 'DescribeVpcs', { RegionId: region, VpcId: 'vpc-1' });
    expect(body).toMatchObject({
      TotalCount: 1,
      PageNumber: 1,
      PageSize: 10,
      Vpcs: {
        Vpc: [
          {
            VpcId: 'vpc-1',
            VpcName: 'main',
            CidrBlock: '10.0.0.0/8',
            Status: 'Available',
            IsDefault: false,
            RegionId: region,
            CreationTime: expect.stringMatching(/Z$/) as string,
            Description: '',
            ResourceGroupId: '',
            VRouterId: 'vrt-1',
            SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
            UserCidrs: { UserCidr: [] },
            VSwitchIds: { VSwitchId: ['vsw-1'] },
            Tags: { Tag: [] },
          },
        ],
      },
    });
    expect(await rpc('Vpc', 'DescribeVpcs', { RegionId: region, VpcId: 'vpc-9' })).toMatchObject({
      TotalCount: 0,
    });
  });

  test('have a system route table', async () => {
    world.fresh();
    const body = await rpc('Vpc', 'DescribeRouteTableList', { RegionId: region, VpcId: 'vpc-1' });
    expect(body).toMatchObject({
      RouterTableList: {
        RouterTableListType: [{ RouteTableId: 'vtb-1', RouteTableType: 'System', VpcId: 'vpc-1' }],
      },
    });
  });

  test('are where a group without VPC goes: to the default one of account and region', async () => {
    world.fresh({}, {});
    const { body } = await world.call('CreateSecurityGroup', {});
    const id = String(body['SecurityGroupId']);
    const { body: shown } = await world.call('DescribeSecurityGroupAttribute', {
      SecurityGroupId: id,
    });
    const vpcs = await rpc('Vpc', 'DescribeVpcs', { RegionId: region, IsDefault: 'true' });
    expect(vpcs).toMatchObject({ Vpcs: { Vpc: [{ VpcId: shown['VpcId'], IsDefault: true }] } });
  });
});

describe('accounts', () => {
  const other: Key = { accessKeyId: 'other', accessKeySecret: 'other' };

  test('see their own groups, lists, instances and tags only', async () => {
    world.fresh();
    const count = async (action: string, path: readonly string[]): Promise<number> => {
      const body = await rpc(
        'Ecs',
        action,
        { RegionId: region, ResourceType: 'securitygroup' },
        other,
      );
      const found = path.reduce<unknown>((one, name) => (one as Body)[name], body);
      return (found as unknown[]).length;
    };
    expect(await count('DescribeSecurityGroups', ['SecurityGroups', 'SecurityGroup'])).toBe(1);
    expect(await count('DescribeInstances', ['Instances', 'Instance'])).toBe(0);
    expect(await count('DescribePrefixLists', ['PrefixLists', 'PrefixList'])).toBe(0);
    expect(await count('DescribePortRangeLists', ['PortRangeLists'])).toBe(0);
    expect(await count('ListTagResources', ['TagResources', 'TagResource'])).toBe(0);
  });

  test.each([{ SourceGroupOwnerId: '42' }, { SourceGroupOwnerAccount: 'other@example.com' }])(
    'may name a group of another one by %j',
    async (owner) => {
      world.fresh();
      const rule = { IpProtocol: 'tcp', PortRange: '1/1', SourceGroupId: 'sg-foreign' };
      const ask = { SecurityGroupId: 'sg-db', Permissions: [{ ...rule, ...owner }] };
      expect(await answer('AuthorizeSecurityGroup', ask)).toBe('200 OK');
      const { body } = await world.call('DescribeSecurityGroupAttribute', {
        SecurityGroupId: 'sg-db',
      });
      expect(body['Permissions']).toMatchObject({
        Permission: [{ SourceGroupId: 'sg-foreign', SourceGroupOwnerAccount: '42' }],
      });
      const references = await rpc(
        'Ecs',
        'DescribeSecurityGroupReferences',
        { RegionId: region, 'SecurityGroupId.1': 'sg-foreign' },
        other,
      );
      expect(references).toMatchObject({
        SecurityGroupReferences: {
          SecurityGroupReference: [
            {
              ReferencingSecurityGroups: {
                ReferencingSecurityGroup: [
                  { SecurityGroupId: 'sg-db', AliUid: '1000000000000001' },
                ],
              },
            },
          ],
        },
      });
      expect(await answer('RevokeSecurityGroup', ask)).toBe('200 OK');
    },
  );

  test('are who their keys say', async () => {
    world.fresh();
    expect(await rpc('Sts', 'GetCallerIdentity', {}, other)).toMatchObject({
      AccountId: '42',
      IdentityType: 'Account',
    });
  });
});

describe('a role', () => {
  let nowMs = Date.parse('2026-11-22T00:00:00Z');
  const options = { now: () => new Date(nowMs) };
  const assume = (change: Readonly<Record<string, string>> = {}): Promise<Body> =>
    rpc('Sts', 'AssumeRole', {
      RoleArn: 'acs:ram::42:role/deploy',
      RoleSessionName: 'ci',
      ...change,
    });

  async function keyOf(reply: Promise<Body>): Promise<Required<Key>> {
    const found = (await reply)['Credentials'] as Readonly<Record<string, string>>;
    return {
      accessKeyId: found['AccessKeyId'] ?? '',
      accessKeySecret: found['AccessKeySecret'] ?? '',
      securityToken: found['SecurityToken'] ?? '',
    };
  }

  test('gives a temporary key of its account', async () => {
    const emulator = world.fresh(options);
    const reply = await assume();
    expect(reply).toMatchObject({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^STS\./) as string,
        Expiration: '2026-11-22T01:00:00Z',
      },
      AssumedRoleUser: { Arn: 'acs:ram::42:role/deploy/ci' },
    });
    const key = await keyOf(Promise.resolve(reply));
    expect(emulator.credentials(key.accessKeyId)).toMatchObject({
      account: '42',
      secret: key.accessKeySecret,
      securityToken: key.securityToken,
    });
    expect(await rpc('Sts', 'GetCallerIdentity', {}, key)).toMatchObject({
      AccountId: '42',
      IdentityType: 'AssumedRoleUser',
      Arn: 'acs:ram::42:assumed-role/deploy/ci',
    });
    const groups = await rpc('Ecs', 'DescribeSecurityGroups', { RegionId: region }, key);
    expect(groups).toMatchObject({ TotalCount: 1 });
  });

  test('has no use for a key without its token, with another one, or after its time', async () => {
    world.fresh(options);
    const [key, second] = [await keyOf(assume()), await keyOf(assume())];
    const use = (used: Key): Promise<Body> => rpc('Sts', 'GetCallerIdentity', {}, used);
    const { accessKeyId, accessKeySecret, securityToken } = key;
    await expect(use({ accessKeyId, accessKeySecret })).rejects.toMatchObject({
      code: 'MissingSecurityToken',
    });
    await expect(use({ ...key, securityToken: second.securityToken })).rejects.toMatchObject({
      code: 'InvalidSecurityToken.MismatchWithAccessKey',
    });
    nowMs += 3_599_000;
    expect(await use({ accessKeyId, accessKeySecret, securityToken })).toMatchObject({
      AccountId: '42',
    });
    nowMs += 1_000;
    await expect(use(key)).rejects.toMatchObject({ code: 'InvalidSecurityToken.Expired' });
  });

  test.each([
    [{ RoleArn: 'deploy' }, 'InvalidParameter.RoleArn'],
    [{ RoleSessionName: 'x' }, 'InvalidParameter.RoleSessionName'],
    [{ DurationSeconds: '899' }, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: '43201' }, 'InvalidParameter.DurationSeconds'],
    [{ RoleArn: 'acs:ram::43:role/deploy' }, 'EntityNotExist.Role'],
  ])('is refused for %j', async (change, code) => {
    world.fresh({ anyVpc: false });
    await expect(assume(change)).rejects.toMatchObject({ code });
  });

  test('of an account that nobody has heard of brings it into being, unless told not to', async () => {
    world.fresh();
    const key = await keyOf(assume({ RoleArn: 'acs:ram::777:role/deploy' }));
    expect(await rpc('Sts', 'GetCallerIdentity', {}, key)).toMatchObject({ AccountId: '777' });
  });
});

describe('reading a group', () => {
  test('gives its snapshot policies to those who ask for them', async () => {
    world.fresh({}, { groups: [{ region, id: 'sg-1', snapshotPolicyIds: ['sp-1'] }] });
    const ask = { SecurityGroupId: 'sg-1' };
    const { body } = await world.call('DescribeSecurityGroupAttribute', {
      ...ask,
      Attribute: 'snapshotPolicyIds',
    });
    expect(body['SnapshotPolicyIds']).toEqual({ SnapshotPolicyId: ['sp-1'] });
    const { body: usual } = await world.call('DescribeSecurityGroupAttribute', ask);
    expect(usual['SnapshotPolicyIds']).toBeUndefined();
  });

  test.each(['<nil>', '', 'internet', 'intranet', 'INTRANET'])(
    'takes the NicType %j',
    async (NicType) => {
      world.fresh();
      const ask = { SecurityGroupId: 'sg-web', NicType };
      expect(await answer('DescribeSecurityGroupAttribute', ask)).toBe('200 OK');
    },
  );
});

test('a throttled call says how long to wait, where it is arranged so', () => {
  const emulator = world.fresh();
  emulator.refuseNext('DescribeSecurityGroups', { code: 'Throttling.User', retryAfterMs: 250 });
  emulator.refuseNext('DescribeSecurityGroups', { code: 'Throttling' });
  const call = (): ReturnType<typeof emulator.call> =>
    emulator.call({
      product: 'Ecs',
      version: '2014-05-26',
      action: 'DescribeSecurityGroups',
      region,
      parameters: {},
    });
  expect(call()).toMatchObject({
    status: 400,
    headers: { 'x-acs-retry-after': '250' },
    body: { Code: 'Throttling.User' },
  });
  expect(call().headers['x-acs-retry-after']).toBeUndefined();
  expect(call().status).toBe(200);
});
