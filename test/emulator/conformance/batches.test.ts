// Batches that are not atomic: what of them is done before the bad item, what can be seen between two
// items, and that a saved state knows of it.

import { describe, expect, test } from 'vitest';
import { drive, nthRule, permissions, region } from '../driver.ts';
import type { Switches } from '../../../src/emulator/switches.ts';
import type { Driver } from '../driver.ts';

const three = [nthRule(1), nthRule(2), nthRule(3)];

/** How many rules a client could see after each change. */
function watched(batches: Switches['batches']): { world: Driver; id: string; seen: number[] } {
  const world = drive({ switches: { batches } });
  const id = world.group();
  const seen: number[] = [];
  world.emulator.onRuleChange(({ groupId }) => {
    if (groupId === id) seen.push(world.rules(id).length);
  });
  return { world, id, seen };
}

describe('between two items of a batch', () => {
  test.each([
    ['atomic', [3]],
    ['inOrder', [1, 2, 3]],
    ['reversed', [1, 2, 3]],
    ['shuffled', [1, 2, 3]],
  ] as const)('%s, there is to see: %j', (batches, expected) => {
    const { world, id, seen } = watched(batches);
    expect(world.authorize(id, ...three).code).toBe('OK');
    expect(seen).toEqual(expected);
  });

  test('rules go one by one as well, by content and by id', () => {
    const { world, id, seen } = watched('inOrder');
    world.authorize(id, ...three);
    world.call('RevokeSecurityGroup', {
      SecurityGroupId: id,
      ...permissions(...three.slice(0, 2)),
    });
    const ruleId = String(world.rules(id)[0]?.['SecurityGroupRuleId']);
    world.call('RevokeSecurityGroup', { SecurityGroupId: id, 'SecurityGroupRuleId.1': ruleId });
    expect(seen).toEqual([1, 2, 3, 2, 1, 0]);
  });

  test('Modify is one change, with the rule before and after', () => {
    const { world, id } = watched('inOrder');
    world.authorize(id, nthRule(1));
    const ruleId = String(world.rules(id)[0]?.['SecurityGroupRuleId']);
    const heard: unknown[] = [];
    const stop = world.emulator.onRuleChange((change) => heard.push(change));
    const change = { SecurityGroupId: id, SecurityGroupRuleId: ruleId, Priority: '2' };
    world.call('ModifySecurityGroupRule', change);
    stop();
    world.call('ModifySecurityGroupRule', { ...change, Priority: '3' });
    expect(heard).toMatchObject([
      {
        action: 'ModifySecurityGroupRule',
        region,
        groupId: id,
        removed: [{ Priority: 1 }],
        added: [{ Priority: 2 }],
      },
    ]);
  });
});

describe('a batch whose second of three is bad', () => {
  const bad = [nthRule(1), { ...nthRule(2), PortRange: '9/8' }, nthRule(3)];
  test.each([
    ['atomic', []],
    ['inOrder', ['10.0.1.0/24']],
    ['reversed', ['10.0.3.0/24']],
  ] as const)('%s, leaves %j', (batches, left) => {
    const { world, id } = watched(batches);
    expect(world.authorize(id, ...bad).code).toBe('InvalidParam.PortRange');
    expect(world.rules(id).map((rule) => rule['SourceCidrIp'])).toEqual(left);
  });

  test('has changed the state, and says so to those who save it', () => {
    const { world, id } = watched('inOrder');
    const heard: string[] = [];
    world.emulator.onMutation(({ action }) => heard.push(action));
    world.authorize(id, ...bad);
    expect(heard).toEqual(['AuthorizeSecurityGroup']);
  });

  test('is not remembered with its token: the rest can be done with it', () => {
    const { world, id } = watched('inOrder');
    const ask = { SecurityGroupId: id, ClientToken: 't', ...permissions(...bad) };
    expect(world.call('AuthorizeSecurityGroup', ask).status).toBe(400);
    const mended = { SecurityGroupId: id, ClientToken: 't', ...permissions(...three) };
    expect(world.call('AuthorizeSecurityGroup', mended).code).toBe('OK');
    expect(world.rules(id)).toHaveLength(3);
  });

  test('revoked by id, in order, loses the first', () => {
    const { world, id } = watched('inOrder');
    world.authorize(id, ...three);
    const [newest] = world.rules(id).map((rule) => String(rule['SecurityGroupRuleId']));
    const ask = {
      SecurityGroupId: id,
      'SecurityGroupRuleId.1': newest ?? '',
      'SecurityGroupRuleId.2': 'sgr-none',
    };
    expect(world.call('RevokeSecurityGroup', ask).code).toBe('InvalidSecurityGroupRuleId.NotFound');
    expect(world.rules(id)).toHaveLength(2);
  });
});

test('a shuffled batch comes in an order that the calls before it decide', () => {
  const orders = [0, 1, 2, 3, 4].map((before) => {
    const world = drive({ switches: { batches: 'shuffled' } });
    for (let n = 0; n < before; n++) world.group(`g${n}`);
    const id = world.group();
    world.authorize(id, ...three);
    return world
      .rules(id)
      .map((rule) => rule['SourceCidrIp'])
      .join();
  });
  expect(new Set(orders).size).toBeGreaterThan(1);
});
