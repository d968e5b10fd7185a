// Client tokens: a call that is sent twice takes effect once.

import { describe, expect, test } from 'vitest';
import { drive, nthRule, permissions, ssh } from './driver.ts';
import { Emulator } from '../../src/emulator/emulator.ts';
import { driver } from './driver.ts';
import type { Words } from './driver.ts';

const create: Words = { SecurityGroupName: 'web', VpcId: 'vpc-1', ClientToken: 'token-1' };

test('the same call with the same token gives the same group, and there is one', () => {
  const world = drive();
  const [first, second] = [1, 2].map(() => world.call('CreateSecurityGroup', create).body);
  expect(second?.['SecurityGroupId']).toBe(first?.['SecurityGroupId']);
  expect(second?.['RequestId']).not.toBe(first?.['RequestId']);
  expect(world.emulator.snapshot().groups).toHaveLength(1);
});

test('the same token on anything else is a mismatch', () => {
  const world = drive();
  const id = String(world.call('CreateSecurityGroup', create).body['SecurityGroupId']);
  const mismatch = { status: 400, code: 'IdempotentParameterMismatch' };
  expect(world.call('CreateSecurityGroup', { ...create, SecurityGroupName: 'app' })).toMatchObject(
    mismatch,
  );
  const asked = { SecurityGroupId: id, ClientToken: 'token-1', ...permissions(ssh) };
  expect(world.call('AuthorizeSecurityGroup', asked)).toMatchObject(mismatch);
});

test('tokens are told apart by case', () => {
  const world = drive();
  world.call('CreateSecurityGroup', create);
  world.call('CreateSecurityGroup', { ...create, ClientToken: 'TOKEN-1' });
  expect(world.emulator.snapshot().groups).toHaveLength(2);
});

test.each(['x'.repeat(65), 'tökén', 'two\nlines'])('the token %j is refused', (ClientToken) => {
  const answer = drive().call('CreateSecurityGroup', { ...create, ClientToken });
  expect(answer).toMatchObject({ status: 400, code: 'InvalidClientToken.ValueNotSupported' });
});

test('a token of 64 characters is fine', () => {
  const ClientToken = 'x'.repeat(64);
  expect(drive().call('CreateSecurityGroup', { ...create, ClientToken }).code).toBe('OK');
});

test('A, then B, then A again with its first token is a replay: B stays', () => {
  const world = drive();
  const id = world.group();
  const set = (policy: string, ClientToken: string): string =>
    world.call('ModifySecurityGroupPolicy', {
      SecurityGroupId: id,
      InnerAccessPolicy: policy,
      ClientToken,
    }).code;
  expect([set('Drop', 'a'), set('Accept', 'b'), set('Drop', 'a')]).toEqual(['OK', 'OK', 'OK']);
  const { body } = world.call('DescribeSecurityGroupAttribute', { SecurityGroupId: id });
  expect(body['InnerAccessPolicy']).toBe('Accept');
});

test('an authorize that is sent again after a revoke brings nothing back', () => {
  const world = drive();
  const id = world.group();
  const authorize = { SecurityGroupId: id, ClientToken: 'a', ...permissions(nthRule(1)) };
  world.call('AuthorizeSecurityGroup', authorize);
  const revoke = { SecurityGroupId: id, ClientToken: 'r', ...permissions(nthRule(1)) };
  expect(world.call('RevokeSecurityGroup', revoke).code).toBe('OK');
  expect(world.call('RevokeSecurityGroup', revoke).code).toBe('OK');
  expect(world.call('AuthorizeSecurityGroup', authorize).code).toBe('OK');
  expect(world.rules(id)).toEqual([]);
});

test('a replay works after the group is gone', () => {
  const world = drive();
  const id = world.group();
  const asked = { SecurityGroupId: id, ClientToken: 'a', ...permissions(ssh) };
  world.call('AuthorizeSecurityGroup', asked);
  world.call('DeleteSecurityGroup', { SecurityGroupId: id });
  expect(world.call('AuthorizeSecurityGroup', asked).code).toBe('OK');
});

test('a call that failed may be tried again with its token', () => {
  const world = drive();
  const id = world.group();
  const revoke = { SecurityGroupId: id, ClientToken: 'r', ...permissions(ssh) };
  expect(world.call('RevokeSecurityGroup', revoke).status).toBe(400);
  world.authorize(id, ssh);
  expect(world.call('RevokeSecurityGroup', revoke).code).toBe('OK');
  expect(world.rules(id)).toEqual([]);
});

test('operations that take no token do it again', () => {
  const world = drive();
  const id = world.group();
  const asked = { SecurityGroupId: id, ClientToken: 'd' };
  expect(world.call('DeleteSecurityGroup', asked).code).toBe('OK');
  expect(world.call('DeleteSecurityGroup', asked).code).toBe('InvalidSecurityGroup.NotFound');
});

describe('a token is', () => {
  test('forgotten after its time, and not before', () => {
    let nowMs = Date.parse('2026-11-22T00:00:00Z');
    const now = (): Date => new Date(nowMs);
    const world = drive({ now, switches: { clientTokenRetentionMs: 60_000 } });
    const idOf = (): unknown => world.call('CreateSecurityGroup', create).body['SecurityGroupId'];
    const first = idOf();
    nowMs += 59_999;
    expect(idOf()).toBe(first);
    nowMs += 1;
    const second = idOf();
    expect(second).not.toBe(first);
    expect(world.emulator.snapshot().tokens).toHaveLength(1);
  });

  test('kept by a snapshot', () => {
    const world = drive();
    const id = world.call('CreateSecurityGroup', create).body['SecurityGroupId'];
    const snapshot = JSON.parse(JSON.stringify(world.emulator.snapshot())) as ReturnType<
      Emulator['snapshot']
    >;
    const restored = driver(Emulator.restore(snapshot));
    expect(restored.call('CreateSecurityGroup', create).body['SecurityGroupId']).toBe(id);
    expect(restored.emulator.snapshot()).toEqual(snapshot);
  });
});
