// Faults by seed: the same seed tells the same story, rates are kept, and there is an end to them.

import { describe, expect, test } from 'vitest';
import { chance } from '../../../src/emulator/faults/chance.ts';
import { formatFaultEvent } from '../../../src/emulator/faults/fault-event.ts';
import { seededKinds } from '../../../src/emulator/faults/settings.ts';
import { region } from '../driver.ts';
import { faultyWorld, rule } from './faulty-world.ts';
import type { SeededFaults } from '../../../src/emulator/faults/settings.ts';
import type { FaultyWorld } from './faulty-world.ts';

const everything: SeededFaults['rates'] = Object.fromEntries(
  seededKinds.map((kind) => [kind, 0.04]),
);

/** Three clients at once, each with a group of its own, who send again until they arrive. */
async function work(seeded: SeededFaults): Promise<FaultyWorld> {
  const world = faultyWorld({ seeded });
  const client = async (name: string): Promise<void> => {
    const id = await arrives(world, 'CreateSecurityGroup', {
      VpcId: 'vpc-1',
      SecurityGroupName: name,
      ClientToken: name,
      'Tag.1.Key': 'team',
      'Tag.1.Value': name,
    });
    for (let n = 0; n < 10; n++) {
      await world.authorize(id, rule(`10.${n}.0.0/16`));
      await world.clock.sleep(50);
      await world.seen(id);
    }
  };
  await Promise.all(['first', 'second', 'third'].map(client));
  return world;
}

async function arrives(
  world: FaultyWorld,
  action: string,
  words: Readonly<Record<string, string>>,
): Promise<string> {
  for (;;) {
    const reply = await world.send(action, words);
    if (reply.ok) return String(reply.body['SecurityGroupId']);
    await world.clock.sleep(10);
  }
}

function storyOf({ events }: FaultyWorld): string {
  return events.map((event) => formatFaultEvent(event, { sinceMs: 0 })).join('\n');
}

const stormy = { rates: everything, lagMsMax: 500, oldReads: 0.1 };

test('the same seed tells the same story, and ends in the same state', async () => {
  for (const seed of [0, 1, 2, -7, 2 ** 31]) {
    const [one, other] = [await work({ ...stormy, seed }), await work({ ...stormy, seed })];
    expect(storyOf(one)).toBe(storyOf(other));
    expect(one.truth.emulator.snapshot()).toEqual(other.truth.emulator.snapshot());
    expect(one.events.length).toBeGreaterThan(5);
  }
});

test('other seeds tell other stories', async () => {
  const stories = new Set<string>();
  for (let seed = 0; seed < 20; seed++) stories.add(storyOf(await work({ ...stormy, seed })));
  expect(stories.size).toBe(20);
});

test('a story is one that a person can follow', async () => {
  const rates = { loseReply: 0.2, gateway: 0.1, edit: 0.1 };
  const story = storyOf(await work({ seed: 2, rates, faultsMax: 5, lagMsMax: 5 }));
  expect(story).toMatchInlineSnapshot(`
    "at 0.000 s, call 2, CreateSecurityGroup: the reply was lost, after the effect
    at 0.000 s, call 3, CreateSecurityGroup: answered 500 with a JSON body, after the effect
    at 0.010 s, call 6, AuthorizeSecurityGroup: the reply was lost, after the effect
    at 0.050 s, call 10, AuthorizeSecurityGroup: the reply was lost, after the effect
    at 0.060 s, call 11, DescribeSecurityGroupAttribute: the reply was lost, after the effect"
  `);
});

test('the story tells what somebody else did', () => {
  const edit = { action: 'TagResources', parameters: { 'Tag.1.Key': 'team', 'Tag.1.Value': 'b' } };
  const met = { kind: 'edited', when: 'after', edit, code: 'OK' } as const;
  const event = { atMs: 61_200, call: 7, action: 'DescribeRegions', met };
  expect(formatFaultEvent(event, { sinceMs: 60_000 })).toBe(
    'at 1.200 s, call 7, DescribeRegions: after the effect somebody else called ' +
      'TagResources Tag.1.Key=team Tag.1.Value=b: OK',
  );
});

test('every kind of fault comes to pass', async () => {
  const kinds = new Set<string>();
  const codes = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const { events } = await work({ ...stormy, seed });
    for (const { met } of events) {
      kinds.add(met.kind);
      if (met.kind === 'refuse') codes.add(met.refusal.code);
    }
  }
  expect([...kinds].toSorted()).toEqual([
    'delay',
    'edited',
    'gateway',
    'loseReply',
    'loseRequest',
    'loseTags',
    'refuse',
    'reset',
    'stale',
  ]);
  expect([...codes].toSorted()).toEqual([
    'IdempotentProcessing',
    'InvalidOperation.Conflict',
    'InvalidParameter',
    'Throttling.User',
  ]);
});

test('after faultsMax of them all is well', async () => {
  const world = faultyWorld({ seeded: { seed: 1, rates: { loseRequest: 1 }, faultsMax: 3 } });
  const oks: boolean[] = [];
  for (let call = 0; call < 6; call++) oks.push((await world.send('DescribeRegions')).ok);
  expect(oks).toEqual([false, false, false, true, true, true]);
});

test('rates are the shares of calls that meet each kind', async () => {
  const rates = { loseReply: 0.1, delay: 0.3 };
  const world = faultyWorld({ seeded: { seed: 9, rates, delayMsMax: 5 } });
  for (let call = 0; call < 2000; call++) await world.send('DescribeRegions');
  const shares = (['loseReply', 'delay'] as const).map(
    (kind) => world.events.filter(({ met }) => met.kind === kind).length / 2000,
  );
  expect(shares[0]).toBeCloseTo(0.1, 1);
  expect(shares[1]).toBeCloseTo(0.3, 1);
  const waits = world.events.flatMap(({ met }) => (met.kind === 'delay' ? [met.ms] : []));
  expect([Math.min(...waits), Math.max(...waits)]).toEqual([0, 5]);
});

test('what a call meets does not depend on what was called before', async () => {
  const seeded = { seed: 4, rates: everything };
  const [reads, writes] = [faultyWorld({ seeded }), faultyWorld({ seeded })];
  for (let call = 0; call < 100; call++) {
    await reads.send('DescribeRegions');
    await writes.send('DescribeInstances');
  }
  expect(reads.events.map(({ call, met }) => ({ call, met }))).toEqual(
    writes.events.map(({ call, met }) => ({ call, met })),
  );
});

test('the second writer edits groups that are there, in the words of the cloud', async () => {
  const world = faultyWorld({ seeded: { seed: 2, rates: { edit: 1 } } });
  await world.send('DescribeRegions');
  expect(world.events).toEqual([]);
  world.truth.authorize(world.truth.group(), rule('10.0.0.0/8'), rule('10.1.0.0/16'));
  for (let call = 0; call < 200; call++) await world.send('DescribeRegions');
  const edits = world.events.flatMap(({ met }) => (met.kind === 'edited' ? [met] : []));
  expect(edits).toHaveLength(200);
  expect([...new Set(edits.map(({ edit }) => edit.action))].toSorted()).toEqual([
    'AuthorizeSecurityGroup',
    'AuthorizeSecurityGroupEgress',
    'ModifySecurityGroupAttribute',
    'ModifySecurityGroupEgressRule',
    'ModifySecurityGroupRule',
    'RevokeSecurityGroup',
    'RevokeSecurityGroupEgress',
    'TagResources',
  ]);
  const refused = edits.filter(({ code }) => code !== 'OK');
  expect(refused.map(({ code }) => code).filter((code) => !code.includes('Duplicate'))).toEqual([]);
});

test('where there are network interfaces the second writer moves them too', async () => {
  const world = faultyWorld({ seeded: { seed: 2, rates: { edit: 1 } } });
  const [one, two] = [world.truth.group('one'), world.truth.group('two')];
  const place = { region, vpcId: 'vpc-1' };
  world.truth.emulator.load({
    instances: [{ ...place, id: 'i-a', groupIds: [one] }],
    interfaces: [{ ...place, id: 'eni-b', groupIds: [one, two] }],
  });
  for (let call = 0; call < 200; call++) await world.send('DescribeRegions');
  const moves = world.events.flatMap(({ met }) =>
    met.kind === 'edited' && /^(Join|Leave)/.test(met.edit.action) ? [met] : [],
  );
  const done = moves.filter(({ code }) => code === 'OK').map(({ edit }) => edit);
  const words = done.map(({ action, parameters }) => {
    return `${action} ${parameters['InstanceId'] ?? parameters['NetworkInterfaceId']}`;
  });
  expect([...new Set(words)].toSorted()).toEqual([
    'JoinSecurityGroup eni-b',
    'JoinSecurityGroup i-a',
    'LeaveSecurityGroup eni-b',
    'LeaveSecurityGroup i-a',
  ]);
  const refused = moves.flatMap(({ code }) => (code === 'OK' ? [] : [code]));
  const last = ['InstanceLastSecurityGroup', 'InvalidOperation.AtLeastInOneGroup'];
  expect([...new Set(refused)].filter((code) => !last.includes(code))).toEqual([]);
});

test('a seed chooses how long tokens are remembered, within its bounds', async () => {
  const retentionMs = { least: 1000, most: 2000 };
  const kept: number[] = [];
  for (let seed = 0; seed < 20; seed++) {
    const world = faultyWorld({ seeded: { seed, rates: {}, retentionMs } });
    const create = { VpcId: 'vpc-1', ClientToken: 'same' };
    await world.send('CreateSecurityGroup', create);
    while (world.truth.emulator.snapshot().groups.length === 1) {
      await world.clock.sleep(50);
      await world.send('CreateSecurityGroup', create);
    }
    kept.push(world.clock.now());
  }
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(1000);
  expect(Math.max(...kept)).toBeLessThanOrEqual(2050);
  expect(new Set(kept).size).toBeGreaterThan(5);
});

describe('chance', () => {
  test('is spread evenly, for the numbers of one stream and the first ones of many', () => {
    const stream = chance(1, 1);
    const one = Array.from({ length: 10_000 }, () => stream.below(10));
    const many = Array.from({ length: 10_000 }, (_, part) => chance(1, part).below(10));
    const seeds = Array.from({ length: 10_000 }, (_, seed) => chance(seed, 1).below(10));
    for (const drawn of [one, many, seeds]) {
      const counts = Array.from({ length: 10 }, (_, n) => drawn.filter((x) => x === n).length);
      expect(Math.min(...counts)).toBeGreaterThan(850);
      expect(Math.max(...counts)).toBeLessThan(1150);
    }
  });
});
