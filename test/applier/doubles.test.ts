// Goal: no group is made twice because its id is not known everywhere yet, and none is taken for
// another that lays claim to its name while an apply is under way.
// Method: stories in virtual time; a group that appears, and writes that do not know an id at first.
import { describe, expect, test } from 'vitest';
import type { ApiCall, Transport } from '../../src/cloud/transport.ts';
import { planFrom } from '../planner/in-process.ts';
import { accept, group, ownTags, seed, wanted } from '../planner/words.ts';
import { expectVerified, once, storyOf, tell, type Story } from './stories.ts';

const desired = wanted(group('web', { ingress: [accept('tcp 80', '0.0.0.0/0')] }));

/** A second group with the tags of `web` is there from the first such call on. */
function withDouble({ emulator, send }: Story, isTime: (call: ApiCall) => boolean): Transport {
  const state = { isThere: false };
  return async (call) => {
    if (!state.isThere && isTime(call)) {
      state.isThere = true;
      emulator.put(seed('double', [], { id: 'sg-double', tags: ownTags('web') }));
    }
    return await send(call);
  };
}

const isAuthorize = ({ action }: ApiCall) => action.startsWith('Authorize');

describe('a double that appears while an apply is under way', () => {
  test('is never verified', async () => {
    const story = storyOf([seed('web')]);
    const plan = await planFrom(desired, story.truth);
    const send = withDouble(story, isAuthorize);
    expect((await tell(plan, { ...story, send })).last).toMatchObject({
      kind: 'unverified',
      groups: [{ group: 'web', why: 'changed' }],
    });
  });

  test('is no reason to send anything once more', async () => {
    const story = storyOf([seed('web')]);
    const plan = await planFrom(desired, story.truth);
    await expectVerified(plan, story);
    if (plan.undo === undefined) throw new Error('the plan has no way back');
    await expectVerified(plan.undo, story);
    // The reply is a replay now, which would be mended if there were one group of the name.
    const { last, again, writes } = await tell(plan, {
      ...story,
      send: withDouble(story, isAuthorize),
    });
    expect(last).toMatchObject({ kind: 'unverified', groups: [{ group: 'web' }] });
    expect(again).toEqual([]);
    expect(writes).toEqual(['AuthorizeSecurityGroup']);
  });

  test('does not let a lost reply pass for an effect', async () => {
    const script = [once('AuthorizeSecurityGroup', { kind: 'loseReply' })];
    const story = storyOf([seed('web')], { faults: { script } });
    const plan = await planFrom(desired, story.truth);
    const { last, events } = await tell(plan, { ...story, send: withDouble(story, isAuthorize) });
    expect(last).toMatchObject({ kind: 'failed', failure: { kind: 'lost' } });
    expect(events.filter(({ kind }) => kind === 'done')).toEqual([]);
  });
});

test('a group whose id neither lists nor writes know at first is not made twice', async () => {
  const code = 'InvalidResourceId.NotFound';
  const fault = { kind: 'refuse', when: 'before', refusal: { code } } as const;
  const script = [{ action: 'TagResources', count: 'calls', nth: 1, times: 3, fault } as const];
  const story = storyOf([], { faults: { script, lag: { ms: 20_000 } } });
  const plan = await planFrom(desired, story.truth);
  const { writes } = await expectVerified(plan, story);
  expect(writes.filter((action) => action === 'TagResources')).toHaveLength(4);
  expect(writes.filter((action) => action === 'CreateSecurityGroup')).toHaveLength(1);
});
