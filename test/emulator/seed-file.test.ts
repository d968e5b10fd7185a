// The seed file: what people write becomes a world, and what they get wrong is named with its place.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import { parseSeed } from '../../src/emulator/seed-file/seed-file.ts';
import { driver } from './driver.ts';
import type { EmulatorSeed } from '../../src/emulator/load-seed.ts';
import type { SeedFault } from '../../src/emulator/seed-file/seed-file.ts';

function seedOf(text: string): EmulatorSeed {
  const parsed = parseSeed(text, 'seed.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.seed;
}

function faultsOf(text: string): readonly SeedFault[] {
  const parsed = parseSeed(text, 'seed.yaml');
  return parsed.ok ? [] : parsed.faults;
}

describe('the example', () => {
  const text = readFileSync('examples/emulator-seed.yaml', 'utf8');
  const emulator = new Emulator({ seed: 1 }).load(seedOf(text));
  const world = driver(emulator);

  test('is a world of groups, rules, instances and interfaces', () => {
    const { body } = world.call('DescribeSecurityGroups', { IsQueryEcsCount: 'true' });
    expect(body['SecurityGroups']).toMatchObject({
      SecurityGroup: [
        { SecurityGroupName: 'ack-cluster', ServiceManaged: true },
        { SecurityGroupName: 'app', EcsCount: 1, AvailableInstanceAmount: 5997 },
        { SecurityGroupName: 'web', EcsCount: 1, RuleCount: 4, ResourceGroupId: 'rg-edge' },
      ],
    });
    const rules = world.rules('sg-bp1web000000000000001');
    expect(rules).toMatchObject([
      { IpProtocol: 'TCP', PortRange: '443/443', SourceCidrIp: '0.0.0.0/0', Policy: 'Accept' },
      { PortRangeListName: 'web', SourcePrefixListName: 'office', PortRange: '' },
      { Policy: 'Drop', Priority: 100 },
      { Direction: 'egress', IpProtocol: 'ALL', PortRange: '-1/-1', DestCidrIp: '0.0.0.0/0' },
    ]);
    const { body: found } = world.call('DescribeInstances', {
      SecurityGroupId: 'sg-bp1web000000000000001',
    });
    expect(found['Instances']).toMatchObject({
      Instance: [{ InstanceId: 'i-bp1web0000000000000001', Status: 'Running' }],
    });
  });

  test('has two accounts, each with its key, that see nothing of each other', () => {
    expect(emulator.credentials('emulator-data')).toMatchObject({
      account: '1000000000000002',
      secret: 'emulator-data',
    });
    const { body } = emulator.call({
      product: 'Ecs',
      version: '2014-05-26',
      action: 'DescribeSecurityGroups',
      region: 'cn-hangzhou',
      parameters: {},
      accessKeyId: 'emulator-data',
    });
    expect(body['SecurityGroups']).toMatchObject({
      SecurityGroup: [{ SecurityGroupName: 'warehouse' }],
    });
  });

  test('survives being saved', () => {
    const snapshot = JSON.parse(JSON.stringify(emulator.snapshot())) as ReturnType<
      Emulator['snapshot']
    >;
    expect(Emulator.restore(snapshot).snapshot()).toEqual(emulator.snapshot());
  });
});

const head = "version: 1\naccounts:\n  '1000000000000001':\n    regions:\n      cn-hangzhou:\n";

describe('a fault is named where it is:', () => {
  test.each<[string, string, string]>([
    ['no version', 'accounts: {}\n', '1:1 expected `version: 1`'],
    ['no YAML', 'version: 1\naccounts: [\n', 'Flow sequence'],
    ['a word too much', 'version: 1\nextra: 1\n', '2:1 extra is not known here'],
    ['no account', 'version: 1\naccounts: { me: {} }\n', '2:13 me is no account'],
    [
      'no region',
      "version: 1\naccounts:\n  '1000000000000001': { regions: { x: {} } }",
      'no region x',
    ],
    [
      'an id of something else',
      `${head}        groups: { web: {} }\n`,
      '6:19 web is no id of a group',
    ],
    [
      'an id twice',
      `${head}        groups: { sg-1: {}, sg-2: {} }\n      cn-beijing:\n        groups: { sg-1: {} }\n`,
      '8:19 sg-1 is in this file twice',
    ],
    [
      'an unknown VPC',
      `${head}        groups: { sg-1: { vpc: vpc-9 } }\n`,
      'there is no VPC vpc-9',
    ],
    [
      'an unknown group',
      `${head}        instances: { i-1: { groups: [sg-9] } }\n`,
      '6:38 there is no group sg-9',
    ],
    ['no group', `${head}        instances: { i-1: {} }\n`, 'expected at least one group'],
    [
      'an unknown instance',
      `${head}        groups: { sg-1: {} }\n        interfaces: { eni-1: { groups: sg-1, instance: i-1 } }\n`,
      'there is no instance i-1',
    ],
    [
      'a status',
      `${head}        groups: { sg-1: {} }\n        instances: { i-1: { groups: sg-1, status: Dead } }\n`,
      'status is Dead; expected Pending or Running',
    ],
    [
      'a list that holds too much',
      `${head}        portLists: { prl-1: { maxEntries: 1, entries: [80/80, 81/81] } }\n`,
      'more than maxEntries',
    ],
    [
      'an entry',
      `${head}        prefixLists: { pl-1: { entries: [80/80] } }\n`,
      '80/80 is no entry',
    ],
    [
      'a number',
      `${head}        portLists: { prl-1: { maxEntries: many } }\n`,
      'expected a whole number',
    ],
    ['a flag', `${head}        groups: { sg-1: { managed: perhaps } }\n`, 'expected true or false'],
    ...(
      [
        ['{ protocol: tcp, ports: 80/80 }', 'from is missing'],
        ['{ protocol: tcp, from: 10.0.0.0/8 }', 'tcp needs ports'],
        ['{ protocol: tcp, ports: 9/8, from: 10.0.0.0/8 }', 'expected ports such as'],
        ['{ protocol: icmp, ports: 9/9, from: 10.0.0.0/8 }', 'expected no ports'],
        ['{ protocol: sctp, from: 10.0.0.0/8 }', 'sctp is no protocol'],
        ['{ from: here }', 'from is here; expected such as'],
        ['{ from: 10.0.0.0/8, priority: 0 }', 'expected a priority'],
        ['{ from: 10.0.0.0/8, policy: allow }', 'expected Accept or Drop'],
        ['{ from: sg-9 }', 'there is no group sg-9'],
        ['{ from: pl-9 }', 'there is no prefix list pl-9'],
        ['{ protocol: tcp, portList: prl-9, from: 10.0.0.1 }', 'there is no port list prl-9'],
        ['{ from: 10.0.0.0/8, toAccount: x }', 'toAccount is not known here'],
        ['443', 'expected a map'],
      ] as const
    ).map(([rule, message]): [string, string, string] => [
      rule,
      `${head}        groups: { sg-1: { ingress: [${rule}] } }\n`,
      message,
    ]),
  ])('%s', (_, text, expected) => {
    const shown = faultsOf(text).map(({ line, column, message }) => `${line}:${column} ${message}`);
    expect(shown.join('\n')).toContain(expected);
  });

  test('all of them at once, from the top to the bottom', () => {
    const faults = faultsOf(`version: 2\nwhat: 1\n`);
    expect(faults.map(({ line }) => line)).toEqual([1, 2]);
  });
});
