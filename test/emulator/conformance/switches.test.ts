// Goal: every switch does what it says, both ways.
// Method: the same calls by the official client under each value; a last test demands that no switch
// and no value of one is left out.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultSwitches } from '../../../src/emulator/switches.ts';
import { everything, startWorld } from './world.ts';
import type { Switches } from '../../../src/emulator/switches.ts';
import type { Nested } from '../flavours.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Words = Readonly<Record<string, string>>;

const ssh: Words = { IpProtocol: 'tcp', PortRange: '22/22', SourceCidrIp: '10.0.0.0/8' };
const https: Words = { IpProtocol: 'tcp', PortRange: '443/443', SourceCidrIp: '10.0.0.0/8' };
const in_ = (group: string, ...rules: readonly Words[]): Nested => ({
  SecurityGroupId: group,
  Permissions: rules,
});

async function codeOf(action: string, ask: Nested): Promise<string> {
  return (await world.call(action, ask)).code;
}

const authorize = (...rules: readonly Words[]): Promise<string> =>
  codeOf('AuthorizeSecurityGroup', in_('sg-db', ...rules));
const revoke = (...rules: readonly Words[]): Promise<string> =>
  codeOf('RevokeSecurityGroup', in_('sg-db', ...rules));

/** Port, address, policy, priority and description of each rule, oldest first. */
function rules(group = 'sg-db'): readonly string[] {
  const found = world
    .emulator()
    .snapshot()
    .groups.find(({ id }) => id === group);
  return (found?.rules ?? []).map(({ PortRange, SourceCidrIp, Policy, Priority, Description }) =>
    [PortRange, SourceCidrIp, Policy, Priority, Description]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

type Story = () => Promise<unknown>;

/** The same story under every value of a switch, and how it ends. */
interface Tried<N extends keyof Switches = keyof Switches> {
  readonly name: N;
  readonly claim: string;
  readonly story: Story;
  readonly ends: readonly (readonly [Switches[N], unknown])[];
  readonly limits?: Readonly<Record<string, number>>;
}

function tried<N extends keyof Switches>(one: Tried<N>): Tried {
  return one;
}

const batch = async (): Promise<unknown> => {
  const code = await authorize(
    https,
    { ...https, PortRange: '1/1' },
    { ...ssh, SourceCidrIp: '', SourceGroupId: 'sg-none' },
    { ...https, PortRange: '2/2' },
  );
  return [code, rules().map((rule) => rule.split(' ')[0])];
};

const switches: readonly Tried[] = [
  tried({
    name: 'priorityInIdentity',
    claim: 'a rule at another priority',
    story: async () => {
      await authorize(ssh);
      await authorize({ ...ssh, Priority: '2' });
      return rules().length;
    },
    ends: [
      [true, 2],
      [false, 1],
    ],
  }),
  tried({
    name: 'addressIdentity',
    claim: '1.2.3.4 and 1.2.3.4/32',
    story: async () => {
      await authorize({ ...ssh, SourceCidrIp: '1.2.3.4' });
      await authorize({ ...ssh, SourceCidrIp: '1.2.3.4/32' });
      return rules().length;
    },
    ends: [
      ['network', 1],
      ['text', 2],
    ],
  }),
  tried({
    name: 'ipv4HostBits',
    claim: 'the bits after a prefix',
    story: async () => {
      await authorize({ ...ssh, SourceCidrIp: '10.1.2.3/8' });
      await authorize({ ...https, SourceCidrIp: '10.1.2.3' });
      return rules();
    },
    ends: [
      ['kept', ['22/22 10.1.2.3/8', '443/443 10.1.2.3']],
      ['masked', ['22/22 10.0.0.0/8', '443/443 10.1.2.3']],
    ],
  }),
  tried({
    name: 'revokeMissingRule',
    claim: 'a rule that is not there, by content and by id',
    story: async () => [
      await revoke(ssh),
      await codeOf('RevokeSecurityGroup', {
        SecurityGroupId: 'sg-db',
        SecurityGroupRuleId: ['sgr-none'],
      }),
    ],
    ends: [
      ['fails', ['InvalidSecurityGroupRule.RuleNotExist', 'InvalidSecurityGroupRuleId.NotFound']],
      ['failsById', ['OK', 'InvalidSecurityGroupRuleId.NotFound']],
      ['succeeds', ['OK', 'OK']],
    ],
  }),
  tried({
    name: 'missingRuleIdCode',
    claim: 'the code for a rule id that is gone',
    story: async () =>
      Promise.all(
        ['RevokeSecurityGroup', 'RevokeSecurityGroupEgress'].map((action) =>
          codeOf(action, { SecurityGroupId: 'sg-db', SecurityGroupRuleId: ['sgr-none'] }),
        ),
      ),
    ends: [
      ['table', ['InvalidSecurityGroupRuleId.NotFound', 'InvalidSecurityGroupRuleId.NotFound']],
      ['notice', ['InvalidParam.SecurityGroupRuleId', 'InvalidSecurityGroupRule.RuleNotExist']],
    ],
  }),
  tried({
    name: 'descriptionOfExistingRule',
    claim: 'the description of a rule that is authorized again',
    story: async () => {
      await authorize({ ...ssh, Description: 'first' });
      await authorize({ ...ssh, Description: 'second' });
      return rules();
    },
    ends: [
      ['kept', ['22/22 10.0.0.0/8 first']],
      ['replaced', ['22/22 10.0.0.0/8 second']],
    ],
  }),
  tried({
    name: 'omittedFieldsOfModify',
    claim: 'policy and priority that Modify leaves out',
    story: async () => {
      await authorize({ ...ssh, Policy: 'drop', Priority: '7' });
      const [found] =
        world
          .emulator()
          .snapshot()
          .groups.find(({ id }) => id === 'sg-db')?.rules ?? [];
      await codeOf('ModifySecurityGroupRule', {
        SecurityGroupId: 'sg-db',
        SecurityGroupRuleId: found?.SecurityGroupRuleId ?? '',
        PortRange: '23/23',
      });
      return rules();
    },
    ends: [
      ['kept', ['23/23 10.0.0.0/8 Drop 7']],
      ['reset', ['23/23 10.0.0.0/8']],
    ],
  }),
  tried({
    name: 'batches',
    claim: 'a batch with a bad rule in third place of four',
    story: batch,
    ends: [
      ['atomic', ['InvalidSourceGroupId.NotFound', []]],
      ['inOrder', ['InvalidSourceGroupId.NotFound', ['443/443', '1/1']]],
      ['reversed', ['InvalidSourceGroupId.NotFound', ['2/2']]],
      ['shuffled', ['InvalidSourceGroupId.NotFound', expect.any(Array)]],
    ],
  }),
  tried({
    name: 'interfaceQuotaCode',
    claim: 'the code of an Authorize that fills an interface',
    story: () => codeOf('AuthorizeSecurityGroup', in_('sg-app', ssh)),
    limits: { rulesPerInterfaceMax: 10 },
    ends: [
      ['AuthorizationLimitExceed', 'AuthorizationLimitExceed'],
      ['AclLimitExceed', 'AclLimitExceed'],
    ],
  }),
  tried({
    name: 'rulesOfBothLists',
    claim: 'a rule with both lists, 10 blocks and 5 ranges, where there is room for 20',
    story: () =>
      codeOf(
        'AuthorizeSecurityGroup',
        in_('sg-db', {
          IpProtocol: 'tcp',
          SourcePrefixListId: 'pl-ipv4',
          PortRangeListId: 'prl-small',
        }),
      ),
    limits: { rulesPerGroupMax: 20 },
    ends: [
      ['product', 'AuthorizationLimitExceed'],
      ['sum', 'OK'],
    ],
  }),
  tried({
    name: 'leaveOtherGroup',
    claim: 'leaving a group that one is not in',
    story: () => codeOf('LeaveSecurityGroup', { SecurityGroupId: 'sg-app', InstanceId: 'i-web' }),
    ends: [
      ['fails', 'InvalidSecurityGroupAssociation.NotFound'],
      ['succeeds', 'OK'],
    ],
  }),
  tried({
    name: 'interfaceTypeChange',
    claim: 'a secondary interface that goes from basic to advanced groups',
    story: () =>
      codeOf('ModifyNetworkInterfaceAttribute', {
        NetworkInterfaceId: 'eni-free',
        SecurityGroupId: ['sg-advanced'],
      }),
    ends: [
      ['succeeds', 'OK'],
      ['fails', 'InvalidOperation.MultiGroupType'],
    ],
  }),
  tried({
    name: 'groupsWithoutReferences',
    claim: 'the references of a group that nobody refers to',
    story: async () => {
      const { body } = await world.call('DescribeSecurityGroupReferences', {
        SecurityGroupId: ['sg-db'],
      });
      return body['SecurityGroupReferences'];
    },
    ends: [
      ['leftOut', { SecurityGroupReference: [] }],
      [
        'empty',
        {
          SecurityGroupReference: [
            {
              SecurityGroupId: 'sg-db',
              ReferencingSecurityGroups: { ReferencingSecurityGroup: [] },
            },
          ],
        },
      ],
    ],
  }),
  tried({
    name: 'pageNumbers',
    claim: 'page numbers',
    story: () => codeOf('DescribeSecurityGroups', { PageNumber: '1', PageSize: '10' }),
    ends: [
      ['served', 'OK'],
      ['refused', 'NotSupported.PageNumberAndPageSize'],
    ],
  }),
  tried({
    name: 'protocolNumbers',
    claim: 'a protocol by its number, in a region that is not listed',
    story: async () => [await authorize({ ...ssh, IpProtocol: '6' }), await authorize(ssh)],
    ends: [
      ['everywhere', ['OK', 'OK']],
      ['listedRegions', ['InvalidIpProtocol.ValueNotSupported', 'OK']],
    ],
  }),
  tried({
    name: 'tagsOfCreation',
    claim: 'the tags of a group that is created with some',
    story: async () => {
      const tagged = { SecurityGroupName: 'one', Tag: [{ Key: 'team', Value: 'edge' }] };
      const { body } = await world.call('CreateSecurityGroup', tagged);
      const made = world.emulator().snapshot().groups;
      return made.find(({ id }) => id === body['SecurityGroupId'])?.tags;
    },
    ends: [
      ['kept', { team: 'edge' }],
      ['lost', {}],
    ],
  }),
  tried({
    name: 'defaultResourceGroup',
    claim: 'what is shown of the default resource group',
    story: async () => {
      const SecurityGroupIds = '["sg-db"]';
      const { body } = await world.call('DescribeSecurityGroups', { SecurityGroupIds });
      const { SecurityGroup } = body['SecurityGroups'] as {
        SecurityGroup: Record<string, unknown>[];
      };
      return SecurityGroup.map(({ ResourceGroupId }) => ResourceGroupId);
    },
    ends: [
      ['unnamed', ['']],
      ['named', ['rg-default-1000000000000001']],
    ],
  }),
  tried({
    name: 'clientTokenMismatchCode',
    claim: 'the code for a token that comes with another request',
    story: async () => {
      await codeOf('AuthorizeSecurityGroup', { ...in_('sg-db', ssh), ClientToken: 't' });
      return codeOf('AuthorizeSecurityGroup', { ...in_('sg-db', https), ClientToken: 't' });
    },
    ends: [
      ['IdempotentParameterMismatch', 'IdempotentParameterMismatch'],
      ['IdempotenceParamNotMatch', 'IdempotenceParamNotMatch'],
    ],
  }),
  tried({
    name: 'clientTokenRetentionMs',
    claim: 'a token that is sent again, forgotten at once or not',
    story: async () => {
      const create = { SecurityGroupName: 'one', ClientToken: 't' };
      const ids = [
        (await world.call('CreateSecurityGroup', create)).body['SecurityGroupId'],
        (await world.call('CreateSecurityGroup', create)).body['SecurityGroupId'],
      ];
      return new Set(ids).size;
    },
    ends: [
      [60_000, 1],
      [0, 2],
    ],
  }),
];

describe.each(switches)('$name: $claim', ({ name, story, ends, limits }) => {
  test.each(ends)('%j', async (value, end) => {
    world.fresh({ switches: { [name]: value }, limits: { ...limits } }, everything);
    expect(await story()).toEqual(end);
  });
});

test('no switch is left out, and its default is among the values tried', () => {
  const values = new Map(switches.map(({ name, ends }) => [name, ends.map(([value]) => value)]));
  for (const [name, usual] of Object.entries(defaultSwitches)) {
    const names = name as keyof Switches;
    expect(values.get(names)?.length, name).toBeGreaterThanOrEqual(2);
    if (typeof usual !== 'number') expect(values.get(names), name).toContain(usual);
  }
});

test('protocol numbers work in a region that is listed, under either value', async () => {
  const RegionId = 'cn-qingdao';
  for (const protocolNumbers of ['everywhere', 'listedRegions'] as const) {
    world.fresh({ switches: { protocolNumbers } }, {});
    const { body } = await world.call('CreateSecurityGroup', { RegionId });
    const asked = {
      ...in_(String(body['SecurityGroupId']), { ...ssh, IpProtocol: '6' }),
      RegionId,
    };
    expect(await codeOf('AuthorizeSecurityGroup', asked)).toBe('OK');
  }
});
