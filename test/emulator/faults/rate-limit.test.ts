// So many calls a minute for each account, region and action, in the minutes of the clock.

import { expect, test } from 'vitest';
import { openMeter } from '../../../src/emulator/faults/rate-limit.ts';
import { faultyWorld } from './faulty-world.ts';
import { region } from '../driver.ts';
import type { ApiReply } from '../../../src/cloud/transport.ts';

const limited = (saysRetryAfter = true) =>
  faultyWorld({ rateLimit: { callsPerMinute: 3, saysRetryAfter } });

test('throttled in one minute, and usable in the next, however late the first one began', async () => {
  const world = limited();
  await world.clock.sleep(59_000);
  const outcomes: string[] = [];
  for (let second = 59; second < 63; second++) {
    for (let call = 0; call < 4; call++) {
      outcomes.push(`${second}: ${outcomeOf(await world.send('DescribeSecurityGroups'))}`);
    }
    await world.clock.sleep(1000);
  }
  expect(outcomes).toEqual([
    ...['59: ok', '59: ok', '59: ok', '59: throttled for 1000'],
    ...['60: ok', '60: ok', '60: ok', '60: throttled for 60000'],
    ...Array.from({ length: 4 }, () => '61: throttled for 59000'),
    ...Array.from({ length: 4 }, () => '62: throttled for 58000'),
  ]);
});

test('whoever waits as long as the header says is served', async () => {
  const world = limited();
  await world.clock.sleep(12_345);
  for (let call = 0; call < 10; call++) {
    const reply = await world.send('DescribeSecurityGroups');
    if (reply.ok) continue;
    await world.clock.sleep(reply.failure.retryAfterMs ?? 0);
    expect(await world.send('DescribeSecurityGroups')).toMatchObject({ ok: true });
  }
  expect(world.clock.now()).toBe(180_000);
});

test('the header can be left out', async () => {
  const world = limited(false);
  for (let call = 0; call < 3; call++) await world.send('DescribeSecurityGroups');
  expect(await world.send('DescribeSecurityGroups')).toMatchObject({
    failure: { kind: 'throttled', code: 'Throttling.User', status: 400, retryAfterMs: undefined },
  });
  expect(world.events).toEqual([
    { atMs: 0, call: 4, action: 'DescribeSecurityGroups', met: throttledFor(60_000) },
  ]);
});

test('other actions, regions and accounts are not concerned', async () => {
  const world = limited();
  for (let call = 0; call < 4; call++) await world.send('DescribeSecurityGroups');
  world.truth.emulator.loadKeys({
    accounts: [{ id: '1000000000000002', accessKeys: [{ id: 'other', secret: 'other' }] }],
  });
  const asked = { product: 'Ecs', version: '2014-05-26', parameters: {} } as const;
  const list = { ...asked, action: 'DescribeSecurityGroups' };
  const requests = [
    { ...list, region: 'cn-beijing' },
    { ...list, region, accessKeyId: 'other' },
    { ...asked, action: 'DescribeInstances', region },
    { ...list, region, accessKeyId: 'emulator' },
  ];
  const statuses: unknown[] = [];
  for (const request of requests) {
    const reply = await world.faulty(request);
    statuses.push('status' in reply ? reply.status : reply.kind);
  }
  expect(statuses).toEqual([200, 200, 200, 400]);
});

test('a throttled call has no effect', async () => {
  const world = faultyWorld({ rateLimit: { callsPerMinute: 0, saysRetryAfter: true } });
  await world.send('CreateSecurityGroup', { VpcId: 'vpc-1' });
  expect(world.truth.emulator.snapshot().groups).toEqual([]);
});

test('the meter keeps no more than one count for each API', () => {
  const meter = openMeter({ callsPerMinute: 1 });
  const again = [0, 1, 59_999, 60_000, 60_001, 180_000].map((nowMs) => meter('api', nowMs));
  expect(again).toEqual([undefined, 59_999, 1, undefined, 59_999, undefined]);
});

function throttledFor(againInMs: number): object {
  return { kind: 'throttled', againInMs };
}

function outcomeOf(reply: ApiReply): string {
  return reply.ok ? 'ok' : `${reply.failure.kind} for ${reply.failure.retryAfterMs ?? 'ever'}`;
}
