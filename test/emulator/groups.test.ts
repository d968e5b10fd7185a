// Groups: how they come and go, who may refer to whom, and how lists of them are filtered.

import { describe, expect, test } from 'vitest';
import { drive, region, ssh } from './driver.ts';
import type { Driver, Words } from './driver.ts';

type Group = Readonly<Record<string, unknown>>;

function list(world: Driver, filter: Words = {}): readonly Group[] {
  const { body } = world.call('DescribeSecurityGroups', { MaxResults: '100', ...filter });
  return (body['SecurityGroups'] as { SecurityGroup: Group[] }).SecurityGroup;
}

const names = (world: Driver, filter: Words): unknown[] =>
  list(world, filter).map((group) => group['SecurityGroupName']);

describe('a new group', () => {
  test('is basic, open within, without rules, in the default resource group', () => {
    const world = drive({ now: () => new Date('2026-11-22T01:02:03.456Z') });
    const id = world.group('web', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'edge' });
    expect(list(world)).toEqual([
      {
        SecurityGroupId: id,
        SecurityGroupName: 'web',
        SecurityGroupType: 'normal',
        Description: '',
        VpcId: 'vpc-1',
        ResourceGroupId: '',
        CreationTime: '2026-11-22T01:02:03Z',
        ServiceManaged: false,
        ServiceID: 0,
        EcsCount: 0,
        AvailableInstanceAmount: 0,
        RuleCount: 0,
        GroupToGroupRuleCount: 0,
        Tags: { Tag: [{ TagKey: 'team', TagValue: 'edge' }] },
      },
    ]);
    const { body } = world.call('DescribeSecurityGroupAttribute', { SecurityGroupId: id });
    expect(body).toMatchObject({
      InnerAccessPolicy: 'Accept',
      Permissions: { Permission: [] },
      RegionId: region,
      NextToken: '',
    });
  });

  test('that is advanced is closed within, for ever', () => {
    const world = drive();
    const id = world.group('web', { SecurityGroupType: 'enterprise' });
    const asked = { SecurityGroupId: id, InnerAccessPolicy: 'Drop' };
    expect(world.call('ModifySecurityGroupPolicy', asked).code).toBe(
      'InvalidParameter.InnerAccessPolicy',
    );
    const { body } = world.call('DescribeSecurityGroupAttribute', { SecurityGroupId: id });
    expect(body['InnerAccessPolicy']).toBe('Drop');
  });

  test('may have the name of another one', () => {
    const world = drive();
    expect(world.group('web')).not.toBe(world.group('web'));
    expect(names(world, { SecurityGroupName: 'web' })).toEqual(['web', 'web']);
  });

  test('without VPC gets the default one of its region', () => {
    const world = drive();
    world.call('CreateSecurityGroup', { SecurityGroupName: 'one' });
    world.call('CreateSecurityGroup', { SecurityGroupName: 'two' });
    expect(new Set(list(world).map((group) => group['VpcId'])).size).toBe(1);
  });

  test('needs a VPC that exists, where VPCs do not make themselves', () => {
    const world = drive({ anyVpc: false, vpcs: [{ id: 'vpc-here', region }] });
    const create = (VpcId: string): string =>
      world.call('CreateSecurityGroup', { SecurityGroupName: 'web', VpcId }).code;
    expect([create('vpc-here'), create('vpc-there')]).toEqual(['OK', 'InvalidVpcId.NotFound']);
  });

  test('is refused beyond the quota of the region', () => {
    const world = drive({ limits: { groupsPerRegionMax: 1 } });
    world.group('web');
    expect(world.call('CreateSecurityGroup', { VpcId: 'vpc-1' }).code).toBe(
      'QuotaExceed.SecurityGroup',
    );
    expect(world.call('CreateSecurityGroup', { RegionId: 'cn-beijing' }).status).toBe(403);
  });
});

describe('regions and accounts', () => {
  test('see nothing of each other', () => {
    const world = drive();
    const id = world.group();
    const elsewhere = { product: 'Ecs', version: '2014-05-26', region: 'cn-beijing' };
    const asked = { ...elsewhere, parameters: { SecurityGroupId: id } };
    const { body } = world.emulator.call({ ...asked, action: 'DescribeSecurityGroupAttribute' });
    expect(body['Code']).toBe('InvalidSecurityGroupId.NotFound');
    world.emulator.put({ region, account: '42', name: 'foreign' });
    expect(names(world, {})).toEqual(['web']);
  });

  test('take the region from the parameters where the call has none', () => {
    const { emulator } = drive();
    const { body } = emulator.call({
      product: 'ecs',
      version: '2014-05-26',
      action: 'CreateSecurityGroup',
      region: undefined,
      parameters: { RegionId: 'cn-shanghai' },
    });
    expect(body['SecurityGroupId']).toMatch(/^sg-uf6/);
  });
});

describe('deleting', () => {
  test('waits for the rules of other groups, and not for its own', () => {
    const world = drive();
    const [web, app] = [world.group('web'), world.group('app')];
    world.authorize(web, { IpProtocol: 'tcp', PortRange: '1/1', SourceGroupId: app });
    const remove = (SecurityGroupId: string): unknown[] => {
      const { status, code } = world.call('DeleteSecurityGroup', { SecurityGroupId });
      return [status, code];
    };
    expect(remove(app)).toEqual([403, 'DependencyViolation']);
    expect(remove(web)).toEqual([200, 'OK']);
    expect(remove(app)).toEqual([200, 'OK']);
    expect(remove(app)).toEqual([404, 'InvalidSecurityGroup.NotFound']);
  });

  test('stops waiting when the last rule that refers to the group is gone', () => {
    const world = drive();
    const [web, app] = [world.group('web'), world.group('app')];
    const rule = (port: string): Words => ({
      IpProtocol: 'tcp',
      PortRange: `${port}/${port}`,
      SourceGroupId: app,
    });
    world.authorize(web, rule('1'), rule('2'));
    const revoke = (port: string): unknown =>
      world.call('RevokeSecurityGroup', { SecurityGroupId: web, ...rule(port) });
    const remove = (): string => world.call('DeleteSecurityGroup', { SecurityGroupId: app }).code;
    revoke('1');
    expect(remove()).toBe('DependencyViolation');
    revoke('2');
    expect(remove()).toBe('OK');
  });

  test('is refused for a protected group', () => {
    const world = drive();
    const id = world.emulator.put({ region, deletionProtection: true });
    expect(world.call('DeleteSecurityGroup', { SecurityGroupId: id }).code).toBe(
      'InvalidOperation.DeletionProtection',
    );
  });
});

test('references leave out groups that nobody refers to, and name each referrer once', () => {
  const world = drive();
  const [web, app, db] = [world.group('web'), world.group('app'), world.group('db')];
  const rule = { IpProtocol: 'tcp', SourceGroupId: db };
  world.authorize(web, { ...rule, PortRange: '1/1' }, { ...rule, PortRange: '2/2' });
  world.authorize(app, { ...rule, PortRange: '1/1' });
  const asked = { 'SecurityGroupId.1': web, 'SecurityGroupId.2': db };
  const { body } = world.call('DescribeSecurityGroupReferences', asked);
  const AliUid = '1000000000000001';
  expect(body['SecurityGroupReferences']).toEqual({
    SecurityGroupReference: [
      {
        SecurityGroupId: db,
        ReferencingSecurityGroups: {
          ReferencingSecurityGroup: [
            { SecurityGroupId: web, AliUid },
            { SecurityGroupId: app, AliUid },
          ],
        },
      },
    ],
  });
});

test('attributes that are empty or left out are not modified', () => {
  const world = drive();
  const id = world.group('web', { Description: 'Public tier' });
  const modify = (words: Words): string =>
    world.call('ModifySecurityGroupAttribute', { SecurityGroupId: id, ...words }).code;
  expect(modify({ SecurityGroupName: '', Description: '' })).toBe('OK');
  expect(list(world)).toMatchObject([{ SecurityGroupName: 'web', Description: 'Public tier' }]);
  expect(modify({ Description: '公开层 🚦' })).toBe('OK');
  expect(list(world)).toMatchObject([{ SecurityGroupName: 'web', Description: '公开层 🚦' }]);
});

test('a group of a cloud service can be read, and nothing else', () => {
  const world = drive();
  const id = world.emulator.put({ region, serviceManaged: true, name: 'managed', tags: { a: '' } });
  const one = { SecurityGroupId: id };
  const resource = { ResourceType: 'securitygroup', 'ResourceId.1': id };
  const refused = [
    world.authorize(id, ssh),
    world.call('AuthorizeSecurityGroupEgress', { ...one, ...ssh }),
    world.call('RevokeSecurityGroup', { ...one, 'SecurityGroupRuleId.1': 'sgr-1' }),
    world.call('RevokeSecurityGroupEgress', { ...one, 'SecurityGroupRuleId.1': 'sgr-1' }),
    world.call('ModifySecurityGroupRule', { ...one, SecurityGroupRuleId: 'sgr-1' }),
    world.call('ModifySecurityGroupEgressRule', { ...one, SecurityGroupRuleId: 'sgr-1' }),
    world.call('ModifySecurityGroupAttribute', { ...one, SecurityGroupName: 'mine' }),
    world.call('ModifySecurityGroupPolicy', { ...one, InnerAccessPolicy: 'Drop' }),
    world.call('DeleteSecurityGroup', one),
    world.call('TagResources', { ...resource, 'Tag.1.Key': 'k' }),
    world.call('UntagResources', { ...resource, All: 'true' }),
  ];
  const code = 'InvalidOperation.ResourceManagedByCloudProduct';
  expect(refused.map(({ status, code: got }) => [status, got])).toEqual(
    refused.map(() => [403, code]),
  );
  expect(list(world)).toMatchObject([{ SecurityGroupName: 'managed', ServiceManaged: true }]);
});

describe('filters', () => {
  const world = drive();
  const web = world.group('web', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'edge', 'Tag.2.Key': 'x' });
  const app = world.group('app', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'core' });
  world.group('far', { VpcId: 'vpc-2', ResourceGroupId: 'rg-1', SecurityGroupType: 'enterprise' });
  world.emulator.put({ region, name: 'managed', vpcId: 'vpc-2', serviceManaged: true });

  test.each<[Words, readonly string[]]>([
    [{}, ['managed', 'far', 'app', 'web']],
    [{ SecurityGroupId: web }, ['web']],
    [{ SecurityGroupId: 'sg-none' }, []],
    [{ SecurityGroupId: 'nonsense' }, []],
    [{ SecurityGroupIds: JSON.stringify([web, app, 'sg-none']) }, ['app', 'web']],
    [{ SecurityGroupIds: '[]' }, []],
    [{ SecurityGroupIds: JSON.stringify([web, app]), SecurityGroupId: app }, ['app']],
    [{ SecurityGroupName: 'we' }, []],
    [{ SecurityGroupName: 'we', FuzzyQuery: 'true' }, ['web']],
    [{ VpcId: 'vpc-2' }, ['managed', 'far']],
    [{ VpcId: 'vpc-3' }, []],
    [{ NetworkType: 'vpc' }, ['managed', 'far', 'app', 'web']],
    [{ NetworkType: 'classic' }, []],
    [{ SecurityGroupType: 'Enterprise' }, ['far']],
    [{ ResourceGroupId: 'rg-1' }, ['far']],
    [{ ServiceManaged: 'true' }, ['managed']],
    [{ ServiceManaged: 'false', VpcId: 'vpc-2' }, ['far']],
    [{ 'Tag.1.Key': 'team' }, ['app', 'web']],
    [{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'edge' }, ['web']],
    [{ 'Tag.1.Key': 'team', 'Tag.2.Key': 'x', 'Tag.2.Value': '' }, ['web']],
    [{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'none' }, []],
  ])('%j', (filter, expected) => {
    expect(names(world, filter)).toEqual(expected);
  });
});

test('a tag filter sees a thousand matches and no more', () => {
  const world = drive();
  for (let n = 0; n < 1005; n++) world.emulator.put({ region, name: `g${n}`, tags: { a: '' } });
  const { body } = world.call('DescribeSecurityGroups', { 'Tag.1.Key': 'a' });
  expect(body['TotalCount']).toBe(1000);
  expect(world.call('DescribeSecurityGroups').body['TotalCount']).toBe(1005);
});

describe('tags', () => {
  const resource = (id: string): Words => ({ ResourceType: 'SecurityGroup', 'ResourceId.1': id });
  const tagsOf = (world: Driver): unknown => list(world)[0]?.['Tags'];

  test('are set, overwritten and removed; what is not there is removed without complaint', () => {
    const world = drive();
    const id = world.group();
    world.call('TagResources', { ...resource(id), 'Tag.1.Key': 'a', 'Tag.1.Value': '1' });
    world.call('TagResources', { ...resource(id), 'Tag.1.Key': 'a', 'Tag.2.Key': 'b' });
    expect(tagsOf(world)).toEqual({
      Tag: [
        { TagKey: 'a', TagValue: '' },
        { TagKey: 'b', TagValue: '' },
      ],
    });
    world.call('UntagResources', { ...resource(id), 'TagKey.1': 'a', 'TagKey.2': 'none' });
    expect(tagsOf(world)).toEqual({ Tag: [{ TagKey: 'b', TagValue: '' }] });
    world.call('UntagResources', { ...resource(id), All: 'true' });
    expect(tagsOf(world)).toEqual({ Tag: [] });
  });

  test('are twenty at most, and a call that would exceed it on one group tags none', () => {
    const world = drive();
    const tags = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, '']));
    const full = world.emulator.put({ region, name: 'full', tags });
    const web = world.group('web');
    const asked = { ...resource(web), 'ResourceId.2': full, 'Tag.1.Key': 'one-more' };
    expect(world.call('TagResources', asked).code).toBe('QuotaExceed.Tags');
    expect(tagsOf(world)).toEqual({ Tag: [] });
  });
});
