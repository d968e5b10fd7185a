// Goal: no client can tell that it does not talk to the cloud.
// Method: every operation by every official client in every way of signing and sending, over HTTP;
// what counts is the effect on the emulator and what the client makes of the reply.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import { serve } from '../../src/emulator/http/server.ts';
import { flavours } from './flavours.ts';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { SeedRule } from '../../src/emulator/seed.ts';
import type { Served } from '../../src/emulator/http/server.ts';
import type { Asked, Body, Nested } from './flavours.ts';

const region = 'cn-hangzhou';
const emulator = new Emulator({ account: '1234567890123456' });
let server: Served;

beforeAll(async () => {
  server = await serve({
    call: (request) => emulator.call(request),
    secretOf: (id) => emulator.secretOf(id),
    port: 0,
  });
});

afterAll(() => server.close());

const https: SeedRule = {
  Direction: 'ingress',
  IpProtocol: 'TCP',
  PortRange: '443/443',
  SourceCidrIp: '10.0.0.0/8',
  Description: 'first',
};
const out: SeedRule = {
  Direction: 'egress',
  IpProtocol: 'UDP',
  PortRange: '53/53',
  DestCidrIp: '8.8.8.8',
  Description: 'first',
};

/** A group with one rule each way, fresh for every call. */
function freshGroup(rules: readonly SeedRule[] = [https, out]): string {
  return emulator.put({ region, vpcId: 'vpc-1', name: 'fresh', rules });
}

const home: EmulatorSeed = {
  groups: [{ region, id: 'sg-home', vpcId: 'vpc-1', name: 'home' }],
};

/** In a group of its own, beside the one of that id. */
function freshInstance(id: string): string {
  const ids = { id: `i-of-${id}`, interfaceId: `eni-of-${id}` };
  emulator.load({
    ...home,
    instances: [{ region, vpcId: 'vpc-1', ...ids, groupIds: ['sg-home'] }],
  });
  return ids.id;
}

function freshInterface(id: string, groupIds: readonly string[]): string {
  const one = { region, vpcId: 'vpc-1', id: `eni-spare-${id}`, groupIds };
  emulator.load({ ...home, interfaces: [one] });
  return one.id;
}

function placeOf(id: string): readonly string[] | undefined {
  const { interfaces = [] } = emulator.snapshot();
  return interfaces.find((one) => one.id === id)?.groupIds.toSorted();
}

function groupNow(id: string): ReturnType<Emulator['snapshot']>['groups'][number] | undefined {
  return emulator.snapshot().groups.find((group) => group.id === id);
}

function ruleId(id: string, direction: 'ingress' | 'egress'): string {
  const rule = groupNow(id)?.rules.find((found) => found.Direction === direction);
  return rule?.SecurityGroupRuleId ?? 'none';
}

/** What is left of a group's rules in one direction. */
function ports(id: string, direction: 'ingress' | 'egress'): readonly (string | undefined)[] {
  const rules = groupNow(id)?.rules.filter((rule) => rule.Direction === direction) ?? [];
  return rules.map((rule) => rule.PortRange);
}

interface Case {
  readonly action: string;
  readonly version?: Asked['version'];
  readonly claim: string;
  readonly ask: (id: string) => Nested;
  readonly check: (id: string, body: Body) => void;
}

const cases: readonly Case[] = [
  {
    action: 'CreateSecurityGroup',
    claim: 'makes a group with its tags',
    ask: () => ({
      SecurityGroupName: 'web',
      Description: 'Public tier 网页',
      VpcId: 'vpc-1',
      Tag: [
        { Key: 'team', Value: 'edge' },
        { Key: 'empty', Value: '' },
      ],
    }),
    check: (_, body) => {
      const made = groupNow(String(body['SecurityGroupId']));
      expect(made).toMatchObject({ name: 'web', description: 'Public tier 网页', vpcId: 'vpc-1' });
      expect(made?.tags).toEqual({ team: 'edge', empty: '' });
      expect(made?.id).toMatch(/^sg-bp1[0-9a-z]{17}$/);
    },
  },
  {
    action: 'DeleteSecurityGroup',
    claim: 'removes the group',
    ask: (id) => ({ SecurityGroupId: id }),
    check: (id) => {
      expect(groupNow(id)).toBeUndefined();
    },
  },
  {
    action: 'DescribeSecurityGroups',
    claim: 'finds the group by its id',
    ask: (id) => ({ SecurityGroupIds: JSON.stringify([id]), MaxResults: '50' }),
    check: (id, body) => {
      expect(body).toMatchObject({
        NextToken: '',
        SecurityGroups: { SecurityGroup: [{ SecurityGroupId: id, RuleCount: 2 }] },
      });
    },
  },
  {
    action: 'DescribeSecurityGroupAttribute',
    claim: 'gives the rules of one direction',
    ask: (id) => ({ SecurityGroupId: id, Direction: 'ingress', MaxResults: '1000' }),
    check: (id, body) => {
      expect(body).toMatchObject({ SecurityGroupId: id, VpcId: 'vpc-1', NextToken: '' });
      const { Permission } = body['Permissions'] as { Permission: Record<string, unknown>[] };
      expect(Permission).toHaveLength(1);
      expect(Permission[0]).toMatchObject({ SourceCidrIp: '10.0.0.0/8', SourceGroupId: '' });
      expect(String(Permission[0]?.['Priority'])).toBe('1');
    },
  },
  {
    action: 'DescribeSecurityGroupReferences',
    claim: 'names the group that refers to this one',
    ask: (id) => {
      freshGroup([{ ...https, SourceCidrIp: '', SourceGroupId: id }]);
      return { SecurityGroupId: [id] };
    },
    check: (id, body) => {
      expect(body).toMatchObject({
        SecurityGroupReferences: {
          SecurityGroupReference: [
            {
              SecurityGroupId: id,
              ReferencingSecurityGroups: {
                ReferencingSecurityGroup: [{ AliUid: '1234567890123456' }],
              },
            },
          ],
        },
      });
    },
  },
  {
    action: 'ModifySecurityGroupAttribute',
    claim: 'renames the group',
    ask: (id) => ({ SecurityGroupId: id, SecurityGroupName: 'renamed' }),
    check: (id) => {
      expect(groupNow(id)?.name).toBe('renamed');
    },
  },
  {
    action: 'JoinResourceGroup',
    claim: 'moves the group to another resource group',
    ask: (id) => ({
      ResourceType: 'securitygroup',
      ResourceId: id,
      ResourceGroupId: 'rg-edge',
    }),
    check: (id) => {
      expect(groupNow(id)?.resourceGroupId).toBe('rg-edge');
    },
  },
  {
    action: 'ModifySecurityGroupPolicy',
    claim: 'closes the group within',
    ask: (id) => ({ SecurityGroupId: id, InnerAccessPolicy: 'drop', ClientToken: `policy-${id}` }),
    check: (id) => {
      expect(groupNow(id)?.innerAccessPolicy).toBe('Drop');
    },
  },
  {
    action: 'ModifySecurityGroupRule',
    claim: 'changes an ingress rule in place',
    ask: (id) => ({
      SecurityGroupId: id,
      SecurityGroupRuleId: ruleId(id, 'ingress'),
      PortRange: '8443/8443',
      Description: 'second',
    }),
    check: (id) => {
      expect(ports(id, 'ingress')).toEqual(['8443/8443']);
    },
  },
  {
    action: 'ModifySecurityGroupEgressRule',
    claim: 'changes an egress rule in place',
    ask: (id) => ({
      SecurityGroupId: id,
      SecurityGroupRuleId: ruleId(id, 'egress'),
      PortRange: '54/54',
    }),
    check: (id) => {
      expect(ports(id, 'egress')).toEqual(['54/54']);
    },
  },
  {
    action: 'AuthorizeSecurityGroup',
    claim: 'adds a list of rules, odd characters included',
    ask: (id) => ({
      SecurityGroupId: id,
      ClientToken: `authorize-${id}`,
      Permissions: [
        rule({ SourceCidrIp: '192.0.2.0/24', Description: "a b*~é'()!+ 🚦" }),
        rule({ Ipv6SourceCidrIp: '::/0', Policy: 'drop', Priority: '100' }),
      ],
    }),
    check: (id) => {
      const added = groupNow(id)?.rules.slice(2);
      expect(added).toMatchObject([
        { SourceCidrIp: '192.0.2.0/24', Description: "a b*~é'()!+ 🚦" },
        { Ipv6SourceCidrIp: '::/0', Policy: 'Drop', Priority: 100 },
      ]);
    },
  },
  {
    action: 'AuthorizeSecurityGroup',
    claim: 'adds a rule in the deprecated form',
    ask: (id) => ({ SecurityGroupId: id, ...rule({ SourceCidrIp: '192.0.2.0/24' }) }),
    check: (id) => {
      expect(ports(id, 'ingress')).toEqual(['443/443', '22/22']);
    },
  },
  {
    action: 'AuthorizeSecurityGroupEgress',
    claim: 'adds a list of rules',
    ask: (id) => ({ SecurityGroupId: id, Permissions: [rule({ DestCidrIp: '192.0.2.0/24' })] }),
    check: (id) => {
      expect(ports(id, 'egress')).toEqual(['53/53', '22/22']);
    },
  },
  {
    action: 'RevokeSecurityGroup',
    claim: 'removes rules by id',
    ask: (id) => ({ SecurityGroupId: id, SecurityGroupRuleId: [ruleId(id, 'ingress')] }),
    check: (id) => {
      expect(groupNow(id)?.rules.map((left) => left.Direction)).toEqual(['egress']);
    },
  },
  {
    action: 'RevokeSecurityGroup',
    claim: 'removes rules by what they say',
    ask: (id) => ({
      SecurityGroupId: id,
      Permissions: [rule({ SourceCidrIp: '10.0.0.0/8', PortRange: '443/443' })],
    }),
    check: (id) => {
      expect(ports(id, 'ingress')).toEqual([]);
    },
  },
  {
    action: 'RevokeSecurityGroupEgress',
    claim: 'removes a rule in the deprecated form',
    ask: (id) => ({
      SecurityGroupId: id,
      ...rule({ DestCidrIp: '8.8.8.8', IpProtocol: 'udp', PortRange: '53/53' }),
    }),
    check: (id) => {
      expect(ports(id, 'egress')).toEqual([]);
    },
  },
  {
    action: 'JoinSecurityGroup',
    claim: 'puts an instance into the group by its primary interface',
    ask: (id) => ({ SecurityGroupId: id, InstanceId: freshInstance(id) }),
    check: (id) => {
      expect(placeOf(`eni-of-${id}`)).toEqual(['sg-home', id].toSorted());
    },
  },
  {
    action: 'JoinSecurityGroup',
    claim: 'puts a secondary interface into the group',
    ask: (id) => ({ SecurityGroupId: id, NetworkInterfaceId: freshInterface(id, ['sg-home']) }),
    check: (id) => {
      expect(placeOf(`eni-spare-${id}`)).toEqual(['sg-home', id].toSorted());
    },
  },
  {
    action: 'LeaveSecurityGroup',
    claim: 'takes a secondary interface out of the group',
    ask: (id) => ({ SecurityGroupId: id, NetworkInterfaceId: freshInterface(id, ['sg-home', id]) }),
    check: (id) => {
      expect(placeOf(`eni-spare-${id}`)).toEqual(['sg-home']);
    },
  },
  {
    action: 'ModifyInstanceAttribute',
    claim: 'gives an instance all of its groups',
    ask: (id) => ({ InstanceId: freshInstance(id), SecurityGroupIds: [id] }),
    check: (id) => {
      expect(placeOf(`eni-of-${id}`)).toEqual([id]);
    },
  },
  {
    action: 'ModifyNetworkInterfaceAttribute',
    claim: 'gives a secondary interface all of its groups',
    ask: (id) => ({
      NetworkInterfaceId: freshInterface(id, ['sg-home']),
      SecurityGroupId: ['sg-home', id],
    }),
    check: (id) => {
      expect(placeOf(`eni-spare-${id}`)).toEqual(['sg-home', id].toSorted());
    },
  },
  {
    action: 'TagResources',
    claim: 'adds tags',
    ask: (id) => ({
      ResourceType: 'securitygroup',
      ResourceId: [id],
      Tag: [{ Key: 'sluice:owner', Value: 'edge' }],
    }),
    check: (id) => {
      expect(groupNow(id)?.tags).toEqual({ 'sluice:owner': 'edge' });
    },
  },
  {
    action: 'UntagResources',
    claim: 'removes tags',
    ask: (id) => {
      call('TagResources', {
        ResourceType: 'securitygroup',
        'ResourceId.1': id,
        'Tag.1.Key': 'a',
        'Tag.2.Key': 'b',
      });
      return { ResourceType: 'securitygroup', ResourceId: [id], TagKey: ['a'] };
    },
    check: (id) => {
      expect(groupNow(id)?.tags).toEqual({ b: '' });
    },
  },
  {
    action: 'ListTagResources',
    claim: 'lists tags',
    ask: (id) => {
      const resource = { ResourceType: 'securitygroup', 'ResourceId.1': id };
      call('TagResources', { ...resource, 'Tag.1.Key': 'a', 'Tag.1.Value': 'x' });
      return { ResourceType: 'securitygroup', ResourceId: [id] };
    },
    check: (id, body) => {
      expect(body).toMatchObject({
        TagResources: { TagResource: [{ ResourceId: id, TagKey: 'a', TagValue: 'x' }] },
      });
    },
  },
  {
    action: 'GetCallerIdentity',
    version: '2015-04-01',
    claim: 'says whose key it is',
    ask: () => ({}),
    check: (_, body) => {
      expect(body).toMatchObject({
        AccountId: '1234567890123456',
        Arn: 'acs:ram::1234567890123456:root',
      });
    },
  },
];

function rule(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { IpProtocol: 'tcp', PortRange: '22/22', ...fields };
}

function call(action: string, parameters: Readonly<Record<string, string>>): void {
  emulator.call({ product: 'Ecs', version: '2014-05-26', action, region, parameters });
}

describe.each(flavours.map((flavour) => [flavour.name, flavour] as const))('%s', (_, flavour) => {
  const { send, versions } = flavour;
  const served = cases.filter(({ version }) => versions.includes(version ?? '2014-05-26'));

  for (const { action, claim, version, ask, check } of served) {
    test(`${action} ${claim}`, async () => {
      const id = freshGroup();
      const asked = { version: version ?? '2014-05-26', action, parameters: ask(id) } as const;
      const parameters = { RegionId: region, ...asked.parameters };
      const body = await send({ ...asked, parameters }, { port: server.port, secret: 'emulator' });
      expect(body['RequestId']).toMatch(/^[0-9A-F-]{36}$/);
      check(id, body);
    });
  }

  test('a wrong secret is SignatureDoesNotMatch and changes nothing', async () => {
    const id = freshGroup();
    const parameters = { RegionId: region, SecurityGroupId: id };
    const asked = { version: '2014-05-26', action: 'DeleteSecurityGroup', parameters } as const;
    const refused = send(asked, { port: server.port, secret: 'wrong' });
    await expect(refused).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(groupNow(id)).toBeDefined();
  });

  test('a refusal arrives with its code', async () => {
    const parameters = { RegionId: region, SecurityGroupId: 'sg-none' };
    const action = 'DescribeSecurityGroupAttribute';
    const asked = { version: '2014-05-26', action, parameters } as const;
    const refused = send(asked, { port: server.port, secret: 'emulator' });
    await expect(refused).rejects.toMatchObject({ code: 'InvalidSecurityGroupId.NotFound' });
  });

  test('a hundred rules in one call arrive, and as many again in the other direction', async () => {
    const id = freshGroup([]);
    const description = '很长的描述 '.repeat(40);
    const permissions = (side: string): Readonly<Record<string, string>>[] =>
      Array.from({ length: 100 }, (_, n) =>
        rule({ [side]: `10.0.${n}.0/24`, Description: description, Policy: 'accept' }),
      );
    for (const [action, side] of [
      ['AuthorizeSecurityGroup', 'SourceCidrIp'],
      ['AuthorizeSecurityGroupEgress', 'DestCidrIp'],
    ] as const) {
      const parameters = { RegionId: region, SecurityGroupId: id, Permissions: permissions(side) };
      const asked = { version: '2014-05-26', action, parameters } as const;
      await send(asked, { port: server.port, secret: 'emulator' });
    }
    expect(groupNow(id)?.rules).toHaveLength(200);
    expect(groupNow(id)?.rules[199]?.Description).toBe(description);
  });
});

test('every operation is called by every client', () => {
  expect(flavours.map(({ versions }) => versions[0])).toEqual(flavours.map(() => '2014-05-26'));
  expect(new Set(cases.map(({ action }) => action)).size).toBe(22);
});
