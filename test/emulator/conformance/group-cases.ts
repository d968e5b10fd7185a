// How the operations on groups themselves refuse.

import type { ErrorCase } from './error-case.ts';

const tag = (Key: string, Value = ''): { Tag: Readonly<Record<string, string>>[] } => ({
  Tag: [{ Key, Value }],
});

function of(operation: ErrorCase['operation']) {
  return (
    answer: string,
    ask: ErrorCase['ask'],
    rest: Partial<Pick<ErrorCase, 'options' | 'arrange'>> = {},
  ): ErrorCase => ({ operation, answer, ask, ...rest });
}

const create = of('CreateSecurityGroup');
const remove = of('DeleteSecurityGroup');
const list = of('DescribeSecurityGroups');
const show = of('DescribeSecurityGroupAttribute');
const references = of('DescribeSecurityGroupReferences');
const modify = of('ModifySecurityGroupAttribute');
const policy = of('ModifySecurityGroupPolicy');

const managed = '403 InvalidOperation.ResourceManagedByCloudProduct';

export const groupCases: readonly ErrorCase[] = [
  create('400 InvalidDescription.Malformed', { Description: 'http://a.b' }),
  create('400 InvalidSecurityGroupName.Malformed', { SecurityGroupName: '1st' }),
  create('400 InvalidTagKey.Malformed', tag('acs:x')),
  create('400 InvalidTagValue.Malformed', tag('k', 'https://x')),
  create('400 Duplicate.TagKey', { Tag: [{ Key: 'k' }, { Key: 'k' }] }),
  create('400 InvalidParams.GroupType', { SecurityGroupType: 'basic' }),
  create('400 InvalidParams.VpcIdGroupType', { SecurityGroupType: 'enterprise' }),
  create('403 IncorrectVpcStatus', { VpcId: 'vpc-pending' }),
  create('403 QuotaExceed.SecurityGroup', {}, { options: { limits: { groupsPerRegionMax: 1 } } }),
  create('403 QuotaExceed.Tags', {
    Tag: Array.from({ length: 21 }, (_, n) => ({ Key: `k${n}` })),
  }),
  create('404 InvalidRegionId.NotFound', { RegionId: 'cn-nowhere' }),
  create('404 InvalidVpcId.NotFound', { VpcId: 'vpc-none' }, { options: { anyVpc: false } }),
  create(
    '404 InvalidResourceGroup.NotFound',
    { ResourceGroupId: 'rg-none' },
    { options: { anyVpc: false } },
  ),

  remove(managed, { SecurityGroupId: 'sg-managed' }),
  remove('403 DependencyViolation', { SecurityGroupId: 'sg-web' }),
  remove('404 InvalidSecurityGroup.NotFound', { SecurityGroupId: 'sg-none' }),
  remove('403 InvalidOperation.DeletionProtection', { SecurityGroupId: 'sg-protected' }),

  list(
    '400 NotSupported.PageNumberAndPageSize',
    { PageNumber: '1', PageSize: '10' },
    { options: { switches: { pageNumbers: 'refused' } } },
  ),
  list('400 InValidParameter.NextToken', { NextToken: 'x' }),
  list('400 InvalidParameter.SecurityGroupType', { SecurityGroupType: 'x' }),
  list('400 InvalidSecurityGroupId.Malformed', { SecurityGroupIds: 'sg-web' }),
  list('400 InvalidSecurityGroupName.Malformed', { SecurityGroupName: 'x'.repeat(129) }),
  list('400 DryRunOperation', { DryRun: 'true' }),

  show('400 InvalidNicType.ValueNotSupported', { SecurityGroupId: 'sg-web', NicType: 'wifi' }),
  show('400 InvalidParamter', { SecurityGroupId: 'sg-web', MaxResults: '9' }),
  show('400 InvalidParameter.AttributeNotSupported', {
    SecurityGroupId: 'sg-web',
    Attribute: 'everything',
  }),
  show('404 InvalidRegionId.NotFound', { SecurityGroupId: 'sg-web', RegionId: 'cn-nowhere' }),
  show('404 InvalidSecurityGroupId.NotFound', { SecurityGroupId: 'sg-none' }),

  references('400 InvalidSecurityGroupId.Malformed', {
    SecurityGroupId: Array.from({ length: 11 }, (_, n) => `sg-${n}`),
  }),
  references('404 InvalidRegionId.NotFound', {
    SecurityGroupId: ['sg-web'],
    RegionId: 'cn-nowhere',
  }),
  references('404 InvalidSecurityGroupId.NotFound', { SecurityGroupId: ['sg-none'] }),

  modify(managed, { SecurityGroupId: 'sg-managed', SecurityGroupName: 'mine' }),
  modify('400 InvalidSecurityGroupName.Malformed', {
    SecurityGroupId: 'sg-web',
    SecurityGroupName: 'x',
  }),
  modify('400 InvalidSecurityGroupDiscription.Malformed', {
    SecurityGroupId: 'sg-web',
    Description: 'x',
  }),
  modify('404 InvalidSecurityGroupId.NotFound', {
    SecurityGroupId: 'sg-none',
    SecurityGroupName: 'mine',
  }),

  policy(managed, { SecurityGroupId: 'sg-managed', InnerAccessPolicy: 'Drop' }),
  policy('400 InvalidSecurityGroupId.Malformed', {
    SecurityGroupId: 'web',
    InnerAccessPolicy: 'Drop',
  }),
  policy('400 InvalidPolicy.Malformed', { SecurityGroupId: 'sg-web', InnerAccessPolicy: 'Allow' }),
  policy('404 InvalidSecurityGroupId.NotFound', {
    SecurityGroupId: 'sg-none',
    InnerAccessPolicy: 'Drop',
  }),
  policy('404 InvalidParameter.InnerAccessPolicy', {
    SecurityGroupId: 'sg-advanced',
    InnerAccessPolicy: 'Accept',
  }),
];
