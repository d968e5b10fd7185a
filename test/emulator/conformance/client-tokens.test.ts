// Goal: each operation that takes a client token does its work once for it, refuses another request
// with it, forgets it in time, and tries again after a failure.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { products } from '../../../src/emulator/products.ts';
import { startWorld } from './world.ts';
import type { Nested } from '../flavours.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

interface Tokened {
  readonly action: string;
  readonly ask: Nested;
  readonly other: Nested;
}

const web = { SecurityGroupId: 'sg-web' };
const rule = (port: string, peer: Readonly<Record<string, string>>): Nested => ({
  ...web,
  Permissions: [{ IpProtocol: 'tcp', PortRange: `${port}/${port}`, ...peer }],
});
const from = { SourceCidrIp: '10.0.0.0/8' };
const to = { DestCidrIp: '10.0.0.0/8' };

const operations: readonly Tokened[] = [
  {
    action: 'CreateSecurityGroup',
    ask: { SecurityGroupName: 'one' },
    other: { SecurityGroupName: 'two' },
  },
  { action: 'AuthorizeSecurityGroup', ask: rule('1', from), other: rule('2', from) },
  { action: 'AuthorizeSecurityGroupEgress', ask: rule('1', to), other: rule('2', to) },
  { action: 'RevokeSecurityGroup', ask: rule('22', from), other: rule('23', from) },
  { action: 'RevokeSecurityGroupEgress', ask: rule('22', to), other: rule('23', to) },
  {
    action: 'ModifySecurityGroupRule',
    ask: { ...web, SecurityGroupRuleId: 'sgr-ipv4-ingress', Description: 'one' },
    other: { ...web, SecurityGroupRuleId: 'sgr-ipv4-ingress', Description: 'two' },
  },
  {
    action: 'ModifySecurityGroupEgressRule',
    ask: { ...web, SecurityGroupRuleId: 'sgr-ipv4-egress', Description: 'one' },
    other: { ...web, SecurityGroupRuleId: 'sgr-ipv4-egress', Description: 'two' },
  },
  {
    action: 'ModifySecurityGroupPolicy',
    ask: { ...web, InnerAccessPolicy: 'Drop' },
    other: { ...web, InnerAccessPolicy: 'Accept' },
  },
  {
    action: 'CreatePrefixList',
    ask: { PrefixListName: 'one', AddressFamily: 'IPv4', MaxEntries: '1' },
    other: { PrefixListName: 'two', AddressFamily: 'IPv4', MaxEntries: '1' },
  },
  {
    action: 'CreatePortRangeList',
    ask: { PortRangeListName: 'one', MaxEntries: '1' },
    other: { PortRangeListName: 'two', MaxEntries: '1' },
  },
  {
    action: 'ModifyPortRangeList',
    ask: { PortRangeListId: 'prl-small', PortRangeListName: 'one' },
    other: { PortRangeListId: 'prl-small', PortRangeListName: 'two' },
  },
];

const ClientToken = 'token-1';

test('no operation that takes a token is left out', () => {
  const taking = products
    .flatMap((product) => [...product.operations.values()])
    .filter(({ takesClientToken }) => takesClientToken);
  const tried = operations.map(({ action }) => action);
  expect(tried.toSorted()).toEqual(taking.map(({ action }) => action).toSorted());
});

describe.each(operations)('$action', ({ action, ask, other }) => {
  test('sent again, it answers as before and changes nothing', async () => {
    const emulator = world.fresh();
    const first = await world.call(action, { ...ask, ClientToken });
    expect(first.code).toBe('OK');
    const after = emulator.snapshot();
    const second = await world.call(action, { ...ask, ClientToken });
    expect(withoutRequest(second.body)).toEqual(withoutRequest(first.body));
    expect(second.body['RequestId']).not.toBe(first.body['RequestId']);
    expect(emulator.snapshot()).toEqual(after);
  });

  test('with other parameters, it is refused and changes nothing', async () => {
    const emulator = world.fresh();
    await world.call(action, { ...ask, ClientToken });
    const after = emulator.snapshot();
    expect(await world.call(action, { ...other, ClientToken })).toMatchObject({
      status: 400,
      code: 'IdempotentParameterMismatch',
    });
    expect(emulator.snapshot()).toEqual(after);
  });

  test('when the token is forgotten, it is a new request', async () => {
    let nowMs = Date.parse('2026-11-22T00:00:00Z');
    const options = {
      now: () => new Date(nowMs),
      switches: { clientTokenRetentionMs: 60_000 },
    };
    world.fresh(options);
    await world.call(action, { ...ask, ClientToken });
    nowMs += 59_999;
    expect((await world.call(action, { ...other, ClientToken })).code).toBe(
      'IdempotentParameterMismatch',
    );
    nowMs += 1;
    const again = await world.call(action, { ...other, ClientToken });
    expect(again.code).not.toBe('IdempotentParameterMismatch');
  });

  test('a token that is not ASCII, or too long, is refused', async () => {
    world.fresh();
    for (const bad of ['tökén', 'x'.repeat(65)]) {
      expect(await world.call(action, { ...ask, ClientToken: bad })).toMatchObject({
        status: 400,
        code: 'InvalidClientToken.ValueNotSupported',
      });
    }
  });
});

function withoutRequest(body: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'RequestId'));
}
