// The emulator as a thing in itself: ids, accounts, listeners, snapshots.

import { expect, test } from 'vitest';
import { Emulator } from '../../src/emulator/emulator.ts';
import { drive, driver, ecs, nthRule, region, ssh } from './driver.ts';
import type { Driver } from './driver.ts';

test('with a seed, equal calls make equal ids, however much is read in between', () => {
  const run = (read: (world: Driver) => void): unknown => {
    const world = drive({ seed: 42, now: () => new Date(0) });
    const id = world.group();
    read(world);
    world.authorize(id, ssh);
    return world.emulator.snapshot();
  };
  const once = run(() => undefined);
  expect(run((world) => world.call('DescribeSecurityGroups'))).toEqual(once);
  expect(drive({ seed: 43 }).group()).not.toBe(drive({ seed: 42 }).group());
});

test('without a seed, no two emulators make the same id', () => {
  const ids = [1, 2].map(() => driver(new Emulator()).group());
  expect(new Set(ids).size).toBe(2);
});

test('a restored emulator goes on where the first one stopped', () => {
  const first = drive({ seed: 1, account: '42' });
  const id = first.group();
  first.authorize(id, nthRule(1));
  const second = driver(Emulator.restore(first.emulator.snapshot(), { seed: 1 }));
  second.authorize(id, nthRule(2));
  expect(second.rules(id).map((rule) => rule['SourceCidrIp'])).toEqual([
    '10.0.2.0/24',
    '10.0.1.0/24',
  ]);
  expect(new Set(second.rules(id).map((rule) => rule['SecurityGroupRuleId'])).size).toBe(2);
  expect(first.rules(id)).toHaveLength(1);
  expect(second.emulator.account).toBe('42');
});

test('listeners hear of every change, and of nothing else', () => {
  const world = drive();
  const heard: string[] = [];
  const stop = world.emulator.onMutation(({ action }) => heard.push(action));
  const create = { SecurityGroupName: 'web', ClientToken: 'a' };
  const { body } = world.call('CreateSecurityGroup', create);
  world.call('CreateSecurityGroup', create);
  world.call('DescribeSecurityGroups');
  world.call('DeleteSecurityGroup', { SecurityGroupId: 'sg-none' });
  world.emulator.put({ region });
  world.call('DeleteSecurityGroup', { SecurityGroupId: String(body['SecurityGroupId']) });
  stop();
  world.group();
  expect(heard).toEqual(['CreateSecurityGroup', 'put', 'DeleteSecurityGroup']);
});

test('the caller is the account of the key, and needs no region', () => {
  const emulator = new Emulator({ accessKeyId: 'mine', accessKeySecret: 'x' });
  const request = { product: 'STS', version: '2015-04-01', action: 'GetCallerIdentity' };
  const asked = { ...request, region: undefined, parameters: {} };
  expect(emulator.call({ ...asked, accessKeyId: 'mine' }).body).toMatchObject({
    AccountId: '1000000000000001',
    IdentityType: 'Account',
  });
  expect(emulator.call({ ...asked, accessKeyId: 'emulator' })).toMatchObject({
    status: 404,
    body: { Code: 'InvalidAccessKeyId.NotFound', HostId: 'sts.aliyuncs.com' },
  });
  expect([emulator.secretOf('mine'), emulator.secretOf('emulator')]).toEqual(['x', undefined]);
});

test('a group is filled up to its last rule, one by one', () => {
  const world = drive();
  const rules = Array.from({ length: 900 }, (_, n) => nthRule(n));
  const id = world.emulator.put({
    region,
    rules: rules.map((rule) => ({ Direction: 'ingress', ...rule })),
  });
  for (let n = 900; n < 1000; n++) world.authorize(id, nthRule(n));
  expect(world.rules(id)).toHaveLength(1000);
  expect(world.authorize(id, nthRule(1000)).code).toBe('AuthorizationLimitExceed');
});

test('a reply is a value of its own: what a caller does to it changes nothing', () => {
  const world = drive();
  const id = world.group();
  world.authorize(id, ssh);
  const { body } = world.emulator.call(
    ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: id }),
  );
  (body['Permissions'] as { Permission: { Priority: number }[] }).Permission.forEach((rule) => {
    rule.Priority = 99;
  });
  expect(world.rules(id)).toMatchObject([{ Priority: 1 }]);
});
