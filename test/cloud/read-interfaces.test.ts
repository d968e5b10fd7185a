// Goal: every network interface of the VPC is known with all its groups, once, or the read fails.
// Method: seeded emulators, counted calls, and replies that the emulator would never give.
import { describe, expect, test } from 'vitest';
import { lacksPermission } from '../../src/cloud/permission.ts';
import { readInterfaces } from '../../src/cloud/read-interfaces.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import { counting, valueOf } from '../planner/in-process.ts';
import { region, target } from '../planner/names.ts';
import { seed } from '../planner/words.ts';
import {
  altering,
  answering,
  denying,
  instance,
  numbered,
  secondary,
  worldWith,
} from './machine-words.ts';

const web = 'sg-live-web';
const app = 'sg-live-app';
const groups = [seed('web'), seed('app')];

async function interfacesOf(send: Transport) {
  return valueOf(await readInterfaces(send, target.vpc));
}

describe('all pages are read', () => {
  test.each([
    [1, 1],
    [500, 1],
    [501, 2],
    [1001, 3],
  ])('%i secondary interfaces in %i calls', async (count, calls) => {
    const interfaces = numbered(count, (name) => secondary(name, [web]));
    const counted = counting(worldWith({ groups, interfaces }).send);
    const found = await interfacesOf(counted.send);
    expect(new Set(found.map(({ id }) => id)).size).toBe(count);
    expect(callsOf(counted, 'DescribeNetworkInterfaces')).toBe(calls);
    expect(callsOf(counted, 'DescribeInstances')).toBe(1);
  });

  test.each([
    [100, 1],
    [101, 2],
    [201, 3],
  ])('%i instances in %i calls', async (count, calls) => {
    const instances = numbered(count, (name) => instance(name, [web]));
    const counted = counting(worldWith({ groups, instances }).send);
    const found = await interfacesOf(counted.send);
    expect(new Set(found.map(({ id }) => id)).size).toBe(count);
    expect(callsOf(counted, 'DescribeInstances')).toBe(calls);
  });

  function callsOf({ calls }: ReturnType<typeof counting>, action: string): number {
    return calls.filter((call) => call.action === action).length;
  }
});

describe('an interface is found', () => {
  test('whether it is primary or secondary, attached or not, with all its groups', async () => {
    const { send } = worldWith({
      groups,
      instances: [instance('a', [web, app])],
      interfaces: [secondary('b', [app], { instanceId: 'i-a' }), secondary('c', [web])],
    });
    expect(await interfacesOf(send)).toMatchObject([
      { id: 'eni-a', instance: 'i-a', groups: [app, web] },
      { id: 'eni-b', instance: 'i-a', groups: [app] },
      { id: 'eni-c', groups: [web] },
    ]);
    expect((await interfacesOf(send))[2]).not.toHaveProperty('instance');
  });

  test('with all its private addresses', async () => {
    const privateAddresses = ['10.1.0.12', '10.1.0.13'];
    const ipv6Addresses = ['2001:db8::1'];
    const { send } = worldWith({
      groups,
      instances: [instance('a', [web], { privateAddresses, ipv6Addresses })],
      interfaces: [secondary('b', [web], { privateAddresses, ipv6Addresses })],
    });
    const addresses = ['10.1.0.12/32', '10.1.0.13/32', '2001:db8::1/128'];
    expect(await interfacesOf(send)).toMatchObject([{ addresses }, { addresses }]);
  });

  test('with the blocks that are assigned to it whole', async () => {
    const { send } = worldWith({ groups, interfaces: [secondary('a', [web])] });
    const withBlocks = alteringInterfaces(send, (one) => ({
      ...one,
      PrivateIpAddress: '10.1.0.12',
      PrivateIpSets: { PrivateIpSet: [] },
      Ipv4PrefixSets: { Ipv4PrefixSet: [{ Ipv4Prefix: '10.1.1.0/28' }] },
      Ipv6PrefixSets: { Ipv6PrefixSet: [{ Ipv6Prefix: '2001:db8:0:1::/80' }] },
    }));
    expect(await interfacesOf(withBlocks)).toMatchObject([
      { addresses: ['10.1.0.12/32', '10.1.1.0/28', '2001:db8:0:1::/80'] },
    ]);
  });

  test('in this VPC only, even where the cloud does not filter', async () => {
    const elsewhere = { vpcId: 'vpc-2' };
    const { send } = worldWith({
      groups,
      vpcs: [{ id: 'vpc-2', region }],
      instances: [instance('a', [web]), instance('b', ['sg-there'], elsewhere)],
      interfaces: [secondary('c', [web]), secondary('d', ['sg-there'], elsewhere)],
    });
    const unfiltered: Transport = (call) => {
      const kept = Object.entries(call.parameters).filter(([name]) => name !== 'VpcId');
      return send({ ...call, parameters: Object.fromEntries(kept) });
    };
    for (const transport of [send, unfiltered]) {
      const found = await interfacesOf(transport);
      expect(found.map(({ id }) => id)).toEqual(['eni-a', 'eni-c']);
    }
  });

  test('once, where it comes on two pages', async () => {
    const { send } = worldWith({ groups, interfaces: [secondary('a', [web])] });
    const twice = altering(send, 'DescribeNetworkInterfaces', (body) => {
      const { NetworkInterfaceSet: list } = body['NetworkInterfaceSets'] as Sets;
      return { ...body, NetworkInterfaceSets: { NetworkInterfaceSet: [...list, ...list] } };
    });
    expect(await interfacesOf(twice)).toHaveLength(1);
  });
});

describe('of an instance', () => {
  const instances = [instance('a', [web]), instance('b', [app])];
  const withoutA = (send: Transport) =>
    altering(send, 'DescribeNetworkInterfaces', (body) => {
      const { NetworkInterfaceSet: list } = body['NetworkInterfaceSets'] as Sets;
      const rest = list.filter((one) => one['NetworkInterfaceId'] !== 'eni-a');
      return { ...body, NetworkInterfaceSets: { NetworkInterfaceSet: rest } };
    });

  test('the primary interface counts that the list of interfaces does not show', async () => {
    const interfaces = [secondary('c', [app], { instanceId: 'i-a' })];
    const { send } = worldWith({ groups, instances, interfaces });
    expect(await interfacesOf(withoutA(send))).toMatchObject([
      { id: 'eni-a', instance: 'i-a', groups: [web] },
      { id: 'eni-b', instance: 'i-b', groups: [app] },
      { id: 'eni-c', instance: 'i-a', groups: [app] },
    ]);
  });

  test('it counts by the id of the instance where its own is not told', async () => {
    const { send } = worldWith({ groups, instances });
    const nameless = alteringInstances(withoutA(send), (one) => ({
      ...one,
      NetworkInterfaces: { NetworkInterface: [] },
    }));
    expect(await interfacesOf(nameless)).toMatchObject([
      { id: 'eni-b', instance: 'i-b', groups: [app] },
      { id: 'i-a', instance: 'i-a', groups: [web] },
    ]);
  });

  test.each([
    ['tells', (one: object) => one],
    ['does not tell', (one: object) => ({ ...one, InstanceId: '' })],
  ])(
    'where the two lists disagree, that of the interfaces counts; it %s the instance',
    async (_, alter) => {
      const { send } = worldWith({ groups, instances });
      const moved = alteringInstances(alteringInterfaces(send, alter), (one) => ({
        ...one,
        SecurityGroupIds: { SecurityGroupId: [web, app] },
      }));
      expect(await interfacesOf(moved)).toMatchObject([
        { id: 'eni-a', groups: [web] },
        { id: 'eni-b', groups: [app] },
      ]);
    },
  );

  test('in the classic network nothing counts', async () => {
    const { send } = worldWith({ groups, instances, interfaces: [] });
    const classic = alteringInstances(withoutA(send), (one) =>
      one['InstanceId'] === 'i-a' ? { ...one, VpcAttributes: { VpcId: '' } } : one,
    );
    expect(await interfacesOf(classic)).toMatchObject([{ id: 'eni-b' }]);
  });
});

describe('a read is a failure', () => {
  const { send } = worldWith({ groups, instances: [instance('a', [web])] });
  const none = { NetworkInterfaceSets: { NetworkInterfaceSet: [] } };
  const unexpected = { ok: false, failure: { code: 'UnexpectedReply' } };

  test.each<[string, string, object]>([
    ['without a list of interfaces', 'DescribeNetworkInterfaces', {}],
    ['without a list of instances', 'DescribeInstances', { Instances: {} }],
    [
      'with something that is no interface',
      'DescribeNetworkInterfaces',
      { NetworkInterfaceSets: { NetworkInterfaceSet: [null] } },
    ],
    [
      'when the same page comes twice',
      'DescribeNetworkInterfaces',
      { ...none, NextToken: 'again' },
    ],
  ])('%s', async (_, action, body) => {
    const read = await readInterfaces(answering(send, action, body), target.vpc);
    expect(read).toMatchObject({ ...unexpected, during: action });
  });

  test.each<[string, object]>([
    ['an id', { NetworkInterfaceId: '' }],
    ['a VPC', { VpcId: '' }],
    ['a list of groups', { SecurityGroupIds: {} }],
    ['groups that are texts', { SecurityGroupIds: { SecurityGroupId: [7] } }],
    ['an address that is one', { PrivateIpAddress: '10.1.0.300' }],
  ])('where an interface is without %s', async (_, change) => {
    const odd = alteringInterfaces(send, (one) => ({ ...one, ...change }));
    expect(await readInterfaces(odd, target.vpc)).toMatchObject(unexpected);
  });

  test.each<[string, object]>([
    ['an id', { InstanceId: '' }],
    ['a list of groups', { SecurityGroupIds: undefined }],
  ])('where an instance is without %s', async (_, change) => {
    const odd = alteringInstances(send, (one) => ({ ...one, ...change }));
    expect(await readInterfaces(odd, target.vpc)).toMatchObject(unexpected);
  });

  test.each(['DescribeNetworkInterfaces', 'DescribeInstances'])(
    'when a page of %s in the middle fails',
    async (action) => {
      const { send: whole } = worldWith({
        groups,
        instances: numbered(501, (name) => instance(name, [web])),
      });
      const failing = denying(
        whole,
        'Broken',
        (asked, parameters) => asked === action && 'NextToken' in parameters,
      );
      expect(await readInterfaces(failing, target.vpc)).toMatchObject({
        ok: false,
        failure: { code: 'Broken' },
        during: action,
      });
    },
  );

  test('when the list of interfaces is empty although there are instances', async () => {
    const read = await readInterfaces(
      answering(send, 'DescribeNetworkInterfaces', none),
      target.vpc,
    );
    expect(read).toMatchObject({ ok: false, during: 'DescribeNetworkInterfaces' });
    expect(!read.ok && lacksPermission(read.failure)).toBe(true);
  });
});

interface Sets {
  readonly NetworkInterfaceSet: readonly Readonly<Record<string, unknown>>[];
}

type Alter = (one: Readonly<Record<string, unknown>>) => object;

function alteringInterfaces(send: Transport, alter: Alter): Transport {
  return altering(send, 'DescribeNetworkInterfaces', (body) => {
    const { NetworkInterfaceSet: list } = body['NetworkInterfaceSets'] as Sets;
    return { ...body, NetworkInterfaceSets: { NetworkInterfaceSet: list.map(alter) } };
  });
}

function alteringInstances(send: Transport, alter: Alter): Transport {
  return altering(send, 'DescribeInstances', (body) => {
    const { Instance } = body['Instances'] as {
      Instance: readonly Sets['NetworkInterfaceSet'][0][];
    };
    return { ...body, Instances: { Instance: Instance.map(alter) } };
  });
}
