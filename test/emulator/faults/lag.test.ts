// Reads that see writes late: by group, by page, and tags later than the rest.

import { describe, expect, test } from 'vitest';
import { faultyWorld, rule } from './faulty-world.ts';
import { nthRule, region } from '../driver.ts';
import type { FaultyWorld } from './faulty-world.ts';
import type { Words } from '../driver.ts';

const [first, second] = ['10.1.0.0/16', '10.2.0.0/16'];

test('a rule is seen after the lag, and writes see it at once', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const id = await created(world);
  await world.clock.sleep(1000);
  await world.authorize(id, rule(first));
  await world.clock.sleep(400);
  await world.authorize(id, rule(first), rule(second));
  expect(world.truth.rules(id)).toHaveLength(2);
  await world.clock.sleep(599);
  expect(await world.seen(id)).toEqual([]);
  await world.clock.sleep(1);
  expect(await world.seen(id)).toEqual([first]);
  await world.clock.sleep(399);
  expect(await world.seen(id)).toEqual([first]);
  await world.clock.sleep(1);
  expect(await world.seen(id)).toEqual([second, first]);
  expect(world.events.filter(({ met }) => met.kind === 'stale')).toHaveLength(3);
});

test('a new group cannot be seen yet, and a deleted one can still', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const id = await created(world);
  expect(await world.seen(id)).toBe('InvalidSecurityGroupId.NotFound');
  expect(await names(world)).toEqual([]);
  await world.clock.sleep(1000);
  expect(await names(world)).toEqual(['web']);
  await world.authorize(id, rule(first));
  await world.clock.sleep(1000);
  await world.send('DeleteSecurityGroup', { SecurityGroupId: id });
  expect(world.truth.emulator.snapshot().groups).toEqual([]);
  expect([await world.seen(id), await names(world)]).toEqual([[first], ['web']]);
  await world.clock.sleep(1000);
  expect(await world.seen(id)).toBe('InvalidSecurityGroupId.NotFound');
  expect(await names(world)).toEqual([]);
});

test('a group that comes and goes within the lag is seen as if it had taken longer', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const id = await created(world);
  await world.clock.sleep(500);
  await world.send('DeleteSecurityGroup', { SecurityGroupId: id });
  expect(await names(world)).toEqual([]);
  await world.clock.sleep(500);
  expect(await names(world)).toEqual(['web']);
  await world.clock.sleep(500);
  expect(await names(world)).toEqual([]);
});

test('tags may be seen later than their group, everywhere', async () => {
  const world = faultyWorld({ lag: { ms: 100, tagsMs: 1000 } });
  const id = await created(world, { 'Tag.1.Key': 'team', 'Tag.1.Value': 'edge' });
  const rename = { SecurityGroupId: id, SecurityGroupName: 'front' };
  await world.send('ModifySecurityGroupAttribute', rename);
  await world.clock.sleep(100);
  expect([await names(world), await tags(world, id)]).toEqual([['front'], []]);
  const tagged = { 'Tag.1.Key': 'team' };
  expect(await names(world, tagged)).toEqual([]);
  await world.clock.sleep(1000);
  expect([await names(world, tagged), await tags(world, id)]).toEqual([['front'], ['team=edge']]);
});

test('groups can lag each in its own way, by id or name', async () => {
  const world = faultyWorld({ lag: { ms: 100, groups: { 'slow-*': 5000, 'sg-*': 300 } } });
  await created(world, { SecurityGroupName: 'slow-one' });
  await created(world, { SecurityGroupName: 'other' });
  const seen: string[][] = [];
  for (const ms of [299, 1, 4699, 1]) {
    await world.clock.sleep(ms);
    seen.push([...(await names(world))]);
  }
  expect(seen).toEqual([[], ['other'], ['other'], ['other', 'slow-one']]);
});

describe('pages', () => {
  const page = { MaxResults: '10' };

  async function pagedWorld(pages: readonly number[]): Promise<[FaultyWorld, string]> {
    const world = faultyWorld({ lag: { ms: 0, pages } });
    const id = await created(world);
    const rules = Array.from({ length: 15 }, (_, n) => nthRule(n));
    await world.authorize(id, ...rules);
    await world.clock.sleep(10_000);
    return [world, id];
  }

  test('of one list can be of different times', async () => {
    const [world, id] = await pagedWorld([0, 3000]);
    const ids = world.truth.rules(id).map((shown) => String(shown['SecurityGroupRuleId']));
    const newest = {
      'SecurityGroupRuleId.1': ids[0] ?? '',
      'SecurityGroupRuleId.2': ids[14] ?? '',
    };
    await world.send('RevokeSecurityGroup', { SecurityGroupId: id, ...newest });
    const fresh = await shownPage(world, id, page);
    expect(fresh.ids).toEqual(ids.slice(1, 11));
    const old = await shownPage(world, id, { ...page, NextToken: fresh.token });
    expect(old.ids).toEqual(ids.slice(11, 15));
    await world.clock.sleep(3000);
    const later = await shownPage(world, id, { ...page, NextToken: fresh.token });
    expect(later.ids).toEqual(ids.slice(11, 14));
  });

  test('that are asked for by number lag too', async () => {
    const world = faultyWorld({ lag: { ms: 0, pages: [0, 3000] } });
    await created(world, { SecurityGroupName: 'older' });
    await created(world, { SecurityGroupName: 'newer' });
    const [one, two] = ['1', '2'].map((PageNumber) => ({ PageNumber, PageSize: '1' }));
    expect([await names(world, one), await names(world, two)]).toEqual([['newer'], []]);
    await world.clock.sleep(3000);
    expect([await names(world, one), await names(world, two)]).toEqual([['newer'], ['older']]);
  });
});

test('references lag with the rules that make them', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const [target, referrer] = [await created(world), await created(world)];
  await world.clock.sleep(1000);
  await world.authorize(referrer, { IpProtocol: 'all', PortRange: '-1/-1', SourceGroupId: target });
  const asked = { 'SecurityGroupId.1': target };
  expect(referrers(await world.send('DescribeSecurityGroupReferences', asked))).toBe(0);
  await world.clock.sleep(1000);
  expect(referrers(await world.send('DescribeSecurityGroupReferences', asked))).toBe(1);
});

test('by seed, each change is seen after a time of its own, in order, and in the end all are', async () => {
  const lags = new Set<number>();
  for (let seed = 1; seed <= 20; seed++) {
    const world = faultyWorld({ seeded: { seed, rates: {}, lagMsMax: 1000 } });
    const id = await created(world);
    await world.clock.sleep(1000);
    for (const source of [first, second]) await world.authorize(id, rule(source));
    let shown = await world.seen(id);
    const story = [shown.length];
    for (let ms = 0; ms < 1000; ms += 50) {
      await world.clock.sleep(50);
      shown = await world.seen(id);
      if (shown.length !== story.at(-1)) lags.add(ms);
      story.push(shown.length);
    }
    expect(story).toEqual(story.toSorted((a, b) => a - b));
    expect(shown).toEqual([second, first]);
  }
  expect(lags.size).toBeGreaterThan(10);
});

test('who is in which group is seen after the lag, and writes see it at once', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const [one, two] = [world.truth.group('one'), world.truth.group('two')];
  const place = { region, vpcId: 'vpc-1' };
  world.truth.emulator.load({ interfaces: [{ ...place, id: 'eni-a', groupIds: [one] }] });
  await world.clock.sleep(1000);
  const member = { NetworkInterfaceId: 'eni-a' };
  expect((await world.send('JoinSecurityGroup', { ...member, SecurityGroupId: two })).ok).toBe(
    true,
  );
  await world.clock.sleep(999);
  expect(await places(world)).toEqual([one]);
  expect((await world.send('LeaveSecurityGroup', { ...member, SecurityGroupId: one })).ok).toBe(
    true,
  );
  await world.clock.sleep(1);
  expect(await places(world)).toEqual([one, two]);
  expect(world.events.at(-1)?.met).toEqual({ kind: 'stale', groupIds: ['eni-a'] });
  await world.clock.sleep(999);
  expect(await places(world)).toEqual([two]);
});

test('old reads by seed show everything as it was', async () => {
  const world = faultyWorld({ seeded: { seed: 3, rates: {}, lagMsMax: 1000, oldReads: 0.5 } });
  const id = await created(world);
  await world.clock.sleep(1000);
  await world.authorize(id, rule(first));
  await world.clock.sleep(999);
  const counts = new Set<number>();
  for (let read = 0; read < 20; read++) counts.add((await world.seen(id)).length);
  expect([...counts].toSorted((a, b) => a - b)).toEqual([0, 1]);
  await world.clock.sleep(1);
  for (let read = 0; read < 20; read++) expect(await world.seen(id)).toEqual([first]);
});

test('one change in a large cloud copies one group, once, and only until everybody sees it', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const ids = Array.from({ length: 300 }, (_, n) => world.truth.group(`web-${n}`));
  const rules = Array.from({ length: 50 }, (_, n) => nthRule(n));
  for (const id of ids) world.truth.authorize(id, ...rules);
  await world.clock.sleep(1000);
  const live = new Map(Array.from(world.truth.emulator.groups(), (group) => [group.id, group]));
  const [id = ''] = ids;
  await world.authorize(id, nthRule(50), nthRule(51));
  const kinds = (): number => world.events.filter(({ met }) => met.kind === 'stale').length;
  expect(await world.seen(id)).toHaveLength(50);
  expect(kinds()).toBe(1);
  await world.clock.sleep(1000);
  expect(await world.seen(id)).toHaveLength(52);
  expect(kinds()).toBe(1);
  const same = Array.from(world.truth.emulator.groups()).every((one) => live.get(one.id) === one);
  expect(same).toBe(true);
});

test('what is done past the faults is seen as late', async () => {
  const world = faultyWorld({ lag: { ms: 1000 } });
  const id = world.truth.group();
  await world.clock.sleep(1000);
  world.truth.authorize(id, rule(first));
  await world.clock.sleep(500);
  world.truth.authorize(id, rule(second));
  await world.clock.sleep(500);
  expect(await world.seen(id)).toEqual([first]);
});

async function created(world: FaultyWorld, words: Words = {}): Promise<string> {
  const asked = { VpcId: 'vpc-1', SecurityGroupName: 'web', ...words };
  const reply = await world.send('CreateSecurityGroup', asked);
  if (!reply.ok) throw new Error(reply.failure.code);
  return String(reply.body['SecurityGroupId']);
}

async function names(world: FaultyWorld, words: Words = {}): Promise<readonly string[]> {
  const reply = await world.send('DescribeSecurityGroups', words);
  if (!reply.ok) throw new Error(reply.failure.code);
  const { SecurityGroup } = reply.body['SecurityGroups'] as { SecurityGroup: Words[] };
  return SecurityGroup.map(({ SecurityGroupName = '' }) => SecurityGroupName).toSorted();
}

async function tags(world: FaultyWorld, id: string): Promise<readonly string[]> {
  const asked = { ResourceType: 'securitygroup', 'ResourceId.1': id };
  const reply = await world.send('ListTagResources', asked);
  if (!reply.ok) throw new Error(reply.failure.code);
  const { TagResource } = reply.body['TagResources'] as { TagResource: Words[] };
  return TagResource.map(({ TagKey = '', TagValue = '' }) => `${TagKey}=${TagValue}`);
}

async function shownPage(
  world: FaultyWorld,
  id: string,
  words: Words,
): Promise<{ readonly ids: readonly string[]; readonly token: string }> {
  const asked = { SecurityGroupId: id, ...words };
  const reply = await world.send('DescribeSecurityGroupAttribute', asked);
  if (!reply.ok) throw new Error(reply.failure.code);
  const { Permission } = reply.body['Permissions'] as { Permission: Words[] };
  const ids = Permission.map(({ SecurityGroupRuleId = '' }) => SecurityGroupRuleId);
  return { ids, token: String(reply.body['NextToken']) };
}

async function places(world: FaultyWorld): Promise<readonly string[]> {
  const reply = await world.send('DescribeNetworkInterfaces', { VpcId: 'vpc-1' });
  if (!reply.ok) throw new Error(reply.failure.code);
  const { NetworkInterfaceSet } = reply.body['NetworkInterfaceSets'] as {
    NetworkInterfaceSet: { SecurityGroupIds: { SecurityGroupId: string[] } }[];
  };
  return NetworkInterfaceSet.flatMap(({ SecurityGroupIds }) => SecurityGroupIds.SecurityGroupId);
}

function referrers(reply: Awaited<ReturnType<FaultyWorld['send']>>): number {
  if (!reply.ok) throw new Error(reply.failure.code);
  const { SecurityGroupReference } = reply.body['SecurityGroupReferences'] as {
    SecurityGroupReference: unknown[];
  };
  return SecurityGroupReference.length;
}
