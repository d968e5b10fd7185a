// Prefix lists and port lists: how they are made and changed, and the rules that refer to them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld } from './world.ts';
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

const office = { PrefixListName: 'office', AddressFamily: 'IPv4', MaxEntries: '10' };
const ports = { PortRangeListName: 'web', MaxEntries: '10' };

async function prefixEntries(PrefixListId: string): Promise<unknown> {
  const { body } = await world.call('DescribePrefixListAttributes', { PrefixListId });
  return body['Entries'];
}

async function portEntries(PortRangeListId: string): Promise<unknown> {
  const { body } = await world.call('DescribePortRangeListEntries', { PortRangeListId });
  return body['Entries'];
}

describe('a prefix list', () => {
  test('is made, shown, changed and deleted', async () => {
    world.fresh({ now: () => new Date('2026-11-22T01:02:03Z') }, {});
    const made = await world.call('CreatePrefixList', {
      ...office,
      Description: 'Our offices',
      Entry: [{ Cidr: '203.0.113.0/25', Description: 'Hangzhou' }, { Cidr: '198.51.100.7' }],
      Tag: [{ Key: 'team', Value: 'edge' }],
    });
    const PrefixListId = String(made.body['PrefixListId']);
    expect(PrefixListId).toMatch(/^pl-bp1[0-9a-z]{17}$/);
    const { body } = await world.call('DescribePrefixLists', { PrefixListId: [PrefixListId] });
    expect(body['PrefixLists']).toMatchObject({
      PrefixList: [
        {
          PrefixListId,
          PrefixListName: 'office',
          AddressFamily: 'IPv4',
          MaxEntries: 10,
          AssociationCount: 0,
          CreationTime: '2026-11-22T01:02Z',
          Description: 'Our offices',
          Tags: { Tag: [{ TagKey: 'team', TagValue: 'edge' }] },
        },
      ],
    });
    expect(await prefixEntries(PrefixListId)).toEqual({
      Entry: [
        { Cidr: '203.0.113.0/25', Description: 'Hangzhou' },
        { Cidr: '198.51.100.7/32', Description: '' },
      ],
    });
    const change = {
      PrefixListId,
      PrefixListName: 'offices',
      AddEntry: [{ Cidr: '203.0.113.0/25', Description: 'Moved' }, { Cidr: '10.0.0.0/8' }],
      RemoveEntry: [{ Cidr: '198.51.100.7/32' }],
    };
    expect(await answer('ModifyPrefixList', change)).toBe('200 OK');
    expect(await prefixEntries(PrefixListId)).toEqual({
      Entry: [
        { Cidr: '203.0.113.0/25', Description: 'Moved' },
        { Cidr: '10.0.0.0/8', Description: '' },
      ],
    });
    expect(await answer('DeletePrefixList', { PrefixListId })).toBe('200 OK');
    expect(await answer('DescribePrefixListAttributes', { PrefixListId })).toBe(
      '404 InvalidPrefixListId.NotFound',
    );
  });

  test('of IPv6 has its blocks compressed', async () => {
    world.fresh({}, {});
    const Entry = [{ Cidr: '2001:0DB8:0000::/32' }, { Cidr: '2001:db8::1' }];
    const { body } = await world.call('CreatePrefixList', {
      ...office,
      AddressFamily: 'ipv6',
      Entry,
    });
    expect(await prefixEntries(String(body['PrefixListId']))).toMatchObject({
      Entry: [{ Cidr: '2001:db8::/32' }, { Cidr: '2001:db8::1/128' }],
    });
  });

  test.each<[Nested, string]>([
    [{ PrefixListName: '' }, '400 MissingParameter'],
    [{ PrefixListName: 'http://x' }, '400 InvalidParameter.PrefixListName'],
    [{ PrefixListName: 'com.aliyun.x' }, '400 InvalidParameter.PrefixListName'],
    [{ AddressFamily: 'IPv5' }, '400 InvalidParameter.AddressFamily'],
    [{ MaxEntries: '0' }, '400 InvalidParameter'],
    [{ MaxEntries: '201' }, '400 InvalidParameter'],
    [{ Description: 'x' }, '400 InvalidDescription.Malformed'],
    [{ Entry: [{ Cidr: '10.0.0.1/8' }] }, '400 InvalidParameter.CidrMalformed'],
    [{ Entry: [{ Cidr: '::/0' }] }, '400 InvalidParameter.CidrMalformed'],
    [
      { Entry: [{ Cidr: '10.0.0.1' }, { Cidr: '10.0.0.1/32' }] },
      '400 InvalidParameter.CidrDuplicated',
    ],
    [{ Entry: [{ Cidr: '10.0.0.1', Description: 'x' }] }, '400 InvalidDescription.Malformed'],
    [
      { MaxEntries: '1', Entry: [{ Cidr: '10.0.0.1' }, { Cidr: '10.0.0.2' }] },
      '400 LimitExceed.MaxEntries',
    ],
    [
      { Entry: Array.from({ length: 201 }, (_, n) => ({ Cidr: `10.0.${n}.0/24` })) },
      '400 LimitExceed.Entry',
    ],
    [{ Tag: [{ Key: 'acs:x', Value: '' }] }, '400 InvalidTagKey.Malformed'],
  ])('is refused for %j', async (change, expected) => {
    world.fresh({}, {});
    expect(await answer('CreatePrefixList', { ...office, ...change })).toBe(expected);
  });

  test.each<[string, Nested, string]>([
    ['ModifyPrefixList', { PrefixListId: 'pl-none' }, '404 InvalidPrefixListId.NotFound'],
    ['DeletePrefixList', { PrefixListId: 'pl-none' }, '404 InvalidPrefixListId.NotFound'],
    ['DeletePrefixList', { PrefixListId: 'pl-ipv4' }, '400 NotAllowed.AssociationExist'],
    [
      'ModifyPrefixList',
      {
        PrefixListId: 'pl-ipv4',
        AddEntry: [{ Cidr: '10.0.0.1' }],
        RemoveEntry: [{ Cidr: '10.0.0.1/32' }],
      },
      '400 InvalidParameter.CidrDuplicated',
    ],
    [
      'ModifyPrefixList',
      {
        PrefixListId: 'pl-ipv4',
        AddEntry: Array.from({ length: 11 }, (_, n) => ({ Cidr: `10.0.${n}.0/24` })),
      },
      '400 LimitExceed.MaxEntries',
    ],
    [
      'DescribePrefixLists',
      { PrefixListId: Array.from({ length: 101 }, (_, n) => `pl-${n}`) },
      '400 LimitExceed.PrefixListId',
    ],
  ])('%s %j: %s', async (action, ask, expected) => {
    world.fresh();
    expect(await answer(action, ask)).toBe(expected);
  });

  test.each<[Nested, number]>([
    [{ AddressFamily: 'IPv6' }, 1],
    [{ PrefixListName: 'none' }, 0],
    [{ PrefixListId: ['pl-ipv4', 'pl-none'] }, 1],
    [{}, 3],
  ])('is found by %j', async (ask, count) => {
    world.fresh();
    const { body } = await world.call('DescribePrefixLists', ask);
    expect((body['PrefixLists'] as { PrefixList: Body[] }).PrefixList).toHaveLength(count);
  });
});

describe('a port list', () => {
  test('is made, shown, changed and deleted, in plain arrays', async () => {
    world.fresh({}, {});
    const made = await world.call('CreatePortRangeList', {
      ...ports,
      Entry: [{ PortRange: '80/80', Description: 'HTTP' }, { PortRange: '8000/8999' }],
    });
    const PortRangeListId = String(made.body['PortRangeListId']);
    expect(PortRangeListId).toMatch(/^prl-bp1/);
    const { body } = await world.call('DescribePortRangeLists', {
      PortRangeListId: [PortRangeListId],
    });
    expect(body['PortRangeLists']).toMatchObject([
      { PortRangeListId, PortRangeListName: 'web', MaxEntries: 10, AssociationCount: 0, Tags: [] },
    ]);
    const change = {
      PortRangeListId,
      AddEntry: [{ PortRange: '443/443' }],
      RemoveEntry: [{ PortRange: '8000/8999' }],
    };
    expect(await answer('ModifyPortRangeList', change)).toBe('200 OK');
    expect(await portEntries(PortRangeListId)).toEqual([
      { PortRange: '80/80', Description: 'HTTP' },
      { PortRange: '443/443', Description: '' },
    ]);
    expect(await answer('DeletePortRangeList', { PortRangeListId })).toBe('200 OK');
    expect(await answer('DeletePortRangeList', { PortRangeListId })).toBe(
      '400 InvalidPortRangeListId.NotFound',
    );
  });

  test.each<[Nested, string]>([
    [{ PortRangeListName: '1st' }, '400 InvalidParameter.PortRangeListName'],
    [{ MaxEntries: '2001' }, '400 InvalidOperation.MaxEntriesCountExceed'],
    [{ Entry: [{ PortRange: '9/8' }] }, '400 InvalidParameter.PortRange'],
    [
      { Entry: [{ PortRange: '9/9' }, { PortRange: '9/9' }] },
      '400 InvalidParameter.PortRangeDuplicated',
    ],
    [
      { MaxEntries: '1', Entry: [{ PortRange: '9/9' }, { PortRange: '8/8' }] },
      '400 InvalidOperation.EntryCountExceedMaxEntries',
    ],
    [{ Description: 'x' }, '400 InvalidDescription.Malformed'],
  ])('is refused for %j', async (change, expected) => {
    world.fresh({}, {});
    expect(await answer('CreatePortRangeList', { ...ports, ...change })).toBe(expected);
  });

  test('in use cannot be deleted, and names who uses it', async () => {
    world.fresh();
    const PortRangeListId = 'prl-small';
    expect(await answer('DeletePortRangeList', { PortRangeListId })).toBe(
      '400 InvalidPortRangeListId.AssociationExist',
    );
    const { body } = await world.call('DescribePortRangeListAssociations', { PortRangeListId });
    expect(body['PortRangeListAssociations']).toEqual([
      { ResourceId: 'sg-web', ResourceType: 'SecurityGroup' },
    ]);
  });
});

describe('a rule with lists', () => {
  const rule = {
    IpProtocol: 'tcp',
    SourcePrefixListId: 'pl-other',
    PortRangeListId: 'prl-large',
  };
  const both = { SecurityGroupId: 'sg-db', Permissions: [rule] };

  test('shows them with their names, and goes away by the same words', async () => {
    world.fresh({ limits: { rulesPerGroupMax: 100_000 } });
    await world.call('ModifyPrefixList', { PrefixListId: 'pl-other', PrefixListName: 'office' });
    expect(await answer('AuthorizeSecurityGroup', both)).toBe('200 OK');
    const { body } = await world.call('DescribeSecurityGroupAttribute', {
      SecurityGroupId: 'sg-db',
    });
    expect(body['Permissions']).toMatchObject({
      Permission: [
        {
          SourcePrefixListId: 'pl-other',
          SourcePrefixListName: 'office',
          PortRangeListId: 'prl-large',
          PortRange: '',
          SourceCidrIp: '',
        },
      ],
    });
    expect(await answer('RevokeSecurityGroup', both)).toBe('200 OK');
    expect(await answer('DeletePrefixList', { PrefixListId: 'pl-other' })).toBe('200 OK');
  });

  test('ignores the lists where there are an address and a range', async () => {
    world.fresh();
    const asked = {
      ...rule,
      SourcePrefixListId: 'pl-none',
      PortRangeListId: 'prl-none',
      SourceCidrIp: '10.0.0.0/8',
      PortRange: '22/22',
    };
    const ask = { SecurityGroupId: 'sg-db', Permissions: [asked] };
    expect(await answer('AuthorizeSecurityGroup', ask)).toBe('200 OK');
  });

  test('may change to another list of its kind, by id', async () => {
    world.fresh();
    const change = {
      SecurityGroupId: 'sg-web',
      SecurityGroupRuleId: 'sgr-prefixes-ingress',
      SourcePrefixListId: 'pl-other',
    };
    expect(await answer('ModifySecurityGroupRule', change)).toBe('200 OK');
    const associations = async (PrefixListId: string): Promise<unknown> =>
      (await world.call('DescribePrefixListAssociations', { PrefixListId })).body[
        'PrefixListAssociations'
      ];
    expect(await associations('pl-other')).toEqual({
      PrefixListAssociation: [{ ResourceId: 'sg-web', ResourceType: 'securitygroup' }],
    });
    // The egress rule still has it.
    expect(await answer('DeletePrefixList', { PrefixListId: 'pl-ipv4' })).toBe(
      '400 NotAllowed.AssociationExist',
    );
  });

  test('of IPv6 goes with ICMPv6, and not with ICMP', async () => {
    world.fresh();
    const ask = (IpProtocol: string): Nested => ({
      SecurityGroupId: 'sg-db',
      Permissions: [{ IpProtocol, PortRange: '-1/-1', SourcePrefixListId: 'pl-ipv6' }],
    });
    expect(await answer('AuthorizeSecurityGroup', ask('icmpv6'))).toBe('200 OK');
    expect(await answer('AuthorizeSecurityGroup', ask('icmp'))).toBe(
      '400 InvalidParam.PrefixListAddressFamilyMismatch',
    );
  });
});
