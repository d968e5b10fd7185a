// Goal: a lease or a hold on a group is no part of what is planned, so that it neither makes plans
// stale, nor is planned away, nor comes back with an undo.
import { expect, test } from 'vitest';
import { isMarkTag } from '../../src/model/group-identity.ts';
import { applied, lastKind, planFrom, worldOf } from './in-process.ts';
import { seededId } from './names.ts';
import { accept, gone, group, outline, ownTags, plannedFor, seed, wanted } from './words.ts';

const marks = {
  'sluice:lock:3f9ac0d1e2b4a5c6': '2026-11-22T08:00:00Z/2026-11-22T08:15:00Z/alice',
  'sluice:hold-until': '2026-11-23T08:00:00Z',
  'sluice:hold-reason': 'incident',
};
const marked = seed('web', [], { tags: { ...ownTags('web'), ...marks } });

test('marks are those three kinds, and no other tag of ours', () => {
  expect([...Object.keys(marks), 'sluice:lock'].every(isMarkTag)).toBe(true);
  const others = ['sluice:owner', 'sluice:group', 'sluice:locker', 'sluice:hold-', 'lock', 'team'];
  expect(others.some(isMarkTag)).toBe(false);
});

test.each([undefined, {}])(
  'a group with marks is as it was written where its tags are %j',
  async (tags) => {
    expect(outline(await plannedFor([group('web', { tags })], [marked]))).toEqual([]);
  },
);

test('a plan is applied and verified while marks come and go', async () => {
  const { send } = worldOf([seed('web')]);
  const made = await planFrom(
    wanted(group('web', { tags: { team: 'edge' }, ingress: [accept('tcp 443', '0.0.0.0/0')] })),
    send,
  );
  const resource = { ResourceType: 'securitygroup', 'ResourceId.1': seededId('web') };
  const [key, Value] = Object.entries(marks)[0] ?? ['', ''];
  const parameters = { ...resource, 'Tag.1.Key': key, 'Tag.1.Value': Value };
  await send({ product: 'Ecs', action: 'TagResources', parameters });
  expect(lastKind(await applied(made, send))).toBe('verified');
});

test('a group that is made again by an undo has no marks', async () => {
  const [[key, value] = ['', '']] = Object.entries(marks);
  const leased = seed('web', [], { tags: { ...ownTags('web'), [key]: value } });
  const plan = await plannedFor([gone('web')], [leased]);
  const made = plan.undo?.steps.find(({ kind }) => kind === 'createGroup');
  expect(made).toMatchObject({ tags: ownTags('web') });
  expect(Object.keys((made as unknown as { tags: object }).tags)).toHaveLength(2);
});
