// How the six operations on rules refuse. Most faults are the same in all of them, but each is said
// in three ways: as an item of a list, in the deprecated form, and as a change of a rule by its id.

import type { Nested } from '../flavours.ts';
import type { Documented } from './documented-codes.ts';
import type { ErrorCase } from './error-case.ts';

type Words = Readonly<Record<string, string>>;

interface Side {
  readonly direction: 'ingress' | 'egress';
  readonly authorize: Documented;
  readonly revoke: Documented;
  readonly modify: Documented;
  /** Source for ingress: the side of the peer. */
  readonly far: 'Source' | 'Dest';
  readonly near: 'Source' | 'Dest';
}

const sides: readonly Side[] = [
  {
    direction: 'ingress',
    authorize: 'AuthorizeSecurityGroup',
    revoke: 'RevokeSecurityGroup',
    modify: 'ModifySecurityGroupRule',
    far: 'Source',
    near: 'Dest',
  },
  {
    direction: 'egress',
    authorize: 'AuthorizeSecurityGroupEgress',
    revoke: 'RevokeSecurityGroupEgress',
    modify: 'ModifySecurityGroupEgressRule',
    far: 'Dest',
    near: 'Source',
  },
];

function withoutEmpty(words: Words): Words {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''));
}

/** A rule that is not in the group yet: a fault must not hide behind one that is. */
const fresh = ({ far }: Side): Words => ({
  IpProtocol: 'tcp',
  PortRange: '4711/4711',
  [`${far}CidrIp`]: '192.0.2.0/24',
});

const listed = (side: Side, change: Words, group = 'sg-web'): Nested => ({
  SecurityGroupId: group,
  Permissions: [withoutEmpty({ ...fresh(side), ...change })],
});

const flat = (side: Side, change: Words, group = 'sg-web'): Nested => ({
  SecurityGroupId: group,
  ...withoutEmpty({ ...fresh(side), ...change }),
});

const byId = (side: Side, name: string, change: Words, group = 'sg-web'): Nested => ({
  SecurityGroupId: group,
  SecurityGroupRuleId: `sgr-${name}-${side.direction}`,
  ...change,
});

/** What is wrong, and for Modify by id the rule that it is said of, `ipv4` unless said. */
function sharedCases(side: Side): readonly ErrorCase[] {
  const { far, near, authorize, revoke, modify } = side;
  const [cidr, cidr6] = [`${far}CidrIp`, `Ipv6${far}CidrIp`];
  const everywhere = (answer: string, change: Words, of = 'ipv4'): readonly ErrorCase[] => [
    { operation: authorize, answer, ask: listed(side, change) },
    { operation: revoke, answer, ask: listed(side, change) },
    { operation: modify, answer, ask: byId(side, of, change) },
  ];
  /** Modify has no id here: the rule is named by what it says. */
  const bySaying = (answer: string, change: Words): readonly ErrorCase[] => [
    { operation: authorize, answer, ask: listed(side, change) },
    { operation: revoke, answer, ask: listed(side, change) },
    { operation: modify, answer, ask: flat(side, change) },
  ];
  const inBatches = (
    answer: string,
    ask: (form: typeof listed) => Nested,
    form = listed,
  ): readonly ErrorCase[] =>
    [authorize, revoke].map((operation) => ({ operation, answer, ask: ask(form) }));
  const inGroup = (answer: string, SecurityGroupId: string): readonly ErrorCase[] =>
    [authorize, revoke, modify].map((operation) => ({
      operation,
      answer,
      ask: { ...flat(side, {}), SecurityGroupId },
    }));
  const peer = (words: Words): Words => ({ [cidr]: '', ...words });
  const group = (id: string): Words => ({ [cidr]: '', [`${far}GroupId`]: id });
  const aboutGroups = (answer: string, id: string): readonly ErrorCase[] => [
    { operation: authorize, answer, ask: listed(side, group(id)) },
    { operation: revoke, answer, ask: listed(side, group(id)) },
    { operation: modify, answer, ask: byId(side, 'group', { [`${far}GroupId`]: id }) },
  ];
  const noIcmpFamily = (family: string, words: Words): readonly ErrorCase[] =>
    inBatches(family, (form) => form(side, { PortRange: '-1/-1', ...words }));
  const itself =
    side.direction === 'ingress'
      ? '403 InvalidParamter.Conflict'
      : '403 InvalidSecurityGroup.IsSame';
  return [
    ...inGroup('400 InvalidSecurityGroupId.Malformed', 'web'),
    ...inGroup('404 InvalidSecurityGroupId.NotFound', 'sg-none'),
    ...inGroup('403 InvalidOperation.ResourceManagedByCloudProduct', 'sg-managed'),
    ...everywhere('400 InvalidIpProtocol.ValueNotSupported', { IpProtocol: 'sctp' }),
    ...everywhere('400 InvalidParam.PortRange', { PortRange: '-22/22' }),
    ...bySaying('400 InvalidPortRange.Malformed', { PortRange: '' }),
    ...everywhere('400 InvalidSourcePortRange.Malformed', { SourcePortRange: '9/8' }),
    ...everywhere(`400 InvalidParam.${cidr}`, { [cidr]: '10.0.0.0/33' }),
    ...everywhere(`400 InvalidParam.${near}CidrIp`, { [`${near}CidrIp`]: 'x' }),
    ...everywhere(`400 InvalidParam.Ipv6${near}CidrIp`, { [`Ipv6${near}CidrIp`]: 'x' }),
    ...inBatches(`400 InvalidParam.${cidr6}`, (form) => form(side, peer({ [cidr6]: 'x' }))),
    {
      operation: modify,
      answer: `400 InvalidParam.${cidr6}`,
      ask: byId(side, 'ipv6', { [cidr6]: 'x' }),
    },
    ...everywhere(`400 InvalidParam.${far}Ip`, { [cidr]: '192.0.2.0/25', [cidr6]: '::/0' }),
    ...everywhere(`400 InvalidParam.${near}Ip`, {
      [`${near}CidrIp`]: '192.0.2.1',
      [`Ipv6${near}CidrIp`]: '::1',
    }),
    ...noIcmpFamily('400 InvalidParam.Ipv4ProtocolConflictWithIpv6Address', {
      IpProtocol: 'icmp',
      [cidr]: '',
      [cidr6]: '::/0',
    }),
    ...noIcmpFamily('400 InvalidParam.Ipv6ProtocolConflictWithIpv4Address', {
      IpProtocol: 'icmpv6',
    }),
    ...everywhere('400 InvalidParameter.Conflict', { [`Ipv6${near}CidrIp`]: '::1' }),
    ...everywhere('400 InvalidPolicy.Malformed', { Policy: 'Allow' }),
    ...everywhere('400 InvalidPriority.Malformed', { Priority: 'high' }),
    ...everywhere('400 InvalidPriority.ValueNotSupported', { Priority: '101' }),
    ...bySaying('400 InvalidNicType.ValueNotSupported', { NicType: 'wifi' }),
    ...everywhere('400 InvalidParamter.Conflict', {
      [cidr]: '192.0.2.0/24',
      [`${near}CidrIp`]: '192.0.2.0/24',
    }),
    ...everywhere('400 InvalidSecurityGroupDiscription.Malformed', {
      Description: 'x'.repeat(513),
    }),
    ...bySaying(`400 MissingParameter.${far}`, peer({})),
    ...inBatches(
      `400 Invalid${far}CidrIp.Malformed`,
      (form) => form(side, { [cidr]: 'everywhere' }),
      flat,
    ),
    ...inBatches(
      '400 InvalidIpPortRange.Malformed',
      (form) => form(side, { PortRange: '-22/22' }),
      flat,
    ),
    ...aboutGroups(`404 Invalid${far}GroupId.NotFound`, 'sg-none'),
    ...aboutGroups(`400 Invalid${far}GroupId.Mismatch`, 'sg-far'),
    ...aboutGroups('400 InvalidGroupAuthParameter.OperationDenied', 'sg-advanced'),
    { operation: authorize, answer: itself, ask: listed(side, group('sg-web')) },
    {
      operation: revoke,
      answer: '403 InvalidSecurityGroup.IsSame',
      ask: listed(side, group('sg-web')),
    },
    {
      operation: modify,
      answer: itself,
      ask: byId(side, 'group', { [`${far}GroupId`]: 'sg-web' }),
    },
    ...inBatches('400 InvalidGroupParameter.OperationDenied', (form) =>
      form(side, group('sg-app'), 'sg-advanced'),
    ),
    {
      operation: modify,
      answer: '400 InvalidGroupParameter.OperationDenied',
      ask: byId(side, 'advanced', { [`${far}GroupId`]: 'sg-app' }, 'sg-advanced'),
    },
    ...inBatches('400 InvalidParam.PrefixListAddressFamilyMismatch', (form) =>
      form(side, peer({ [`${far}PrefixListId`]: 'pl-ipv6', [`${near}CidrIp`]: '192.0.2.1' })),
    ),
    {
      operation: modify,
      answer: '400 InvalidParam.PrefixListAddressFamilyMismatch',
      ask: byId(side, 'prefixes', { IpProtocol: 'icmpv6', PortRange: '-1/-1' }),
    },
    ...inBatches('404 InvalidPrefixListId.NotFound', (form) =>
      form(side, peer({ [`${far}PrefixListId`]: 'pl-none' })),
    ),
    {
      operation: modify,
      answer: '404 InvalidPrefixListId.NotFound',
      ask: byId(side, 'prefixes', { [`${far}PrefixListId`]: 'pl-none' }),
    },
    ...inBatches('400 InvalidPortRangeListId.NotFound', (form) =>
      form(side, { PortRange: '', PortRangeListId: 'prl-none' }),
    ),
    {
      operation: modify,
      answer: '400 InvalidPortRangeListId.NotFound',
      ask: byId(side, 'ports', { PortRangeListId: 'prl-none' }),
    },
    ...inBatches('400 InvalidParam.ProtocolNotSupportPortRangeList', (form) =>
      form(side, { IpProtocol: 'icmp', PortRange: '', PortRangeListId: 'prl-small' }),
    ),
    {
      operation: modify,
      answer: '400 InvalidParam.ProtocolNotSupportPortRangeList',
      ask: byId(side, 'ports', { IpProtocol: 'icmp' }),
    },
    ...inBatches('400 InvalidParam.Permissions', () => ({
      ...flat(side, {}),
      ...listed(side, {}),
    })),
    ...inBatches('400 InvalidParam.DuplicatePermissions', () => ({
      SecurityGroupId: 'sg-web',
      Permissions: [fresh(side), fresh(side)],
    })),
  ];
}

function authorizeCases(side: Side): readonly ErrorCase[] {
  const { authorize: operation, far } = side;
  const peer = (words: Words): Nested => listed(side, { [`${far}CidrIp`]: '', ...words });
  return [
    {
      operation,
      answer: '403 AuthorizationLimitExceed',
      ask: listed(side, {}),
      options: { limits: { rulesPerGroupMax: 5 } },
    },
    {
      operation,
      answer: '400 AuthorizedGroupRule.LimitExceed',
      ask: peer({ [`${far}GroupId`]: 'sg-app' }),
      options: { limits: { groupPeersPerGroupMax: 2 } },
    },
    {
      operation,
      answer: '403 LimitExceed.PrefixListAssociationResource',
      ask: peer({ [`${far}PrefixListId`]: 'pl-other' }),
      options: { limits: { prefixListAssociationsMax: 0 } },
    },
    { operation, answer: '400 OperationDenied', ask: listed(side, { PortRange: '-1/-1' }) },
  ];
}

function revokeCases(side: Side): readonly ErrorCase[] {
  const { revoke: operation, far, direction } = side;
  const ids = (...SecurityGroupRuleId: readonly string[]): Nested => ({
    SecurityGroupId: 'sg-web',
    SecurityGroupRuleId,
  });
  const id = `sgr-ipv4-${direction}`;
  return [
    {
      operation,
      answer: '400 InvalidSecurityGroupRule.RuleNotExist',
      ask: listed(side, {}),
    },
    { operation, answer: '400 InvalidParam.SecurityGroupRuleId', ask: ids('one') },
    { operation, answer: '400 InvalidParam.SecurityGroupRuleIdRepeated', ask: ids(id, id) },
    { operation, answer: '404 InvalidSecurityGroupRuleId.NotFound', ask: ids('sgr-none') },
    {
      operation,
      answer: '403 InvalidGroupAuthItem.NotFound',
      ask: flat(side, { [`${far}CidrIp`]: '', [`${far}GroupId`]: 'sg-db' }),
    },
  ];
}

function modifyCases(side: Side): readonly ErrorCase[] {
  const { modify: operation, far, near } = side;
  const change = (answer: string, words: Words, name = 'ipv4'): ErrorCase => ({
    operation,
    answer,
    ask: byId(side, name, words),
  });
  return [
    {
      operation,
      answer: '400 InvalidParam.SecurityGroupRuleId',
      ask: { SecurityGroupId: 'sg-web', SecurityGroupRuleId: 'one' },
    },
    change('404 InvalidSecurityGroupRuleId.NotFound', {}, 'none'),
    { operation, answer: '404 SecurityGroupRule.NotFound', ask: flat(side, {}) },
    change('400 InvalidOperation.ModifySgRuleEntityType', { [`${far}GroupId`]: 'sg-app' }),
    change('400 InvalidOperation.ModifyPortRangeType', { PortRangeListId: 'prl-small' }),
    change('400 InvalidOperation.ModifyNicType', { NicType: 'internet' }),
    {
      ...change('400 InvalidOperation.RuleDuplicate', { Priority: '2' }),
      arrange: (emulator) => {
        emulator.call({
          product: 'Ecs',
          version: '2014-05-26',
          action: side.authorize,
          region: 'cn-hangzhou',
          parameters: {
            SecurityGroupId: 'sg-web',
            IpProtocol: 'tcp',
            PortRange: '22/22',
            Priority: '2',
            [`${far}CidrIp`]: '10.0.0.0/8',
          },
        });
      },
    },
    change('400 InvalidParam.ProtocolAndPortRangeMismatch', { IpProtocol: 'icmp' }),
    change('400 InvalidParam.ProtocolAndAddressFamilyMismatch', {
      IpProtocol: 'icmpv6',
      PortRange: '-1/-1',
    }),
    change('400 InvalidParam.InvalidModifyRuleRequest', { Description: '' }),
    {
      ...change('400 InvalidSourceOrDestGroupId.DirectionMissmatch', {
        [`${near}GroupId`]: 'sg-app',
      }),
      plainly: true,
    },
    {
      ...change('400 AuthorizationLimitExceed', { PortRangeListId: 'prl-large' }, 'ports'),
      options: { limits: { rulesPerGroupMax: 100 } },
    },
  ];
}

export const ruleCases: readonly ErrorCase[] = sides.flatMap((side) => [
  ...sharedCases(side),
  ...authorizeCases(side),
  ...revokeCases(side),
  ...modifyCases(side),
]);
