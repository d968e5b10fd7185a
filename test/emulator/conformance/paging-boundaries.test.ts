// Goal: every list that comes in pages is right at each boundary: nothing, one, a full page, and one
// more than that.
// Method: by the official clients, following the tokens or the page numbers; every item once, in the
// order of the list, and no page but the last is short.

import Rpc from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { region, startWorld, vpcId } from './world.ts';
import type { EmulatorSeed } from '../../../src/emulator/load-seed.ts';
import type { SeedRule } from '../../../src/emulator/seed.ts';
import type { Body, Nested } from '../flavours.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

interface Listing {
  readonly action: string;
  readonly page: number;
  /** With so many items in the list. */
  readonly seed: (count: number) => EmulatorSeed;
  readonly ask: Nested;
  readonly idsOf: (body: Body) => readonly string[];
  /** Vpc and ResourceManager are spoken to by another client. */
  readonly version?: string;
  readonly by: 'token' | 'number';
}

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}-${String(n).padStart(4, '0')}`);

/** `at(body, 'Instances.Instance', 'InstanceId')`. */
function at(body: Body, path: string, field: string): readonly string[] {
  const list = path.split('.').reduce<unknown>((found, name) => (found as Body)[name], body);
  return (list as readonly Readonly<Record<string, string>>[]).map((item) => item[field] ?? '');
}

const groups = (count: number): EmulatorSeed => ({
  groups: names('sg', count).map((id) => ({ region, vpcId, id })),
});
const rules = (count: number): EmulatorSeed => ({
  groups: [
    {
      region,
      vpcId,
      id: 'sg-web',
      rules: names('sgr', count)
        .toReversed()
        .map((id, n): SeedRule => ({
          Direction: n % 2 === 0 ? 'ingress' : 'egress',
          SecurityGroupRuleId: id,
          IpProtocol: 'TCP',
          PortRange: `${n + 1}/${n + 1}`,
          SourceCidrIp: '10.0.0.0/8',
        })),
    },
  ],
});
const web = { groups: [{ region, vpcId, id: 'sg-web' }] };
const instances = (count: number): EmulatorSeed => ({
  ...web,
  instances: names('i', count).map((id) => ({ region, id, groupIds: ['sg-web'] })),
});
const interfaces = (count: number): EmulatorSeed => ({
  ...web,
  interfaces: names('eni', count).map((id) => ({ region, id, groupIds: ['sg-web'] })),
});
const prefixLists = (count: number): EmulatorSeed => ({
  prefixLists: names('pl', count).map((id) => ({ region, id })),
});
const portLists = (count: number): EmulatorSeed => ({
  portRangeLists: names('prl', count).map((id) => ({ region, id })),
});
const users = (count: number, list: Partial<SeedRule>): EmulatorSeed => ({
  prefixLists: [{ region, id: 'pl-1' }],
  portRangeLists: [{ region, id: 'prl-1' }],
  groups: names('sg', count).map((id) => ({
    region,
    vpcId,
    id,
    rules: [{ Direction: 'ingress', IpProtocol: 'TCP', ...list }],
  })),
});
const tagged = (count: number): EmulatorSeed => ({
  groups: names('sg', count).map((id) => ({ region, vpcId, id, tags: { team: 'edge' } })),
});

const listings: readonly Listing[] = [
  {
    action: 'DescribeSecurityGroups',
    page: 10,
    seed: groups,
    ask: { MaxResults: '10' },
    idsOf: (body) => at(body, 'SecurityGroups.SecurityGroup', 'SecurityGroupId'),
    by: 'token',
  },
  {
    action: 'DescribeSecurityGroups',
    page: 100,
    seed: groups,
    ask: { PageSize: '100' },
    idsOf: (body) => at(body, 'SecurityGroups.SecurityGroup', 'SecurityGroupId'),
    by: 'number',
  },
  {
    action: 'DescribeSecurityGroupAttribute',
    page: 10,
    seed: rules,
    ask: { SecurityGroupId: 'sg-web', MaxResults: '10' },
    idsOf: (body) => at(body, 'Permissions.Permission', 'SecurityGroupRuleId'),
    by: 'token',
  },
  {
    action: 'DescribeSecurityGroupAttribute',
    page: 500,
    seed: rules,
    ask: { SecurityGroupId: 'sg-web' },
    idsOf: (body) => at(body, 'Permissions.Permission', 'SecurityGroupRuleId'),
    by: 'token',
  },
  {
    action: 'DescribeInstances',
    page: 10,
    seed: instances,
    ask: { MaxResults: '10', SecurityGroupId: 'sg-web' },
    idsOf: (body) => at(body, 'Instances.Instance', 'InstanceId'),
    by: 'token',
  },
  {
    action: 'DescribeInstances',
    page: 10,
    seed: instances,
    ask: { PageSize: '10' },
    idsOf: (body) => at(body, 'Instances.Instance', 'InstanceId'),
    by: 'number',
  },
  {
    action: 'DescribeNetworkInterfaces',
    page: 10,
    seed: interfaces,
    ask: { MaxResults: '10', SecurityGroupId: 'sg-web' },
    idsOf: (body) => at(body, 'NetworkInterfaceSets.NetworkInterfaceSet', 'NetworkInterfaceId'),
    by: 'token',
  },
  {
    action: 'DescribePrefixLists',
    page: 10,
    seed: prefixLists,
    ask: {},
    idsOf: (body) => at(body, 'PrefixLists.PrefixList', 'PrefixListId'),
    by: 'token',
  },
  {
    action: 'DescribePortRangeLists',
    page: 10,
    seed: portLists,
    ask: {},
    idsOf: (body) => at(body, 'PortRangeLists', 'PortRangeListId'),
    by: 'token',
  },
  {
    action: 'DescribePrefixListAssociations',
    page: 10,
    seed: (count) => users(count, { SourcePrefixListId: 'pl-1', PortRange: '1/1' }),
    ask: { PrefixListId: 'pl-1' },
    idsOf: (body) => at(body, 'PrefixListAssociations.PrefixListAssociation', 'ResourceId'),
    by: 'token',
  },
  {
    action: 'DescribePortRangeListAssociations',
    page: 10,
    seed: (count) => users(count, { PortRangeListId: 'prl-1', SourceCidrIp: '10.0.0.0/8' }),
    ask: { PortRangeListId: 'prl-1' },
    idsOf: (body) => at(body, 'PortRangeListAssociations', 'ResourceId'),
    by: 'token',
  },
  {
    action: 'ListTagResources',
    page: 50,
    seed: tagged,
    ask: { ResourceType: 'securitygroup', Tag: [{ Key: 'team', Value: 'edge' }] },
    idsOf: (body) => at(body, 'TagResources.TagResource', 'ResourceId'),
    by: 'token',
  },
  {
    action: 'DescribeVpcs',
    version: '2016-04-28',
    page: 10,
    seed: (count) => ({ vpcs: names('vpc', count).map((id) => ({ id, region })) }),
    ask: { PageSize: '10' },
    idsOf: (body) => at(body, 'Vpcs.Vpc', 'VpcId'),
    by: 'number',
  },
];

describe.each(listings)('$action by $by, $page a page', (listing) => {
  const { page, seed, idsOf, by } = listing;
  test.each([0, 1, page, page + 1])('of %i', async (count) => {
    world.fresh({}, seed(count));
    const pages: (readonly string[])[] = [];
    let token: string | undefined = '';
    for (let number = 1; token !== undefined && number < 10; number++) {
      const where: Nested =
        by === 'number' ? { PageNumber: String(number) } : token === '' ? {} : { NextToken: token };
      const body = await ask(listing, where);
      const ids = idsOf(body);
      pages.push(ids);
      if (by === 'number') {
        expect(Number(body['TotalCount'])).toBe(count);
        expect(Number(body['PageNumber'])).toBe(number);
        token = number * page < count ? '' : undefined;
      } else {
        token = body['NextToken'] === '' ? undefined : String(body['NextToken']);
      }
    }
    expect(pages.map(({ length }) => length)).toEqual(
      count > page ? [page, count - page] : [count],
    );
    const all = pages.flat();
    const sorted = [...new Set(all)].toSorted();
    expect([sorted, sorted.toReversed()]).toContainEqual(all);
  });
});

async function ask({ action, ask: asked, version }: Listing, where: Nested): Promise<Body> {
  if (version === undefined) {
    const { code, body } = await world.call(action, { ...asked, ...where });
    expect(code).toBe('OK');
    return body;
  }
  const client = new Rpc({
    accessKeyId: 'emulator',
    accessKeySecret: 'emulator',
    endpoint: `http://127.0.0.1:${world.port()}`,
    apiVersion: version,
  });
  return client.request(action, { RegionId: region, ...asked, ...where });
}

test.each([
  ['DescribeInstances', 'Instances.Instance', 'InstanceId', instances, 1, 10],
  ['DescribeInstances', 'Instances.Instance', 'InstanceId', instances, 1000, 100],
  [
    'DescribeNetworkInterfaces',
    'NetworkInterfaceSets.NetworkInterfaceSet',
    'NetworkInterfaceId',
    interfaces,
    1,
    10,
  ],
  [
    'DescribeNetworkInterfaces',
    'NetworkInterfaceSets.NetworkInterfaceSet',
    'NetworkInterfaceId',
    interfaces,
    1000,
    500,
  ],
] as const)(
  '%s: a page size of %5$i out of bounds is the nearest one within',
  async (action, path, field, seed, asked, given) => {
    world.fresh({}, seed(501));
    const { body } = await world.call(action, { MaxResults: String(asked) });
    expect(at(body, path, field)).toHaveLength(given);
  },
);

test.each([
  ['DescribePrefixLists', '400 InvalidParameter'],
  ['DescribePortRangeLists', '400 InvalidParameter'],
  ['DescribeSecurityGroups', '400 InvalidParameter'],
])('%s: a page size of 101 is refused', async (action, answer) => {
  world.fresh();
  const { status, code } = await world.call(action, { MaxResults: '101' });
  expect(`${status} ${code}`).toBe(answer);
});

test.each([
  ['DescribeInstances', '400 InValidParameter.NextToken'],
  ['DescribeNetworkInterfaces', '400 InvalidParameter'],
  ['DescribePrefixLists', '400 InvalidParameter'],
  ['DescribePortRangeLists', '400 InvalidParameter'],
  ['DescribeSecurityGroups', '400 InValidParameter.NextToken'],
])('%s: a token that nobody has given is refused', async (action, answer) => {
  world.fresh();
  const { status, code } = await world.call(action, { NextToken: 'made-up' });
  expect(`${status} ${code}`).toBe(answer);
});
