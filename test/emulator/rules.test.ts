// How rules are stored, which rules are the same, and what Modify and Revoke do to them.

import { describe, expect, test } from 'vitest';
import { drive, driver, nthRule, permissions, region, ssh } from './driver.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import type { Driver, ShownRule, Words } from './driver.ts';

const ids = (rules: readonly ShownRule[]): string[] =>
  rules.map((rule) => String(rule['SecurityGroupRuleId']));

function only(rules: readonly ShownRule[]): ShownRule {
  expect(rules).toHaveLength(1);
  return rules[0] ?? {};
}

describe('a reply', () => {
  test('has every field of a rule, unset ones as "", the words in the cloud\'s case', () => {
    const world = drive({ now: () => new Date('2026-11-22T01:02:03.456Z') });
    const id = world.group();
    world.authorize(id, { ...ssh, Policy: 'DROP', Priority: '7', Description: 'no ssh 🚦' });
    expect(only(world.rules(id))).toEqual({
      SecurityGroupRuleId: expect.stringMatching(/^sgr-bp1[0-9a-z]{17}$/) as string,
      Direction: 'ingress',
      IpProtocol: 'TCP',
      PortRange: '22/22',
      PortRangeListId: '',
      PortRangeListName: '',
      SourcePortRange: '',
      SourceCidrIp: '10.0.0.0/8',
      Ipv6SourceCidrIp: '',
      SourceGroupId: '',
      SourceGroupName: '',
      SourceGroupOwnerAccount: '',
      SourcePrefixListId: '',
      SourcePrefixListName: '',
      DestCidrIp: '',
      Ipv6DestCidrIp: '',
      DestGroupId: '',
      DestGroupName: '',
      DestGroupOwnerAccount: '',
      DestPrefixListId: '',
      DestPrefixListName: '',
      NicType: 'intranet',
      Policy: 'Drop',
      Priority: 7,
      Description: 'no ssh 🚦',
      CreateTime: '2026-11-22T01:02:03Z',
    });
  });

  test.each([
    [{ IpProtocol: 'Udp' }, 'IpProtocol', 'UDP'],
    [{ IpProtocol: '6' }, 'IpProtocol', 'TCP'],
    [{ IpProtocol: 'Icmp', PortRange: '-1/-1' }, 'IpProtocol', 'ICMP'],
    [{ IpProtocol: 'all', PortRange: '-1/-1' }, 'IpProtocol', 'ALL'],
    [{ IpProtocol: 'gre', PortRange: '-1/-1' }, 'IpProtocol', 'GRE'],
    [{ IpProtocol: '112', PortRange: '-1/-1' }, 'IpProtocol', '112'],
    [{ SourcePortRange: '-1/-1' }, 'SourcePortRange', '-1/-1'],
    [{ SourceCidrIp: '10.159.6.18/12' }, 'SourceCidrIp', '10.159.6.18/12'],
    [{ SourceCidrIp: '203.0.113.7' }, 'SourceCidrIp', '203.0.113.7'],
    [{ SourceCidrIp: '203.0.113.7/32' }, 'SourceCidrIp', '203.0.113.7/32'],
    [{ NicType: 'internet' }, 'NicType', 'intranet'],
    [
      { SourceCidrIp: '', Ipv6SourceCidrIp: '2001:0DB8:3c4d:0015:0000:0000:1a2f:1a2b/0' },
      'Ipv6SourceCidrIp',
      '2001:db8:3c4d:15::1a2f:1a2b/0',
    ],
    [
      {
        IpProtocol: 'IcmpV6',
        PortRange: '-1/-1',
        SourceCidrIp: '',
        Ipv6SourceCidrIp: '2001:DB8::0001',
      },
      'Ipv6SourceCidrIp',
      '2001:db8::1',
    ],
    [{ SourceGroupId: 'sg-none', SourcePrefixListId: 'pl-none' }, 'SourceGroupId', ''],
  ])('%j has the %s %j', (change, field, shown) => {
    const world = drive();
    const id = world.group();
    expect(world.authorize(id, { ...ssh, ...change }).code).toBe('OK');
    expect(only(world.rules(id))[field]).toBe(shown);
  });

  test('has IPv6 host bits of the list, and has lost those of the deprecated form', () => {
    const world = drive();
    const id = world.group();
    const rule: Words = { IpProtocol: 'tcp', PortRange: '1/2', Ipv6SourceCidrIp: '2001:db8::1/0' };
    world.call('AuthorizeSecurityGroup', { SecurityGroupId: id, ...rule });
    expect(only(world.rules(id))['Ipv6SourceCidrIp']).toBe('::/0');
  });

  test('has the newest rule first, and changing a rule does not move it', () => {
    const world = drive();
    const id = world.group();
    world.authorize(id, nthRule(1), nthRule(2));
    world.authorize(id, nthRule(3));
    const before = ids(world.rules(id));
    modify(world, id, { SecurityGroupRuleId: before[2] ?? '', Description: 'changed' });
    expect(ids(world.rules(id))).toEqual(before);
    expect(world.rules(id).map((rule) => rule['SourceCidrIp'])).toEqual([
      '10.0.3.0/24',
      '10.0.2.0/24',
      '10.0.1.0/24',
    ]);
  });

  test('has the rules of either direction alone, with a quintuple rule in each', () => {
    const world = drive();
    const id = world.group();
    const quintuple = { ...ssh, DestCidrIp: '192.0.2.1', SourcePortRange: '1000/2000' };
    world.authorize(id, quintuple);
    const egress = { IpProtocol: 'all', PortRange: '-1/-1', Ipv6DestCidrIp: '::/0' };
    world.call('AuthorizeSecurityGroupEgress', {
      SecurityGroupId: id,
      ...permissions({ ...egress, Ipv6SourceCidrIp: '2001:db8::1' }),
    });
    const shown = (Direction: string): unknown =>
      world.call('DescribeSecurityGroupAttribute', { SecurityGroupId: id, Direction }).body[
        'Permissions'
      ];
    expect(shown('INGRESS')).toMatchObject({
      Permission: [{ DestCidrIp: '192.0.2.1', SourcePortRange: '1000/2000' }],
    });
    expect(shown('egress')).toMatchObject({
      Permission: [
        { Direction: 'egress', Ipv6DestCidrIp: '::/0', Ipv6SourceCidrIp: '2001:db8::1' },
      ],
    });
  });

  test('has what the cloud made long ago as it is: priority 110, odd ports and all', () => {
    const world = drive();
    const id = world.emulator.put({
      region,
      id: 'sg-j6c0example000000001',
      name: 'sg-j6c0example000000001',
      description: 'System created security group.',
      creationTime: '2017-03-19T13:37:48Z',
      rules: [
        {
          Direction: 'ingress',
          IpProtocol: 'ALL',
          PortRange: '-1/-1',
          SourcePortRange: '-1/-1',
          SourceCidrIp: '0.0.0.0/0',
          Priority: 110,
          SecurityGroupRuleId: 'sgr-1',
          CreateTime: '2017-03-19T13:37:54Z',
        },
      ],
    });
    expect(only(world.rules(id))).toMatchObject({ Priority: 110, SourcePortRange: '-1/-1' });
    modify(world, id, { SecurityGroupRuleId: 'sgr-1', Description: 'System created rule.' });
    expect(only(world.rules(id))).toMatchObject({
      Priority: 110,
      Description: 'System created rule.',
      CreateTime: '2017-03-19T13:37:54Z',
    });
    const revoked = world.call('RevokeSecurityGroup', {
      SecurityGroupId: id,
      'SecurityGroupRuleId.1': 'sgr-1',
    });
    expect([revoked.code, world.rules(id)]).toEqual(['OK', []]);
  });
});

describe('authorizing', () => {
  test('an existing rule succeeds, adds nothing and leaves its description', () => {
    const world = drive();
    const id = world.group();
    world.authorize(id, { ...ssh, Description: 'first' });
    const before = world.rules(id);
    expect(world.authorize(id, { ...ssh, IpProtocol: 'TCP', Description: 'second' }).status).toBe(
      200,
    );
    expect(world.rules(id)).toEqual(before);
  });

  test('a hundred rules takes one call', () => {
    const world = drive();
    const id = world.group();
    const rules = Array.from({ length: 100 }, (_, n) => nthRule(n));
    expect(world.authorize(id, ...rules).code).toBe('OK');
    expect(new Set(ids(world.rules(id))).size).toBe(100);
  });

  test('a batch with one bad rule adds none', () => {
    const world = drive();
    const id = world.group();
    expect(world.authorize(id, nthRule(1), { ...nthRule(2), PortRange: '9/8' }).status).toBe(400);
    expect(world.rules(id)).toEqual([]);
  });

  test('stops at the limit of rules, counting only what is new', () => {
    const world = drive({ limits: { rulesPerGroupMax: 3 } });
    const id = world.group();
    world.authorize(id, nthRule(1), nthRule(2));
    expect(world.authorize(id, nthRule(3), nthRule(4))).toMatchObject({
      status: 403,
      code: 'AuthorizationLimitExceed',
    });
    expect(world.authorize(id, nthRule(1), nthRule(2), nthRule(3)).code).toBe('OK');
    expect(world.authorize(id, nthRule(1)).code).toBe('OK');
  });

  test('stops at twenty rules whose peer is a group, in both directions together', () => {
    const world = drive();
    const [id, peer] = [world.group('web'), world.group('app')];
    const rules = Array.from({ length: 20 }, (_, n) => ({
      IpProtocol: 'tcp',
      PortRange: `${n + 1}/${n + 1}`,
      SourceGroupId: peer,
    }));
    expect(world.authorize(id, ...rules).code).toBe('OK');
    const egress = { IpProtocol: 'tcp', PortRange: '1/1', DestGroupId: peer };
    expect(
      world.call('AuthorizeSecurityGroupEgress', { SecurityGroupId: id, ...egress }),
    ).toMatchObject({ status: 400, code: 'AuthorizedGroupRule.LimitExceed' });
    const { body } = world.call('DescribeSecurityGroups', { SecurityGroupId: id });
    expect(body).toMatchObject({
      SecurityGroups: { SecurityGroup: [{ RuleCount: 20, GroupToGroupRuleCount: 20 }] },
    });
    expect(only(world.rules(id).slice(0, 1))).toMatchObject({
      SourceGroupName: 'app',
      SourceGroupOwnerAccount: '',
    });
  });

  test('a group of another account shows its owner', () => {
    const world = drive();
    const id = world.group();
    const peer = world.emulator.put({ region, account: '42', vpcId: 'vpc-1', id: 'sg-foreign' });
    const rule = { IpProtocol: 'tcp', PortRange: '1/1', SourceGroupId: peer };
    expect(world.authorize(id, rule).code).toBe('InvalidSourceGroupId.NotFound');
    expect(world.authorize(id, { ...rule, SourceGroupOwnerId: '42' }).code).toBe('OK');
    expect(only(world.rules(id))['SourceGroupOwnerAccount']).toBe('42');
  });
});

describe('two rules are', () => {
  const count = (world: Driver, ...rules: readonly Words[]): number => {
    const id = world.group();
    for (const rule of rules) expect(world.authorize(id, rule).code).toBe('OK');
    return world.rules(id).length;
  };
  const other: readonly Words[] = [
    { Policy: 'drop' },
    { PortRange: '22/23' },
    { IpProtocol: 'udp' },
    { SourceCidrIp: '10.0.0.0/9' },
    { SourcePortRange: '1000/2000' },
    { DestCidrIp: '192.0.2.1' },
  ];

  test.each(other)('two when they differ in %j', (change) => {
    expect(count(drive(), ssh, { ...ssh, ...change })).toBe(2);
  });

  test('two when they differ in priority, unless the switch says one', () => {
    const twin = { ...ssh, Priority: '2' };
    expect(count(drive(), ssh, twin)).toBe(2);
    expect(count(drive({ switches: { priorityInIdentity: false } }), ssh, twin)).toBe(1);
  });

  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['10.1.2.3/8', '10.0.0.0/8'],
  ])('one for %s and %s, unless the switch says two', (first, second) => {
    const rules = [first, second].map((SourceCidrIp) => ({ ...ssh, SourceCidrIp }));
    expect(count(drive(), ...rules)).toBe(1);
    expect(count(drive({ switches: { addressIdentity: 'text' } }), ...rules)).toBe(2);
  });

  test('one when only the description or the source ports -1/-1 differ', () => {
    const twins = [ssh, { ...ssh, Description: 'x' }, { ...ssh, SourcePortRange: '-1/-1' }];
    expect(count(drive(), ...twins)).toBe(1);
  });

  test('duplicates within one call only when they are one', () => {
    const world = drive({ switches: { priorityInIdentity: false } });
    const id = world.group();
    const answer = world.authorize(id, ssh, { ...ssh, Priority: '2' });
    expect(answer.code).toBe('InvalidParam.DuplicatePermissions');
  });
});

describe('modifying', () => {
  const seeded = (options = {}): { world: Driver; id: string; ruleId: string } => {
    const world = drive(options);
    const id = world.group();
    const rule = { ...ssh, Policy: 'drop', Priority: '5', Description: 'first' };
    world.authorize(id, rule);
    return { world, id, ruleId: ids(world.rules(id))[0] ?? '' };
  };

  test('by id changes everything but the kind of the peer, and keeps id and time', () => {
    const { world, id, ruleId } = seeded();
    const before = only(world.rules(id));
    const changed = modify(world, id, {
      SecurityGroupRuleId: ruleId,
      IpProtocol: 'udp',
      PortRange: '53/53',
      SourceCidrIp: '192.0.2.1',
      DestCidrIp: '192.0.2.9',
      Policy: 'accept',
      Priority: '6',
      Description: 'second',
    });
    expect(changed.code).toBe('OK');
    expect(only(world.rules(id))).toEqual({
      ...before,
      IpProtocol: 'UDP',
      PortRange: '53/53',
      SourceCidrIp: '192.0.2.1',
      DestCidrIp: '192.0.2.9',
      Policy: 'Accept',
      Priority: 6,
      Description: 'second',
    });
  });

  test('keeps what is left out, unless the switch resets policy and priority', () => {
    for (const [omittedFieldsOfModify, Policy, Priority] of [
      ['kept', 'Drop', 5],
      ['reset', 'Accept', 1],
    ] as const) {
      const { world, id, ruleId } = seeded({ switches: { omittedFieldsOfModify } });
      modify(world, id, { SecurityGroupRuleId: ruleId, PortRange: '23/23' });
      expect(only(world.rules(id))).toMatchObject({
        PortRange: '23/23',
        SourceCidrIp: '10.0.0.0/8',
        Description: 'first',
        Policy,
        Priority,
      });
    }
  });

  test('into another rule of the group is refused, and into itself is not', () => {
    const { world, id, ruleId } = seeded();
    world.authorize(id, { ...ssh, Policy: 'drop', Priority: '6' });
    const answer = modify(world, id, { SecurityGroupRuleId: ruleId, Priority: '6' });
    expect(answer).toMatchObject({ status: 400, code: 'InvalidOperation.RuleDuplicate' });
    expect(modify(world, id, { SecurityGroupRuleId: ruleId, Priority: '5' }).code).toBe('OK');
  });

  test('frees the place of the rule as it was', () => {
    const { world, id, ruleId } = seeded();
    modify(world, id, { SecurityGroupRuleId: ruleId, Priority: '6' });
    world.authorize(id, { ...ssh, Policy: 'drop', Priority: '5' });
    expect(world.rules(id).map((rule) => rule['Priority'])).toEqual([5, 6]);
  });

  test('a peer group moves the reference along', () => {
    const world = drive();
    const [web, app, db] = [world.group('web'), world.group('app'), world.group('db')];
    world.authorize(web, { IpProtocol: 'tcp', PortRange: '1/1', SourceGroupId: app });
    const SecurityGroupRuleId = ids(world.rules(web))[0] ?? '';
    expect(modify(world, web, { SecurityGroupRuleId, SourceGroupId: web }).code).toBe(
      'InvalidParamter.Conflict',
    );
    expect(modify(world, web, { SecurityGroupRuleId, SourceGroupId: db }).code).toBe('OK');
    expect(world.call('DeleteSecurityGroup', { SecurityGroupId: db }).code).toBe(
      'DependencyViolation',
    );
    expect(world.call('DeleteSecurityGroup', { SecurityGroupId: app }).code).toBe('OK');
  });

  test('without id finds the rule by what it says and changes its description only', () => {
    const { world, id } = seeded();
    const rule = { ...ssh, Policy: 'drop', Priority: '5', Description: 'second' };
    expect(modify(world, id, rule).code).toBe('OK');
    expect(only(world.rules(id))['Description']).toBe('second');
    expect(modify(world, id, { ...rule, Priority: '6' }).code).toBe('SecurityGroupRule.NotFound');
  });
});

describe('revoking', () => {
  test('a batch with one missing rule removes none', () => {
    const world = drive();
    const id = world.group();
    world.authorize(id, nthRule(1), nthRule(2));
    const asked = { SecurityGroupId: id, ...permissions(nthRule(1), nthRule(3)) };
    expect(world.call('RevokeSecurityGroup', asked).status).toBe(400);
    expect(world.rules(id)).toHaveLength(2);
  });

  test('a missing rule succeeds where the switch says so, and what is there goes', () => {
    const world = drive({ switches: { revokeMissingRule: 'succeeds' } });
    const id = world.group();
    world.authorize(id, nthRule(1), nthRule(2));
    const byContent = { SecurityGroupId: id, ...permissions(nthRule(1), nthRule(3)) };
    expect(world.call('RevokeSecurityGroup', byContent).code).toBe('OK');
    const byId = { SecurityGroupId: id, 'SecurityGroupRuleId.1': 'sgr-none' };
    expect(world.call('RevokeSecurityGroup', byId).code).toBe('OK');
    expect(world.rules(id)).toHaveLength(1);
  });

  test('by content finds the rule under another spelling of its address', () => {
    const world = drive();
    const id = world.group();
    world.authorize(id, { ...ssh, SourceCidrIp: '203.0.113.7' });
    const asked = { ...ssh, SourceCidrIp: '203.0.113.7/32' };
    world.call('RevokeSecurityGroup', { SecurityGroupId: id, ...permissions(asked) });
    expect(world.rules(id)).toEqual([]);
  });

  test('one of two twins, which only a hand can have put there, leaves the other', () => {
    const rule = { Direction: 'ingress', IpProtocol: 'TCP', SourceCidrIp: '10.0.0.1' } as const;
    const world = driver(new Emulator());
    const id = world.emulator.put({
      region,
      rules: [
        { ...rule, PortRange: '22/22', Description: 'second' },
        { ...rule, PortRange: '22/22', Description: 'first' },
      ],
    });
    const asked = { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '10.0.0.1' };
    const revoke = (): string =>
      world.call('RevokeSecurityGroup', { SecurityGroupId: id, ...permissions(asked) }).code;
    expect(revoke()).toBe('OK');
    expect(only(world.rules(id))['Description']).toBe('second');
    expect([revoke(), revoke()]).toEqual(['OK', 'InvalidSecurityGroupRule.RuleNotExist']);
  });
});

function modify(world: Driver, id: string, words: Words): ReturnType<Driver['call']> {
  return world.call('ModifySecurityGroupRule', { SecurityGroupId: id, ...words });
}
