// Goal: an apply starts only from a state that it understands, and only if everything that it will
// name can be found; else nothing is written.
import { expect, test } from 'vitest';
import type { Transport } from '../../src/cloud/transport.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Step } from '../../src/model/step.ts';
import { region, seededId } from '../planner/names.ts';
import { applied, counting, lastKind, planFrom, worldOf } from '../planner/in-process.ts';
import { accept, group, named, ownTags, seed, wanted } from '../planner/words.ts';

const two = wanted(
  group('web', {
    ingress: [accept('tcp 22', '10.0.0.0/8'), accept('tcp 23', '10.0.0.0/8')],
  }),
);

/** Lets only the first item of the next such batch take effect, and answers that it failed. */
function halving(send: Transport, action: string, second: RegExp): Transport {
  let isOver = false;
  return async (call) => {
    if (call.action !== action || isOver) return await send(call);
    isOver = true;
    const half = Object.entries(call.parameters).filter(
      ([name]) => !second.test(name) && name !== 'ClientToken',
    );
    await send({ ...call, parameters: Object.fromEntries(half) });
    const unknown = { status: 500, requestId: undefined, retryAfterMs: undefined };
    const failure = { kind: 'unavailable', code: 'InternalError', message: 'sorry' } as const;
    return { ok: false, attempts: 1, failure: { ...failure, ...unknown } };
  };
}

test('a batch that took effect in part is gone on with, by the part that is missing', async () => {
  const { send } = worldOf([seed('web')]);
  const plan = await planFrom(two, send);
  const half = halving(send, 'AuthorizeSecurityGroup', /^Permissions\.2/);
  expect(lastKind(await applied(plan, half))).toBe('failed');

  const { send: counted, writes } = counting(send);
  expect(lastKind(await applied(plan, counted))).toBe('verified');
  expect(writes.map(({ parameters }) => parameters['Permissions.1.PortRange'])).toEqual(['23/23']);
  expect(writes[0]?.parameters).not.toHaveProperty('Permissions.2.PortRange');
});

test('and so is a revoke of which only a part took effect', async () => {
  const rules = [accept('tcp 22', '10.0.0.0/8'), accept('tcp 23', '10.0.0.0/8')];
  const { send } = worldOf([seed('web', rules)]);
  const plan = await planFrom(wanted(group('web', { ingress: [] })), send);
  const half = halving(send, 'RevokeSecurityGroup', /^SecurityGroupRuleId\.2/);
  expect(lastKind(await applied(plan, half))).toBe('failed');
  expect(lastKind(await applied(plan, send))).toBe('verified');
});

test.each(['newest first', 'oldest first'])(
  'a copy of a group, tags and all, is never taken for it: %s',
  async (order) => {
    const { send, emulator } = worldOf([seed('web')]);
    const plan = await planFrom(two, send);
    emulator.put(seed('copy', [], { tags: ownTags('web'), name: 'web' }));
    const listing: Transport = async (call) => {
      const reply = await send(call);
      if (!reply.ok || call.action !== 'DescribeSecurityGroups' || order === 'newest first') {
        return reply;
      }
      const { SecurityGroup } = reply.body['SecurityGroups'] as { SecurityGroup: object[] };
      const SecurityGroups = { SecurityGroup: SecurityGroup.toReversed() };
      return { ...reply, body: { ...reply.body, SecurityGroups } };
    };
    const { send: counted, writes } = counting(listing);
    expect((await applied(plan, counted)).at(-1)).toMatchObject({
      kind: 'refused',
      reason: { kind: 'stale', groups: [{ group: 'web', why: 'contested' }] },
    });
    expect(writes).toEqual([]);
  },
);

test('a group that rules refer to must be there before the first write', async () => {
  const { send, emulator } = worldOf([seed('web'), seed('bastion')]);
  const ingress = [accept('tcp 22', named('bastion'))];
  const desired = wanted(group('web', { description: 'hello', ingress }), group('bastion'));
  const plan = await planFrom(desired, send);
  emulator.call({
    product: 'Ecs',
    version: '2014-05-26',
    action: 'DeleteSecurityGroup',
    region,
    parameters: { RegionId: region, SecurityGroupId: seededId('bastion') },
  });
  const { send: counted, writes } = counting(send);
  expect((await applied(plan, counted)).at(-1)).toMatchObject({
    kind: 'refused',
    reason: { kind: 'stale', groups: [{ group: 'bastion', why: 'gone' }] },
  });
  expect(writes).toEqual([]);
});

test('live rules without ids are not touched', async () => {
  const { send } = worldOf([seed('web', [accept('tcp 22', '10.0.0.0/8')])]);
  const plan = await planFrom(wanted(group('web', { description: 'hello', ingress: [] })), send);
  const withoutIds: Transport = async (call) => {
    const reply = await send(call);
    if (!reply.ok || call.action !== 'DescribeSecurityGroupAttribute') return reply;
    const { Permission } = reply.body['Permissions'] as { Permission: object[] };
    const nameless = Permission.map((rule) => ({ ...rule, SecurityGroupRuleId: '' }));
    return { ...reply, body: { ...reply.body, Permissions: { Permission: nameless } } };
  };
  const { send: counted, writes } = counting(withoutIds);
  expect((await applied(plan, counted)).at(-1)).toMatchObject({
    kind: 'refused',
    reason: { kind: 'withoutRuleIds', groups: ['web'] },
  });
  expect(writes).toEqual([]);
});

test('a step that was edited in the file does not lead where the plan says, so nothing is written', async () => {
  const { send } = worldOf([seed('web')]);
  const plan = await planFrom(two, send);
  const { send: counted, writes } = counting(send);
  expect((await applied(edited(plan), counted)).at(-1)).toMatchObject({
    kind: 'refused',
    reason: { kind: 'stale', groups: [{ group: 'web' as GroupName }] },
  });
  expect(writes).toEqual([]);
});

function edited(plan: Plan): Plan {
  const steps = plan.steps.map((step): Step => {
    if (step.kind !== 'authorize') return step;
    return { ...step, rules: [accept('tcp 22', '0.0.0.0/0'), ...step.rules.slice(1)] };
  });
  return { ...plan, steps };
}
