// Goal: bad parameters are refused with the code and the status that the cloud's tables give, and
// nothing changes.

import { describe, expect, test } from 'vitest';
import { drive, nthRule, permissions, ssh } from './driver.ts';
import type { Driver, Words } from './driver.ts';

interface World {
  readonly web: string;
  readonly app: string;
  readonly elsewhere: string;
  readonly enterprise: string;
  readonly managed: string;
  readonly sshId: string;
  readonly dnsId: string;
}

/** Made once for each case: two groups that know each other, and some that cannot be reached. */
function world(driver: Driver): World {
  const web = driver.group('web');
  const app = driver.group('app');
  const elsewhere = driver.group('elsewhere', { VpcId: 'vpc-2' });
  const enterprise = driver.group('enterprise', { SecurityGroupType: 'enterprise' });
  const managed = driver.emulator.put({ region: 'cn-hangzhou', serviceManaged: true });
  driver.authorize(web, { ...ssh, Description: 'office' });
  driver.call('AuthorizeSecurityGroupEgress', { SecurityGroupId: web, ...flat(dns) });
  const ids = driver.rules(web).map((rule) => String(rule['SecurityGroupRuleId']));
  return {
    web,
    app,
    elsewhere,
    enterprise,
    managed,
    sshId: ids[1] ?? '',
    dnsId: ids[0] ?? '',
  };
}

const dns: Words = { IpProtocol: 'udp', PortRange: '53/53', DestCidrIp: '10.0.0.0/8' };
const flat = (rule: Words): Words => rule;

type Case = readonly [
  action: string,
  parameters: Words | ((world: World) => Words),
  status: number,
  code: string,
];

const list = (change: Words, base: Words = ssh): Words => permissions({ ...base, ...change });

/** Changes to an ingress rule that AuthorizeSecurityGroup refuses in either form. */
const badRules: readonly (readonly [change: Words, code: string, status?: number])[] = [
  [{ IpProtocol: '' }, 'InvalidIpProtocol.ValueNotSupported'],
  [{ IpProtocol: 'sctp' }, 'InvalidIpProtocol.ValueNotSupported'],
  [{ IpProtocol: '256' }, 'InvalidIpProtocol.ValueNotSupported'],
  [{ PortRange: '' }, 'InvalidPortRange.Malformed'],
  [{ PortRange: '-1/-1' }, 'OperationDenied'],
  [{ IpProtocol: 'icmp' }, 'OperationDenied'],
  [{ IpProtocol: 'all', PortRange: '1/65535' }, 'OperationDenied'],
  [{ PortRange: '', PortRangeListId: 'prl-1' }, 'InvalidPortRangeListId.NotFound'],
  [
    { IpProtocol: 'all', PortRange: '', PortRangeListId: 'prl-1' },
    'InvalidParam.ProtocolNotSupportPortRangeList',
  ],
  [{ SourcePortRange: '9/8' }, 'InvalidSourcePortRange.Malformed'],
  [{ SourcePortRange: 'any' }, 'InvalidSourcePortRange.Malformed'],
  [{ Policy: 'Allow' }, 'InvalidPolicy.Malformed'],
  [{ Priority: 'high' }, 'InvalidPriority.Malformed'],
  [{ Priority: '1.5' }, 'InvalidPriority.Malformed'],
  [{ Priority: '0' }, 'InvalidPriority.ValueNotSupported'],
  [{ Priority: '101' }, 'InvalidPriority.ValueNotSupported'],
  [{ NicType: 'wifi' }, 'InvalidNicType.ValueNotSupported'],
  [{ Description: 'x'.repeat(513) }, 'InvalidSecurityGroupDiscription.Malformed'],
  [{ SourceCidrIp: '' }, 'MissingParameter.Source'],
  [{ Ipv6SourceCidrIp: '::/0' }, 'InvalidParam.SourceIp'],
  [{ DestCidrIp: '10.0.0.1', Ipv6DestCidrIp: '::1' }, 'InvalidParam.DestIp'],
  [{ Ipv6DestCidrIp: '2001:db8::1' }, 'InvalidParameter.Conflict'],
  [{ DestCidrIp: '10.0.0.0/8' }, 'InvalidParamter.Conflict', 400],
  [{ SourceCidrIp: '', Ipv6SourceCidrIp: '2001:db8::/129' }, 'InvalidParam.Ipv6SourceCidrIp'],
  [{ SourceCidrIp: '', Ipv6SourceCidrIp: '10.0.0.1' }, 'InvalidParam.Ipv6SourceCidrIp'],
  [{ SourceCidrIp: '', Ipv6SourceCidrIp: 'fe80::1%eth0' }, 'InvalidParam.Ipv6SourceCidrIp'],
  [
    { IpProtocol: 'icmp', PortRange: '-1/-1', SourceCidrIp: '', Ipv6SourceCidrIp: '::/0' },
    'InvalidParam.Ipv4ProtocolConflictWithIpv6Address',
  ],
  [
    { IpProtocol: 'icmpv6', PortRange: '-1/-1' },
    'InvalidParam.Ipv6ProtocolConflictWithIpv4Address',
  ],
  [{ SourceCidrIp: '', SourceGroupId: 'sg-none' }, 'InvalidSourceGroupId.NotFound', 404],
  [{ SourceCidrIp: '', SourcePrefixListId: 'pl-none' }, 'InvalidPrefixListId.NotFound', 404],
];

/** What the two forms refuse with different codes: the list first, then the flat form. */
const differing: readonly (readonly [Words, string, string])[] = [
  ...['22', '-22/22', '200/1', '1/70000', '0/80', 'a/b', '22/22/22'].map(
    (PortRange) =>
      [{ PortRange }, 'InvalidParam.PortRange', 'InvalidIpPortRange.Malformed'] as const,
  ),
  ...['10.0.0.0/33', '10.0.0', '300.0.0.1', '010.0.0.1', '::/0', 'everywhere'].map(
    (SourceCidrIp) =>
      [{ SourceCidrIp }, 'InvalidParam.SourceCidrIp', 'InvalidSourceCidrIp.Malformed'] as const,
  ),
  [{ DestCidrIp: '10.0.0.0/x' }, 'InvalidParam.DestCidrIp', 'InvalidDestCidrIp.Malformed'],
];

const long = 'x'.repeat(129);

const cases: readonly Case[] = [
  ['CreateSecurityGroup', { SecurityGroupName: 'x' }, 400, 'InvalidSecurityGroupName.Malformed'],
  ['CreateSecurityGroup', { SecurityGroupName: '1st' }, 400, 'InvalidSecurityGroupName.Malformed'],
  ['CreateSecurityGroup', { SecurityGroupName: 'a b' }, 400, 'InvalidSecurityGroupName.Malformed'],
  ['CreateSecurityGroup', { SecurityGroupName: long }, 400, 'InvalidSecurityGroupName.Malformed'],
  ['CreateSecurityGroup', { Description: 'x' }, 400, 'InvalidDescription.Malformed'],
  ['CreateSecurityGroup', { Description: 'http://a.b' }, 400, 'InvalidDescription.Malformed'],
  ['CreateSecurityGroup', { Description: 'x'.repeat(257) }, 400, 'InvalidDescription.Malformed'],
  ['CreateSecurityGroup', { SecurityGroupType: 'basic' }, 400, 'InvalidParams.GroupType'],
  ['CreateSecurityGroup', { SecurityGroupType: 'enterprise' }, 400, 'InvalidParams.VpcIdGroupType'],
  ['CreateSecurityGroup', { VpcId: 'default' }, 404, 'InvalidVpcId.NotFound'],
  ['CreateSecurityGroup', { ResourceGroupId: 'x' }, 404, 'InvalidResourceGroup.NotFound'],
  ['CreateSecurityGroup', { 'Tag.1.Value': 'v' }, 400, 'InvalidTagKey.Malformed'],
  ['CreateSecurityGroup', { 'Tag.1.Key': 'acs:x' }, 400, 'InvalidTagKey.Malformed'],
  ['CreateSecurityGroup', { 'Tag.1.Key': 'aliyun' }, 400, 'InvalidTagKey.Malformed'],
  ['CreateSecurityGroup', { 'Tag.1.Key': long }, 400, 'InvalidTagKey.Malformed'],
  [
    'CreateSecurityGroup',
    { 'Tag.1.Key': 'k', 'Tag.1.Value': 'https://x' },
    400,
    'InvalidTagValue.Malformed',
  ],
  ['CreateSecurityGroup', { 'Tag.1.Key': 'k', 'Tag.2.Key': 'k' }, 400, 'Duplicate.TagKey'],
  ['CreateSecurityGroup', manyTags(21), 403, 'QuotaExceed.Tags'],
  ['DeleteSecurityGroup', {}, 400, 'InvalidSecurityGroupId.Malformed'],
  ['DeleteSecurityGroup', { SecurityGroupId: 'sg-none' }, 404, 'InvalidSecurityGroup.NotFound'],
  [
    'DeleteSecurityGroup',
    ({ managed }) => ({ SecurityGroupId: managed }),
    403,
    'InvalidOperation.ResourceManagedByCloudProduct',
  ],
  ['DescribeSecurityGroups', { SecurityGroupType: 'x' }, 400, 'InvalidParameter.SecurityGroupType'],
  ['DescribeSecurityGroups', { SecurityGroupIds: 'sg-1' }, 400, 'InvalidSecurityGroupId.Malformed'],
  ['DescribeSecurityGroups', { SecurityGroupIds: '[1]' }, 400, 'InvalidSecurityGroupId.Malformed'],
  ['DescribeSecurityGroups', { NextToken: 'x' }, 400, 'InValidParameter.NextToken'],
  ['DescribeSecurityGroups', { MaxResults: '101' }, 400, 'InvalidParameter'],
  ['DescribeSecurityGroups', { MaxResults: 'all' }, 400, 'InvalidParameter'],
  ['DescribeSecurityGroups', { PageNumber: '0' }, 400, 'InvalidParameter'],
  ['DescribeSecurityGroups', { DryRun: 'true' }, 400, 'DryRunOperation'],
  ...(
    [
      [{ SecurityGroupId: 'sg-none' }, 404, 'InvalidSecurityGroupId.NotFound'],
      [{ MaxResults: '9' }, 400, 'InvalidParamter'],
      [{ MaxResults: '1001' }, 400, 'InvalidParamter'],
      [{ Direction: 'up' }, 400, 'InvalidParamter'],
      [{ NextToken: 'x' }, 400, 'InvalidParamter'],
      [{ Attribute: 'x' }, 400, 'InvalidParameter.AttributeNotSupported'],
    ] as const
  ).map(([words, status, code]): Case => [
    'DescribeSecurityGroupAttribute',
    ({ web }) => ({ SecurityGroupId: web, ...words }),
    status,
    code,
  ]),
  ['DescribeSecurityGroupReferences', {}, 400, 'InvalidSecurityGroupId.Malformed'],
  [
    'DescribeSecurityGroupReferences',
    Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`SecurityGroupId.${n + 1}`, 'sg-1'])),
    400,
    'InvalidSecurityGroupId.Malformed',
  ],
  [
    'DescribeSecurityGroupReferences',
    { 'SecurityGroupId.1': 'sg-none' },
    404,
    'InvalidSecurityGroupId.NotFound',
  ],
  [
    'ModifySecurityGroupAttribute',
    ({ web }) => ({ SecurityGroupId: web, SecurityGroupName: 'x' }),
    400,
    'InvalidSecurityGroupName.Malformed',
  ],
  [
    'ModifySecurityGroupAttribute',
    ({ web }) => ({ SecurityGroupId: web, Description: 'x' }),
    400,
    'InvalidSecurityGroupDiscription.Malformed',
  ],
  [
    'ModifySecurityGroupPolicy',
    ({ web }) => ({ SecurityGroupId: web, InnerAccessPolicy: 'Allow' }),
    400,
    'InvalidPolicy.Malformed',
  ],
  [
    'ModifySecurityGroupPolicy',
    ({ enterprise }) => ({ SecurityGroupId: enterprise, InnerAccessPolicy: 'Accept' }),
    404,
    'InvalidParameter.InnerAccessPolicy',
  ],
  ['AuthorizeSecurityGroup', list({}), 400, 'InvalidSecurityGroupId.Malformed'],
  [
    'AuthorizeSecurityGroup',
    { SecurityGroupId: 'sg-none', ...list({}) },
    404,
    'InvalidSecurityGroupId.NotFound',
  ],
  [
    'AuthorizeSecurityGroup',
    ({ managed }) => ({ SecurityGroupId: managed, ...list({}) }),
    403,
    'InvalidOperation.ResourceManagedByCloudProduct',
  ],
  ...badRules.flatMap(([change, code, status = 400]): Case[] => [
    ['AuthorizeSecurityGroup', inWeb(list(change)), status, code],
    ['AuthorizeSecurityGroup', inWeb({ ...ssh, ...change }), status, code],
  ]),
  ...differing.flatMap(([change, listed, flatly]): Case[] => [
    ['AuthorizeSecurityGroup', inWeb(list(change)), 400, listed],
    ['AuthorizeSecurityGroup', inWeb({ ...ssh, ...change }), 400, flatly],
  ]),
  ['AuthorizeSecurityGroupEgress', inWeb(list({}, ssh)), 400, 'MissingParameter.Dest'],
  [
    'AuthorizeSecurityGroupEgress',
    inWeb(list({ DestCidrIp: 'x' }, dns)),
    400,
    'InvalidParam.DestCidrIp',
  ],
  [
    'AuthorizeSecurityGroupEgress',
    inWeb(list({ Ipv6DestCidrIp: '::/0' }, dns)),
    400,
    'InvalidParam.DestIp',
  ],
  [
    'AuthorizeSecurityGroupEgress',
    inWeb(list({ DestCidrIp: '', DestGroupId: 'sg-none' }, dns)),
    404,
    'InvalidDestGroupId.NotFound',
  ],
  [
    'AuthorizeSecurityGroup',
    inWeb({ 'Permission.1.IpProtocol': 'tcp' }),
    400,
    'InvalidIpProtocol.ValueNotSupported',
  ],
  ['AuthorizeSecurityGroup', inWeb({ ...list({}), ...ssh }), 400, 'InvalidParam.Permissions'],
  [
    'AuthorizeSecurityGroup',
    inWeb(permissions(...Array.from({ length: 101 }, (_, n) => nthRule(n)))),
    400,
    'InvalidParam.Permissions',
  ],
  [
    'AuthorizeSecurityGroup',
    inWeb(permissions(nthRule(1), nthRule(2), { ...nthRule(1), Description: 'again' })),
    400,
    'InvalidParam.DuplicatePermissions',
  ],
  [
    'AuthorizeSecurityGroup',
    ({ web }) => ({ SecurityGroupId: web, ...list({ SourceCidrIp: '', SourceGroupId: web }) }),
    403,
    'InvalidParamter.Conflict',
  ],
  [
    'AuthorizeSecurityGroup',
    ({ web, elsewhere }) => ({
      SecurityGroupId: web,
      ...list({ SourceCidrIp: '', SourceGroupId: elsewhere }),
    }),
    400,
    'InvalidSourceGroupId.Mismatch',
  ],
  [
    'AuthorizeSecurityGroup',
    ({ web, app }) => ({
      SecurityGroupId: web,
      ...list({ SourceCidrIp: '', SourceGroupId: app, SourceGroupOwnerId: '42' }),
    }),
    404,
    'InvalidSourceGroupId.NotFound',
  ],
  [
    'AuthorizeSecurityGroup',
    ({ web, enterprise }) => ({
      SecurityGroupId: web,
      ...list({ SourceCidrIp: '', SourceGroupId: enterprise }),
    }),
    400,
    'InvalidGroupAuthParameter.OperationDenied',
  ],
  [
    'AuthorizeSecurityGroup',
    ({ web, enterprise }) => ({
      SecurityGroupId: enterprise,
      ...list({ SourceCidrIp: '', SourceGroupId: web }),
    }),
    400,
    'InvalidGroupParameter.OperationDenied',
  ],
  [
    'RevokeSecurityGroup',
    inWeb(list({ PortRange: '23/23' })),
    400,
    'InvalidSecurityGroupRule.RuleNotExist',
  ],
  [
    'RevokeSecurityGroup',
    inWeb(list({ Priority: '2' })),
    400,
    'InvalidSecurityGroupRule.RuleNotExist',
  ],
  [
    'RevokeSecurityGroup',
    inWeb(list({ Policy: 'drop' })),
    400,
    'InvalidSecurityGroupRule.RuleNotExist',
  ],
  [
    'RevokeSecurityGroup',
    inWeb(list({ SourceCidrIp: '', SourceGroupId: 'sg-none' })),
    404,
    'InvalidSourceGroupId.NotFound',
  ],
  [
    'RevokeSecurityGroup',
    ({ web }) => ({ SecurityGroupId: web, ...list({ SourceCidrIp: '', SourceGroupId: web }) }),
    403,
    'InvalidSecurityGroup.IsSame',
  ],
  ['RevokeSecurityGroup', inWeb({}), 400, 'InvalidIpProtocol.ValueNotSupported'],
  ['RevokeSecurityGroup', revokeIds('sgr-none'), 404, 'InvalidSecurityGroupRuleId.NotFound'],
  ['RevokeSecurityGroup', revokeIds('one'), 400, 'InvalidParam.SecurityGroupRuleId'],
  [
    'RevokeSecurityGroup',
    ({ web, dnsId }) => ({ SecurityGroupId: web, 'SecurityGroupRuleId.1': dnsId }),
    400,
    'InvalidParam.SecurityGroupRuleId',
  ],
  [
    'RevokeSecurityGroup',
    revokeIds(...Array.from({ length: 101 }, (_, n) => `sgr-${n}`)),
    400,
    'InvalidParam.SecurityGroupRuleId',
  ],
  [
    'RevokeSecurityGroup',
    ({ web, sshId }) => ({
      SecurityGroupId: web,
      'SecurityGroupRuleId.1': sshId,
      'SecurityGroupRuleId.2': sshId,
    }),
    400,
    'InvalidParam.SecurityGroupRuleIdRepeated',
  ],
  [
    'RevokeSecurityGroup',
    ({ web, sshId }) => ({ SecurityGroupId: web, 'SecurityGroupRuleId.1': sshId, ...list({}) }),
    400,
    'InvalidParam.Permissions',
  ],
  [
    'RevokeSecurityGroupEgress',
    inWeb({ ...dns, PortRange: '-22/22' }),
    400,
    'InvalidIpPortRange.Malformed',
  ],
  ['RevokeSecurityGroupEgress', inWeb({ ...dns, Policy: 'Allow' }), 400, 'InvalidPolicy.Malformed'],
  ...(
    [
      [{ SecurityGroupRuleId: 'one' }, 400, 'InvalidParam.SecurityGroupRuleId'],
      [{ SecurityGroupRuleId: 'sgr-none' }, 404, 'InvalidSecurityGroupRuleId.NotFound'],
      [{ SecurityGroupRuleId: '', ...nthRule(9) }, 404, 'SecurityGroupRule.NotFound'],
      [{ SourceCidrIp: '', SourceGroupId: 'sg-1' }, 400, 'InvalidParam.InvalidModifyRuleRequest'],
      [{ SourceGroupId: 'sg-1' }, 400, 'InvalidOperation.ModifySgRuleEntityType'],
      [{ Ipv6SourceCidrIp: '::/0' }, 400, 'InvalidOperation.ModifySgRuleEntityType'],
      [{ SourcePrefixListId: 'pl-1' }, 400, 'InvalidOperation.ModifySgRuleEntityType'],
      [{ PortRangeListId: 'prl-1' }, 400, 'InvalidOperation.ModifyPortRangeType'],
      [{ Description: '' }, 400, 'InvalidParam.InvalidModifyRuleRequest'],
      [{ PortRange: '' }, 400, 'InvalidParam.InvalidModifyRuleRequest'],
      [{ IpProtocol: 'icmp' }, 400, 'InvalidParam.ProtocolAndPortRangeMismatch'],
      [
        { IpProtocol: 'icmpv6', PortRange: '-1/-1' },
        400,
        'InvalidParam.ProtocolAndAddressFamilyMismatch',
      ],
      [{ PortRange: '9/8' }, 400, 'InvalidParam.PortRange'],
      [{ SourceCidrIp: '10.0.0.0/40' }, 400, 'InvalidParam.SourceCidrIp'],
      [{ Priority: '101' }, 400, 'InvalidPriority.ValueNotSupported'],
      [{ Policy: 'Allow' }, 400, 'InvalidPolicy.Malformed'],
      [{ Ipv6DestCidrIp: '::1' }, 400, 'InvalidParameter.Conflict'],
    ] as const
  ).map(([words, status, code]): Case => [
    'ModifySecurityGroupRule',
    ({ web, sshId }) => ({ SecurityGroupId: web, SecurityGroupRuleId: sshId, ...words }),
    status,
    code,
  ]),
  [
    'ModifySecurityGroupEgressRule',
    ({ web, sshId }) => ({ SecurityGroupId: web, SecurityGroupRuleId: sshId }),
    404,
    'InvalidSecurityGroupRuleId.NotFound',
  ],
  ...(
    [
      [{ ResourceType: 'disk' }, 404, 'InvalidResourceType.NotFound'],
      [{ 'ResourceId.1': '' }, 404, 'InvalidResourceId.NotFound'],
      [{ 'ResourceId.2': 'sg-none' }, 404, 'InvalidResourceId.NotFound'],
      [{ 'Tag.1.Key': '' }, 400, 'InvalidTagKey.Malformed'],
      [{ 'Tag.2.Key': 'k' }, 400, 'Duplicate.TagKey'],
      [{ 'Tag.1.Value': 'x'.repeat(129) }, 400, 'InvalidTagValue.Malformed'],
      [manyTags(21), 400, 'NumberExceed.Tags'],
    ] as const
  ).map(([words, status, code]): Case => [
    'TagResources',
    ({ web }) => ({
      ResourceType: 'securitygroup',
      'ResourceId.1': web,
      'Tag.1.Key': 'k',
      ...words,
    }),
    status,
    code,
  ]),
  [
    'TagResources',
    ({ managed }) => ({
      ResourceType: 'securitygroup',
      'ResourceId.1': managed,
      'Tag.1.Key': 'k',
    }),
    403,
    'InvalidOperation.ResourceManagedByCloudProduct',
  ],
  [
    'TagResources',
    { ResourceType: 'securitygroup', 'Tag.1.Key': 'k' },
    400,
    'MissingParameter.ResourceIds',
  ],
  [
    'UntagResources',
    ({ web }) => ({ ResourceType: 'securitygroup', 'ResourceId.1': web }),
    400,
    'MissingParameter.TagKeys',
  ],
];

function inWeb(words: Words): (world: World) => Words {
  return ({ web }) => ({ SecurityGroupId: web, ...words });
}

function revokeIds(...ids: readonly string[]): (world: World) => Words {
  return inWeb(
    Object.fromEntries(ids.map((id, index) => [`SecurityGroupRuleId.${index + 1}`, id])),
  );
}

function manyTags(count: number): Words {
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`Tag.${n + 1}.Key`, `key-${n}`]),
  );
}

describe('a bad request is refused and changes nothing', () => {
  for (const [index, [action, parameters, status, code]] of cases.entries()) {
    test(`${index + 1}: ${action} → ${status} ${code}`, () => {
      const driver = drive();
      const made = world(driver);
      const before = driver.emulator.snapshot();
      const words = typeof parameters === 'function' ? parameters(made) : parameters;
      const answer = driver.call(action, words);
      expect([answer.status, answer.code]).toEqual([status, code]);
      expect(driver.emulator.snapshot()).toEqual(before);
    });
  }
});

test('an error body says what, where and how to find out more, and never anything else', () => {
  const { body } = drive().call('DeleteSecurityGroup', { SecurityGroupId: 'sg-none' });
  expect(body).toEqual({
    RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/) as string,
    HostId: 'ecs.cn-hangzhou.aliyuncs.com',
    Code: 'InvalidSecurityGroup.NotFound',
    Message: 'The specified security group does not exist.',
    Recommend: expect.stringContaining('q=InvalidSecurityGroup.NotFound&product=Ecs') as string,
  });
});

test('regions, versions and actions that do not exist are refused', () => {
  const { emulator } = drive();
  const request = { product: 'Ecs', version: '2014-05-26', region: undefined, parameters: {} };
  const codeOf = (change: object): unknown => {
    const { body, status } = emulator.call({
      ...request,
      action: 'DescribeSecurityGroups',
      ...change,
    });
    return [status, body['Code']];
  };
  expect(codeOf({})).toEqual([400, 'MissingParameter.RegionId']);
  expect(codeOf({ action: 'ModifySecurityGroupPolicy' })).toEqual([
    400,
    'MissingParamter.RegionId',
  ]);
  expect(codeOf({ region: 'cn-nowhere' })).toEqual([404, 'InvalidRegionId.NotFound']);
  expect(codeOf({ version: '2013-01-10' })).toEqual([400, 'InvalidVersion']);
  expect(codeOf({ action: 'constructor' })).toEqual([404, 'InvalidAction.NotFound']);
  expect(codeOf({ accessKeyId: 'other' })).toEqual([404, 'InvalidAccessKeyId.NotFound']);
});
