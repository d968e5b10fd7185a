// Goal: a read is whole or it is a failure; half an estate never looks like one.
import { describe, expect, test } from 'vitest';
import { readAccount } from '../../src/cloud/read-account.ts';
import { listGroups, readGroup, readGroups } from '../../src/cloud/read-groups.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { ListedGroup } from '../../src/model/group.ts';
import { counting, valueOf, worldOf } from '../planner/in-process.ts';
import { accept, seed } from '../planner/words.ts';

const account = '1000000000000001';
const rules = (count: number) =>
  Array.from({ length: count }, (_, index) => accept(`tcp ${index + 1}`, '0.0.0.0/0'));

describe('all pages are read', () => {
  test.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('%i groups in %i calls', async (count, calls) => {
    const seeds = Array.from({ length: count }, (_, i) => seed(`web-${i}`, [], { id: `sg-${i}` }));
    const counted = counting(worldOf(seeds).send);
    const listed = valueOf(await listGroups(counted.send));
    expect(new Set(listed.map(({ id }) => id)).size).toBe(count);
    expect(counted.calls).toHaveLength(calls);
  });

  test.each([
    [0, 1],
    [1, 1],
    [1000, 1],
    [1001, 2],
  ])('%i rules in %i calls', async (count, calls) => {
    const counted = counting(worldOf([seed('web', rules(count))]).send);
    const [web] = valueOf(await listGroups(counted.send));
    const group = valueOf(await readGroup(counted.send, web ?? nothing(), account));
    expect(new Set(group.rules.map(({ id }) => id)).size).toBe(count);
    expect(counted.calls).toHaveLength(1 + calls);
  });

  test('of several groups, a few at once, in the order asked for', async () => {
    const { send } = worldOf(['a', 'b', 'c', 'd', 'e'].map((name) => seed(name, rules(3))));
    const listed = valueOf(await listGroups(send));
    const groups = valueOf(await readGroups(send, listed, { account, atOnce: 2 }));
    expect(groups.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
  });
});

describe('a read is a failure', () => {
  const page = (body: object): Transport => {
    return () => Promise.resolve({ ok: true, body: { ...body }, attempts: 1 });
  };

  test('when the same page comes twice', async () => {
    const groups = { SecurityGroups: { SecurityGroup: [] }, NextToken: 'again' };
    expect(await listGroups(page(groups))).toMatchObject({
      ok: false,
      failure: { code: 'UnexpectedReply', message: expect.stringContaining('twice') as string },
    });
  });

  test.each<[string, object]>([
    ['without a list', { InnerAccessPolicy: 'Drop' }],
    ['without an inner access policy', { Permissions: { Permission: [] } }],
    [
      'with a rule that nobody knows',
      {
        InnerAccessPolicy: 'Drop',
        Permissions: { Permission: [{ Direction: 'ingress', IpProtocol: 'TELEPATHY' }] },
      },
    ],
  ])('%s', async (_, body) => {
    expect(await readGroup(page(body), nothing(), account)).toMatchObject({
      ok: false,
      failure: { kind: 'refused', code: 'UnexpectedReply' },
      during: 'DescribeSecurityGroupAttribute of sg-none',
    });
  });

  test('when a page in the middle fails', async () => {
    const { send } = worldOf(
      Array.from({ length: 150 }, (_, i) => seed(`w${i}`, [], { id: `sg-${i}` })),
    );
    const failing: Transport = (call) =>
      'NextToken' in call.parameters ? Promise.resolve(refused()) : send(call);
    expect(await listGroups(failing)).toMatchObject({ ok: false, failure: { code: 'Broken' } });
  });

  test('when one group of many cannot be read', async () => {
    const { send } = worldOf(['a', 'b', 'c'].map((name) => seed(name)));
    const listed = valueOf(await listGroups(send));
    const failing: Transport = (call) =>
      call.parameters['SecurityGroupId'] === 'sg-live-b' ? Promise.resolve(refused()) : send(call);
    expect(await readGroups(failing, listed, { account, atOnce: 2 })).toMatchObject({
      ok: false,
      during: 'DescribeSecurityGroupAttribute of sg-live-b',
    });
  });

  test('when a group that was listed is gone', async () => {
    const { send } = worldOf([]);
    expect(await readGroup(send, nothing(), account)).toMatchObject({
      ok: false,
      failure: { code: 'InvalidSecurityGroupId.NotFound' },
    });
  });

  test('when nobody says whose account it is', async () => {
    expect(await readAccount(page({}))).toMatchObject({ ok: false });
    expect(await readAccount(page({ AccountId: 5 }))).toEqual({ ok: true, value: '5' });
  });
});

function refused(): Awaited<ReturnType<Transport>> {
  const unknown = { status: 400, requestId: undefined, retryAfterMs: undefined };
  return {
    ok: false,
    failure: { kind: 'refused', code: 'Broken', message: '', ...unknown },
    attempts: 1,
  };
}

function nothing(): ListedGroup {
  return {
    id: 'sg-none' as ListedGroup['id'],
    vpc: 'vpc-1',
    cloudName: 'none',
    description: '',
    type: 'normal',
    tags: {},
    serviceManaged: false,
  };
}
