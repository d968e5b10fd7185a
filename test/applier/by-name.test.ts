// Goal: the accidents that everybody asks about, each by its name.
// Method: stories in virtual time, with scripted faults and with reads that lag.
import { describe, expect, test } from 'vitest';
import { withRetry } from '../../src/cloud/retry.ts';
import type { Transport } from '../../src/cloud/transport.ts';
import type { Fault } from '../../src/emulator/faults/fault.ts';
import type { VirtualClock } from '../../src/emulator/faults/virtual-clock.ts';
import type { Cidr } from '../../src/model/cidr.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { expectEnd, groupsOf } from '../planner/end-state.ts';
import { isWrite, planFrom, worldOf } from '../planner/in-process.ts';
import { seededId } from '../planner/names.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { accept, drop, gone, group, named, seed, wanted } from '../planner/words.ts';
import { expectVerified, once, storyOf, tell, type Story } from './stories.ts';
import { expectTrue } from './true-report.ts';

const everyone = '0.0.0.0/0';

function undoOf({ undo }: Plan): Plan {
  if (undo === undefined) throw new Error('the plan has no way back');
  return undo;
}

function retrying(send: Transport, { sleep, now }: VirtualClock): Transport {
  return withRetry(send, {
    attemptsMax: 4,
    firstPauseMs: 200,
    pauseMaxMs: 5000,
    deadlineMs: 600_000,
    throttledDeadlineMs: 1_800_000,
    sleep,
    now,
    random: () => 0,
    isStopped: () => false,
  });
}

function expectReached(desired: DesiredState, seeds: typeof richSeeds, { emulator }: Story): void {
  const before = groupsOf(worldOf(seeds).emulator);
  expectEnd(desired, { before, after: groupsOf(emulator) });
}

/** Three groups that are made and refer to each other, and one that is there. */
const ring = wanted(
  group('web', { ingress: [accept('tcp 443', named('app'))] }),
  group('app', { ingress: [accept('tcp 80', named('web')), accept('tcp 81', named('api'))] }),
  group('api', { ingress: [accept('tcp 82', named('db'))] }),
  group('db', { ingress: [accept('tcp 83', named('app'))] }),
);

describe('there and back', () => {
  test('A, B, A, B by four plans is four conversations', async () => {
    const story = storyOf([seed('web')], { faults: { lag: { ms: 5000 } } });
    const states = ['tcp 80', 'tcp 81'].map((traffic) =>
      wanted(group('web', { ingress: [accept(traffic, everyone)] })),
    );
    for (const desired of [...states, ...states]) {
      const plan = await planFrom(desired, story.truth);
      expect(plan.steps).toHaveLength(1);
      const { again } = await expectVerified(plan, story);
      expect(again).toEqual([]);
      expectReached(desired, [seed('web')], story);
    }
  });

  test.each([1, 4])(
    'apply, rollback, and the same plan again, with groups that are made: %i in flight',
    async (parallelism) => {
      const story = storyOf([seed('web')], { faults: { lag: { ms: 5000, tagsMs: 3000 } } });
      const plan = await planFrom(ring, story.truth);
      const before = groupsOf(story.emulator);
      for (const round of [1, 2, 3]) {
        const { again } = await expectVerified(plan, story, parallelism);
        expect(again.filter((why) => why === 'replayed')).toHaveLength(3 * (round - 1));
        expectReached(ring, [seed('web')], story);
        await expectVerified(undoOf(plan), story, parallelism);
        expect(groupsOf(story.emulator)).toEqual(before);
      }
    },
  );

  test.each([1, 4])(
    'and with groups that are deleted, which come back under other ids: %i in flight',
    async (parallelism) => {
      const seeds = [
        seed('web', [accept('tcp 80', everyone), accept('tcp 22', named('old'))]),
        seed('old', [accept('tcp 22', named('older'))]),
        seed('older', [accept('tcp 22', named('old')), accept('tcp 23', named('web'))]),
      ];
      const desired = wanted(group('web', { ingress: [] }), gone('old'), gone('older'));
      const story = storyOf(seeds, { faults: { lag: { ms: 5000, tagsMs: 3000 } } });
      const plan = await planFrom(desired, story.truth);
      for (let round = 0; round < 2; round++) {
        await expectVerified(plan, story, parallelism);
        expectReached(desired, seeds, story);
        await expectVerified(undoOf(plan), story, parallelism);
        expect(groupsOf(story.emulator)).toHaveLength(3);
      }
    },
  );

  test('and where one step of a wave is only replayed, and the next has a token that was used', async () => {
    const seeds = [
      seed('web', [accept('udp 53', named('app'), { direction: 'egress' })]),
      seed('app'),
    ];
    const ingress = [drop('tcp 80', '10.0.0.0/8')];
    const desired = wanted(group('web', { ingress, egress: [] }));
    const story = storyOf(seeds, { faults: { lag: { ms: 5000 } } });
    const plan = await planFrom(desired, story.truth);
    expect(plan.steps.map(({ kind, wave }) => `${wave} ${kind}`)).toEqual([
      '0 authorize',
      '0 revoke',
    ]);
    await expectVerified(plan, story);
    await expectVerified(undoOf(plan), story);
    const { again } = await expectVerified(plan, story);
    expect(again).toEqual(['replayed', 'tokenUsed']);
    expectReached(desired, seeds, story);
  });

  test('and where all steps are only replayed', async () => {
    const seeds = [seed('web', [accept('tcp 80', everyone)])];
    const ingress = [accept('tcp 80', everyone, { priority: 9 })];
    const desired = wanted(group('web', { ingress, innerAccessPolicy: 'drop' }));
    const story = storyOf(seeds, { faults: { lag: { ms: 5000 } } });
    const plan = await planFrom(desired, story.truth);
    for (const round of [0, 1, 2]) {
      const { again } = await expectVerified(plan, story);
      expect(again).toHaveLength(round * plan.steps.length);
      expectReached(desired, seeds, story);
      await expectVerified(undoOf(plan), story);
    }
  });

  test('for the last time that there are tokens for says so, and leaves nothing behind', async () => {
    const story = storyOf([seed('web')]);
    const plan = await planFrom(ring, story.truth);
    const before = groupsOf(story.emulator);
    for (let round = 0; round < 3; round++) {
      await expectVerified(plan, story);
      await expectVerified(undoOf(plan), story);
    }
    const told = await tell(plan, story, { parallelism: 4 });
    expect(told.last).toMatchObject({ kind: 'failed', failure: { code: 'OnlyReplays' } });
    await expectTrue(plan, told.last, story.truth, { aheadMax: 0, name: 'the fourth' });
    expect(groupsOf(story.emulator)).toEqual(before);
  });
});

const codes = ['IdempotentParameterMismatch', 'IdempotenceParamNotMatch'] as const;

describe.each(codes)('a token that was used for another call: %s', (code) => {
  test('is answered by another token', async () => {
    const refusal = { kind: 'refuse', when: 'before', refusal: { code } } as const;
    const script = [once('AuthorizeSecurityGroup', refusal)];
    const story = storyOf([seed('web')], { faults: { script } });
    const plan = await planFrom(
      wanted(group('web', { ingress: [accept('tcp 80', everyone)] })),
      story.truth,
    );
    const { again, events } = await expectVerified(plan, story);
    expect(again).toEqual(['tokenUsed']);
    const epochs = events.flatMap((event) => (event.kind === 'sending' ? [event.sent.epoch] : []));
    expect(epochs).toEqual([0, 1]);
  });

  test('because the rule came back under another id', async () => {
    const seeds = [seed('web', [accept('tcp 80', everyone)])];
    const switches = { clientTokenMismatchCode: code };
    const story = storyOf(seeds, { faults: { lag: { ms: 5000 } }, switches });
    const plan = await planFrom(wanted(group('web', { ingress: [] })), story.truth);
    await expectVerified(plan, story);
    await expectVerified(undoOf(plan), story);
    const { again, writes } = await expectVerified(plan, story);
    expect(again).toEqual(['tokenUsed']);
    expect(writes).toEqual(['RevokeSecurityGroup', 'RevokeSecurityGroup']);
    expectReached(wanted(group('web', { ingress: [] })), seeds, story);
  });

  test('because only the rest of a batch is left', async () => {
    const ingress = ['tcp 80', 'tcp 81', 'tcp 82'].map((traffic) => accept(traffic, everyone));
    const desired = wanted(group('web', { ingress }));
    const switches = { clientTokenMismatchCode: code };
    const story = storyOf([seed('web')], { switches });
    const plan = await planFrom(desired, story.truth);
    await expectVerified(plan, story);
    // The rest has a token of its own; another rest finds that one used.
    for (const expected of [[], ['tokenUsed']]) {
      const gone = ruleIdsOf(story).slice(0, 1 + expected.length);
      revokeByHand(story, gone);
      const { again, writes } = await expectVerified(plan, story);
      expect(again).toEqual(expected);
      expect(writes.length).toBe(again.length + 1);
      expectReached(desired, [seed('web')], story);
    }
  });
});

describe('a lost reply', () => {
  test.each([
    ['sent again', retrying],
    ['looked for', (send: Transport) => send],
  ])('to a creation leaves exactly one group: %s', async (_, around) => {
    const script = [once('CreateSecurityGroup', { kind: 'loseReply' })];
    const faults = { script, lag: { ms: 20_000, tagsMs: 10_000 }, clientTokenRetentionMs: 600_000 };
    const story = storyOf([seed('web')], { faults });
    const plan = await planFrom(ring, story.truth);
    const told = await tell(plan, { ...story, send: around(story.send, story.clock) });
    expect(told.last).toMatchObject({ kind: 'verified' });
    expect(story.changes().filter((one) => one === 'CreateSecurityGroup')).toHaveLength(3);
    expectReached(ring, [seed('web')], story);
  });

  const hundred = Array.from({ length: 100 }, (_, index) => accept(`tcp ${index + 1}`, everyone));
  const none = wanted(group('web', { ingress: [] }));
  const revoked = (story: Story) =>
    story.changes().filter((one) => one.startsWith('RevokeSecurityGroup'));

  test.each(['sent again', 'looked for'])(
    'to a revoke of a hundred rules is made up for: %s',
    async (how) => {
      const script = [once('RevokeSecurityGroup', { kind: 'loseReply' })];
      const story = storyOf([seed('web', hundred)], { faults: { script, lag: { ms: 20_000 } } });
      const plan = await planFrom(none, story.truth);
      expect(plan.steps).toHaveLength(1);
      const send = how === 'sent again' ? retrying(story.send, story.clock) : story.send;
      const told = await tell(plan, { ...story, send });
      expect(told.last).toMatchObject({ kind: 'verified' });
      expectReached(none, [seed('web', hundred)], story);
    },
  );

  test.each(['fails', 'failsById', 'succeeds'] as const)(
    'to it, and one of the hundred gone already by another hand, which %s',
    async (revokeMissingRule) => {
      const seeds = [seed('web', hundred)];
      const [first = ''] = ruleIdsOf(storyOf(seeds));
      const byHand: Fault = {
        kind: 'edit',
        when: 'before',
        requests: [
          {
            action: 'RevokeSecurityGroup',
            parameters: { SecurityGroupId: seededId('web'), 'SecurityGroupRuleId.1': first },
          },
        ],
      };
      const script = [
        once('RevokeSecurityGroup', byHand),
        once('RevokeSecurityGroup', { kind: 'loseReply' }, 2),
      ];
      const switches = { revokeMissingRule };
      const story = storyOf(seeds, { faults: { script, lag: { ms: 5000 } }, switches });
      const plan = await planFrom(none, story.truth);
      expect((await tell(plan, story)).last).toMatchObject({ kind: 'verified' });
      expectReached(none, seeds, story);
      expect(revoked(story)).toHaveLength(2);
    },
  );
});

describe('a lag that is longer than all patience ends as not verified, with a true report:', () => {
  const rule = accept('tcp 80', everyone);
  const other = accept('tcp 81', everyone);
  test.each<[string, typeof richSeeds, DesiredState]>([
    ['an authorize', [seed('web')], wanted(group('web', { ingress: [rule] }))],
    ['a revoke', [seed('web', [rule, other])], wanted(group('web', { ingress: [] }))],
    [
      'a modify',
      [seed('web', [rule])],
      wanted(group('web', { ingress: [{ ...rule, priority: 9 }] })),
    ],
    ['a creation', [], wanted(group('web', { ingress: [rule] }))],
    ['a deletion', [seed('web', [rule])], wanted(gone('web'))],
    ['a tag', [seed('web')], wanted(group('web', { tags: { team: 'x' } }))],
    ['a description', [seed('web')], wanted(group('web', { description: 'Public tier' }))],
    ['an inner policy', [seed('web')], wanted(group('web', { innerAccessPolicy: 'drop' }))],
  ])('%s', async (_, seeds, desired) => {
    const story = storyOf(seeds, { faults: { lag: { ms: 7_200_000 } } });
    const plan = await planFrom(desired, story.truth);
    const { last } = await tell(plan, story);
    expect(last).toMatchObject({ kind: 'unverified', groups: [{ group: 'web', why: 'unseen' }] });
    await expectTrue(plan, last, story.truth, { aheadMax: 0, name: 'too late' });

    await story.clock.sleep(7_200_000);
    await expectVerified(plan, story);
    expectReached(desired, seeds, story);
    expect(new Set(story.changes()).size).toBe(story.changes().length);
  });
});

describe('tags that are lost when a group is made', () => {
  const script = [
    {
      action: 'CreateSecurityGroup',
      count: 'calls',
      nth: 1,
      times: 3,
      fault: { kind: 'loseTags' },
    },
  ] as const;

  test('are put on it before any rule names it', async () => {
    const story = storyOf([seed('web')], { faults: { script } });
    const plan = await planFrom(ring, story.truth);
    const { writes } = await expectVerified(plan, story);
    expect(writes.lastIndexOf('TagResources')).toBeLessThan(
      writes.indexOf('AuthorizeSecurityGroup'),
    );
    expectReached(ring, [seed('web')], story);
  });

  test('are put on it later where that does not arrive', async () => {
    const lost = { kind: 'loseRequest' } as const;
    const story = storyOf([seed('web')], {
      faults: { script: [...script, once('TagResources', lost)] },
    });
    const plan = await planFrom(wanted(group('app')), story.truth);
    const { again, writes } = await expectVerified(plan, story);
    expect(again).toEqual(['tagsLost']);
    expect(writes).toEqual(['CreateSecurityGroup', 'TagResources', 'TagResources']);
  });

  test.each([0, 20_000])('also where it is killed at any call, with a lag of %i ms', async (ms) => {
    const faults = { script, lag: { ms, tagsMs: ms / 2 } };
    for (let number = 1; ; number++) {
      const story = storyOf([seed('web')], { faults });
      const plan = await planFrom(ring, story.truth);
      const isOver = await killedAfter(number, plan, story);
      await expectVerified(plan, story);
      expectReached(ring, [seed('web')], story);
      expect(story.changes().filter((one) => one === 'CreateSecurityGroup')).toHaveLength(3);
      if (isOver) return;
    }
  });
});

/** Dies once the call of this number has had its effect; true where it ended before that. */
async function killedAfter(number: number, plan: Plan, story: Story): Promise<boolean> {
  const dead = new Error('killed');
  let calls = 0;
  const send: Transport = async (call) => {
    const reply = await story.send(call);
    if (++calls === number) throw dead;
    return reply;
  };
  return await tell(plan, { ...story, send }).then(
    () => true,
    (error: unknown) => {
      if (error !== dead) throw error;
      return false;
    },
  );
}

test('a list whose pages are not equally late is not called stale', async () => {
  const crowd = Array.from({ length: 120 }, (_, index) =>
    seed(`other-${index}`, [], { id: `sg-other-${index}`, tags: {} }),
  );
  // The newest come first: `web` is on the second page.
  const seeds = [seed('web'), ...crowd];
  const story = storyOf(seeds, { faults: { lag: { ms: 0, pages: [0, 20_000] } } });
  const first = await planFrom(wanted(group('web', { tags: { team: 'x' } })), story.truth);
  await tell(first, { ...story, send: story.truth });
  const desired = wanted(group('web', { tags: { team: 'y' } }));
  const plan = await planFrom(desired, story.truth);
  const { events } = await expectVerified(plan, story);
  expect(events.findIndex(({ kind }) => kind === 'waiting')).toBeLessThan(
    events.findIndex(({ kind }) => kind === 'started'),
  );
  expectReached(desired, seeds, story);
});

describe('somebody else', () => {
  test('who writes between two waves is told of, with the very rule', async () => {
    const added = {
      action: 'AuthorizeSecurityGroup',
      parameters: {
        SecurityGroupId: seededId('web'),
        'Permissions.1.IpProtocol': 'TCP',
        'Permissions.1.PortRange': '3389/3389',
        'Permissions.1.SourceCidrIp': '203.0.113.7/32',
      },
    };
    const fault: Fault = { kind: 'edit', when: 'before', requests: [added] };
    // The second list is that of the confirmation, the third reads back the first wave.
    const script = [once('DescribeSecurityGroups', fault, 3)];
    const story = storyOf(richSeeds, { faults: { script } });
    const plan = await planFrom(richDesired, story.truth);
    const { last } = await tell(plan, story);
    const rule = { traffic: { ports: { first: 3389 } }, peer: { cidr: '203.0.113.7/32' as Cidr } };
    expect(last).toMatchObject({
      kind: 'unverified',
      groups: [{ group: 'web', why: 'changed', differences: [{ kind: 'ruleUnexpected', rule }] }],
      doneSteps: plan.steps.filter(({ wave }) => wave === 0).map(({ id }) => id),
    });
  });

  test('who takes back what earlier waves did is told of, and not fought', async () => {
    const seeds = [seed('web', [accept('tcp 80', everyone), accept('udp 53', named('app'))])];
    const both = [...seeds, seed('app')];
    const desired = wanted(group('web', { ingress: [drop('tcp 80', '10.0.0.0/8')] }));
    const story = storyOf(both);
    const plan = await planFrom(desired, story.truth);
    const waves = plan.steps.map(({ wave }) => wave);
    expect(new Set(waves).size).toBeGreaterThan(1);
    let writes = 0;
    const send: Transport = async (call) => {
      const reply = await story.send(call);
      if (isWrite(call) && ++writes === plan.steps.length) {
        for (const one of both) story.emulator.put(one);
      }
      return reply;
    };
    const { last, again } = await tell(plan, { ...story, send });
    expect(last).toMatchObject({ kind: 'unverified', groups: [{ group: 'web', why: 'unseen' }] });
    expect(again).toEqual([]);
    expect(writes).toBe(plan.steps.length);
  });

  test('who applies the same plan, and is ahead, is no reason to stop', async () => {
    const undisturbed = storyOf(richSeeds);
    const plan = await planFrom(richDesired, undisturbed.truth);
    await expectVerified(plan, undisturbed);
    for (let number = 1; number <= plan.steps.length; number++) {
      const story = storyOf(richSeeds, { faults: { lag: { ms: 5000 } } });
      let writes = 0;
      const send: Transport = async (call) => {
        if (isWrite(call) && ++writes === number) {
          await tell(plan, { ...story, send: story.truth });
        }
        return await story.send(call);
      };
      const { last } = await tell(plan, { ...story, send });
      expect(last, `at write ${number}`).toMatchObject({ kind: 'verified' });
      expect(story.changes()).toEqual(undisturbed.changes());
    }
  });
});

test('a group that is ahead of the others does not make their waves run into each other', async () => {
  const seeds = [
    seed('web', [accept('tcp 80', everyone), accept('tcp 22', '10.0.0.0/8', { priority: 9 })]),
    seed('spare'),
  ];
  const ingress = [drop('tcp 80', everyone), accept('tcp 22', '10.9.0.0/16', { priority: 9 })];
  const desired = wanted(group('web', { ingress }), gone('spare'));
  const plan = await planFrom(desired, worldOf(seeds).send);
  expect(new Set(plan.steps.map(({ wave }) => wave)).size).toBeGreaterThan(2);
  // Somebody has deleted the other group by hand, which the plan does last.
  const story = storyOf(seeds.slice(0, 1));
  const { events } = await expectVerified(plan, story);
  let wave = 0;
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'sending' || event.step.wave === wave) continue;
    wave = event.step.wave;
    const kinds = events.slice(0, index).map(({ kind }) => kind);
    expect(kinds.lastIndexOf('settling'), `wave ${wave}`).toBeGreaterThan(
      kinds.lastIndexOf('sending'),
    );
  }
  expect(wave).toBeGreaterThan(0);
});

function ruleIdsOf({ emulator }: Story): readonly string[] {
  return groupsOf(emulator).flatMap(({ rules }) =>
    rules.flatMap(({ SecurityGroupRuleId }) => SecurityGroupRuleId),
  );
}

function revokeByHand({ emulator }: Story, ids: readonly string[]): void {
  const named = ids.map((id, index) => [`SecurityGroupRuleId.${index + 1}`, id] as const);
  emulator.call({
    product: 'Ecs',
    version: '2014-05-26',
    action: 'RevokeSecurityGroup',
    region: 'cn-hangzhou',
    parameters: {
      RegionId: 'cn-hangzhou',
      SecurityGroupId: seededId('web'),
      ...Object.fromEntries(named),
    },
  });
}
