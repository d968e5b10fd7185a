// Each fault in the process: what it does to the world, and what our transport makes of it.

import { describe, expect, test } from 'vitest';
import { behind, faultyWorld, once, rule, sourcesOf } from './faulty-world.ts';
import type { ApiReply } from '../../../src/cloud/transport.ts';
import type { Fault } from '../../../src/emulator/faults/fault.ts';

const before = { when: 'before' } as const;
const after = { when: 'after' } as const;

describe('a call that meets', () => {
  test.each<[string, Fault, { readonly effect: boolean; readonly failure: object }]>([
    ['the loss of its request', { kind: 'loseRequest' }, { effect: false, failure: lost() }],
    ['the loss of its reply', { kind: 'loseReply' }, { effect: true, failure: lost() }],
    ['a reset before', { kind: 'reset', ...before }, { effect: false, failure: lost() }],
    ['a reset after', { kind: 'reset', ...after }, { effect: true, failure: lost() }],
    [
      'HTML before',
      { kind: 'gateway', ...before, status: 502, body: 'html' },
      { effect: false, failure: { kind: 'unavailable', code: 'HTTP502', status: 502 } },
    ],
    [
      'nothing in the body after',
      { kind: 'gateway', ...after, status: 503, body: 'empty' },
      { effect: true, failure: { kind: 'unavailable', code: 'HTTP503' } },
    ],
    [
      '500 with JSON before',
      { kind: 'gateway', ...before, status: 500, body: 'json' },
      { effect: false, failure: { kind: 'unavailable', code: 'InternalError', status: 500 } },
    ],
    [
      '503 with JSON after',
      { kind: 'gateway', ...after, status: 503, body: 'json' },
      { effect: true, failure: { kind: 'unavailable', code: 'ServiceUnavailable', status: 503 } },
    ],
    [
      'IdempotentProcessing, and its effect',
      { kind: 'refuse', ...after, refusal: { code: 'IdempotentProcessing' } },
      { effect: true, failure: { kind: 'unavailable', code: 'IdempotentProcessing', status: 403 } },
    ],
    [
      'a conflict',
      { kind: 'refuse', ...before, refusal: { code: 'InvalidOperation.Conflict', status: 409 } },
      {
        effect: false,
        failure: { kind: 'unavailable', code: 'InvalidOperation.Conflict', status: 409 },
      },
    ],
    [
      'a throttle',
      { kind: 'refuse', ...before, refusal: { code: 'Throttling.User', retryAfterMs: 700 } },
      { effect: false, failure: { kind: 'throttled', retryAfterMs: 700, status: 400 } },
    ],
    [
      'no permission',
      { kind: 'refuse', ...before, refusal: { code: 'Forbidden.RAM' } },
      { effect: false, failure: { kind: 'refused', code: 'Forbidden.RAM', status: 403 } },
    ],
    [
      'a final no',
      { kind: 'refuse', ...before, refusal: { code: 'InvalidParameter' } },
      { effect: false, failure: { kind: 'refused', code: 'InvalidParameter', status: 400 } },
    ],
  ])('%s', async (_name, fault, { effect, failure }) => {
    const world = faultyWorld({ script: [once('AuthorizeSecurityGroup', fault)] });
    const id = world.truth.group();
    const reply = await world.authorize(id, rule('10.0.0.0/8'));
    expect(reply).toMatchObject({ ok: false, failure });
    expect(world.truth.rules(id)).toHaveLength(effect ? 1 : 0);
    const event = { call: 1, atMs: 0, action: 'AuthorizeSecurityGroup', met: fault };
    expect(world.events).toEqual([event]);
    expect(await world.authorize(id, rule('10.0.0.0/8'))).toMatchObject({ ok: true });
    expect(world.truth.rules(id)).toHaveLength(1);
    expect(world.events).toHaveLength(1);
  });

  test('a delay before has its effect late', async () => {
    const world = faultyWorld({ script: [once('*', { kind: 'delay', when: 'before', ms: 300 })] });
    const id = world.truth.group();
    const sent = world.authorize(id, rule('10.0.0.0/8'));
    await world.clock.sleep(299);
    expect(world.truth.rules(id)).toEqual([]);
    expect((await sent).ok).toBe(true);
    expect([world.clock.now(), world.truth.rules(id).length]).toEqual([300, 1]);
  });

  test('a delay after has its effect early, and its reply late', async () => {
    const world = faultyWorld({ script: [once('*', { kind: 'delay', when: 'after', ms: 300 })] });
    const id = world.truth.group();
    const sent = world.authorize(id, rule('10.0.0.0/8'));
    await world.clock.sleep(1);
    expect(world.truth.rules(id)).toHaveLength(1);
    expect((await sent).ok).toBe(true);
    expect(world.clock.now()).toBe(300);
  });

  test('the loss of its tags makes a group without them, for this call only', async () => {
    const world = faultyWorld({ script: [once('CreateSecurityGroup', { kind: 'loseTags' })] });
    const asked = { VpcId: 'vpc-1', 'Tag.1.Key': 'team', 'Tag.1.Value': 'edge', ClientToken: 't' };
    const made = await world.send('CreateSecurityGroup', asked);
    const again = await world.send('CreateSecurityGroup', asked);
    expect(bodyOf(again)).toEqual(bodyOf(made));
    await world.send('CreateSecurityGroup', { ...asked, ClientToken: 'u' });
    const tags = world.truth.emulator.snapshot().groups.map((group) => group.tags);
    expect(tags).toEqual([{}, { team: 'edge' }]);
  });

  test('several faults goes through them in order', async () => {
    const world = faultyWorld({
      script: [
        once('*', { kind: 'delay', when: 'after', ms: 20 }),
        once('*', { kind: 'loseReply' }),
        once('*', { kind: 'delay', when: 'before', ms: 10 }),
      ],
    });
    const id = world.truth.group();
    expect(await world.authorize(id, rule('10.0.0.0/8'))).toMatchObject({ ok: false });
    expect(world.events.map(({ atMs, met }) => [atMs, met.kind])).toEqual([
      [0, 'delay'],
      [10, 'delay'],
      [30, 'loseReply'],
    ]);
    expect(world.truth.rules(id)).toHaveLength(1);
  });
});

describe('the script', () => {
  const forbidden: Fault = { kind: 'refuse', ...before, refusal: { code: 'Forbidden.RAM' } };

  test('counts calls by name, all calls, or writes', async () => {
    const world = faultyWorld({
      script: [
        { action: 'Authorize*', count: 'calls', nth: 2, times: 1, fault: { kind: 'loseReply' } },
        { action: '*', count: 'calls', nth: 5, times: 2, fault: { kind: 'loseRequest' } },
        { action: '*', count: 'writes', nth: 4, times: 1, fault: { kind: 'reset', ...after } },
      ],
    });
    const id = world.truth.group();
    for (const octet of [1, 2, 3]) {
      await world.seen(id);
      await world.authorize(id, rule(`10.${octet}.0.0/16`));
    }
    await world.authorize(id, rule('10.4.0.0/16'));
    expect(world.events.map(({ call, met }) => [call, met.kind])).toEqual([
      [4, 'loseReply'],
      [5, 'loseRequest'],
      [6, 'loseRequest'],
      [7, 'reset'],
    ]);
  });

  test('forbids an action for good', async () => {
    const world = faultyWorld({
      script: [
        { action: 'TagResources', count: 'calls', nth: 1, times: Infinity, fault: forbidden },
      ],
    });
    const tag = { ResourceType: 'securitygroup', 'ResourceId.1': world.truth.group() };
    for (const Value of ['a', 'b', 'c']) {
      const reply = await world.send('TagResources', {
        ...tag,
        'Tag.1.Key': 'k',
        'Tag.1.Value': Value,
      });
      expect(reply).toMatchObject({ failure: { code: 'Forbidden.RAM' } });
    }
  });

  test('has somebody else edit before and after a call, and tells how that went', async () => {
    const world = faultyWorld({});
    const id = world.truth.group();
    const revoke = { action: 'RevokeSecurityGroup', parameters: { SecurityGroupId: id } };
    const edit = {
      action: 'AuthorizeSecurityGroup',
      parameters: {
        SecurityGroupId: id,
        'Permissions.1.IpProtocol': 'tcp',
        'Permissions.1.PortRange': '22/22',
        'Permissions.1.SourceCidrIp': '192.0.2.0/24',
      },
    };
    const edits: readonly Fault[] = [
      { kind: 'edit', ...before, requests: [edit, revoke] },
      { kind: 'edit', ...after, requests: [{ ...edit, action: 'RevokeSecurityGroup' }] },
    ];
    const script = edits.map((fault) => once('*', fault));
    const edited = behind(world.truth.emulator, { faults: { script }, clock: world.clock });
    expect(await edited.seen(id)).toEqual(['192.0.2.0/24']);
    expect(world.truth.rules(id)).toEqual([]);
    const told = edited.events.map(({ met }) =>
      met.kind === 'edited' ? [met.when, met.edit.action, met.code] : [],
    );
    expect(told).toEqual([
      ['before', 'AuthorizeSecurityGroup', 'OK'],
      ['before', 'RevokeSecurityGroup', 'InvalidIpProtocol.ValueNotSupported'],
      ['after', 'RevokeSecurityGroup', 'OK'],
    ]);
  });
});

test('tokens are remembered for as long as the faults say', async () => {
  const world = faultyWorld({ clientTokenRetentionMs: 1000 });
  const create = { VpcId: 'vpc-1', ClientToken: 'same' };
  const first = await world.send('CreateSecurityGroup', create);
  await world.clock.sleep(999);
  expect(bodyOf(await world.send('CreateSecurityGroup', create))).toEqual(bodyOf(first));
  await world.clock.sleep(1);
  expect(bodyOf(await world.send('CreateSecurityGroup', create))).not.toEqual(bodyOf(first));
});

test('without faults the reply is that of the emulator', async () => {
  const world = faultyWorld({});
  const id = world.truth.group();
  await world.authorize(id, rule('10.0.0.0/8'));
  const reply = await world.call('DescribeSecurityGroupAttribute', { SecurityGroupId: id });
  expect(reply).toMatchObject({ status: 200 });
  expect(sourcesOf('status' in reply ? (reply.body ?? {}) : {})).toEqual(['10.0.0.0/8']);
  expect(world.events).toEqual([]);
});

function lost(): object {
  return { kind: 'lost', code: 'NoReply', status: undefined };
}

/** Without the id of the request. */
function bodyOf(reply: ApiReply): object {
  if (!reply.ok) throw new Error(reply.failure.code);
  return { ...reply.body, RequestId: '' };
}
