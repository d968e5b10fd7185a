// Goal: what a plan leaves alone, it says.
import { expect, test } from 'vitest';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import { accept, group, plannedFor, seed } from './words.ts';

const all = { ingress: [], egress: [] };

async function notes(groups: readonly DesiredGroup[], seeds: readonly SeedGroup[]) {
  const plan = await plannedFor(groups, seeds);
  return { steps: plan.steps.length, notes: plan.notes };
}

test('a direction that is not written stays as it is', async () => {
  const rules = [accept('tcp 80', '0.0.0.0/0', { direction: 'egress' })];
  const found = await notes([group('web', { ingress: [] })], [seed('web', rules)]);
  expect(found).toMatchObject({
    steps: 0,
    notes: [
      { code: 'not-managed', group: 'web', message: expect.stringMatching(/^egress/) as string },
    ],
  });
});

test('a description of a rule that cannot be cleared stays', async () => {
  const rule = accept('icmp', '10.0.0.1/32', { description: 'by hand' });
  const ingress = [{ ...rule, description: '' }];
  const found = await notes([group('web', { ...all, ingress })], [seed('web', [rule])]);
  expect(found).toMatchObject({
    steps: 0,
    notes: [
      {
        code: 'description-kept',
        message:
          'the description "by hand" stays on a rule of web: the API cannot clear it in place; write another one, or leave `description` out',
      },
    ],
  });
});

test('a description of a group that cannot be cleared stays, and is no step', async () => {
  const found = await notes(
    [group('web', { ...all, description: '' })],
    [seed('web', [], { description: 'by hand' })],
  );
  const message =
    'the description of web stays: the API cannot clear it in place; write another one, or leave `description` out';
  expect(found).toMatchObject({
    steps: 0,
    notes: [{ code: 'description-kept', group: 'web', message }],
  });
});

test('bits after a prefix are no change', async () => {
  const rule = accept('tcp 80', '10.0.0.0/8');
  const odd = { ...rule, peer: { kind: 'cidr', cidr: '10.1.2.3/8' as never } } as const;
  const found = await notes([group('web', { ...all, ingress: [rule] })], [seed('web', [odd])]);
  expect(found).toMatchObject({
    steps: 0,
    notes: [{ code: 'host-bits', message: expect.stringContaining('10.1.2.3/8') as string }],
  });
});

test('somebody else may have a group of the same name', async () => {
  const other = seed('web', [], { id: 'sg-other', tags: {} });
  const found = await notes([group('web', all)], [seed('web'), other]);
  expect(found).toMatchObject({
    steps: 0,
    notes: [{ code: 'same-name', message: expect.stringContaining('sg-other') as string }],
  });
});

test('two that are taken over with one name in the cloud are no groups of somebody else', async () => {
  const second = group('web-2', { ...all, cloudName: 'web', adopt: 'sg-second' as GroupId });
  const both = [
    seed('web', [], { tags: {} }),
    seed('web-2', [], { name: 'web', id: 'sg-second', tags: {} }),
  ];
  const adopting = [group('web', { ...all, adopt: 'sg-live-web' as GroupId }), second];
  expect(await notes(adopting, both)).toEqual({ steps: 2, notes: [] });
  const other = seed('web', [], { id: 'sg-other', tags: {} });
  const found = await notes(adopting, [...both, other]);
  expect(found.notes).toMatchObject([
    { code: 'same-name', message: expect.stringContaining('sg-other') as string },
  ]);
});

test('without anything to say there are no notes', async () => {
  expect(await notes([group('web', all)], [seed('web')])).toEqual({ steps: 0, notes: [] });
});

test('a target that is in another VPC than before leaves its groups where they are', async () => {
  const old = seed('web', [], { vpcId: 'vpc-old' });
  const plan = await plannedFor([group('web', all)], [old]);
  expect(plan.steps).toMatchObject([{ kind: 'createGroup' }]);
  expect(plan.hazards).toMatchObject([
    {
      code: 'first-apply',
      message:
        'owner "edge-platform" owns nothing in target "prod" yet, but groups in vpc-old, which stay there, for a group never changes its VPC; is this the right place?',
    },
  ]);
});
