// Goal: as few calls as the API's limits and the waves allow, each with all that it needs.
import { describe, expect, test } from 'vitest';
import type { WrittenRule } from '../../src/model/rule.ts';
import type { Step } from '../../src/model/step.ts';
import { accept, group, named, outline, plannedFor, ruleText, seed } from './words.ts';

const many = (count: number): readonly WrittenRule[] =>
  Array.from({ length: count }, (_, index) => accept(`tcp ${index + 1}`, '0.0.0.0/0'));

function sizes(steps: readonly Step[]): readonly number[] {
  return steps.flatMap((step) => ('rules' in step ? step.rules.length : []));
}

describe('batches', () => {
  test.each([
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('%i rules', async (count, batches) => {
    const added = await plannedFor([group('web', { ingress: many(count) })], [seed('web')]);
    expect(sizes(added.steps)).toEqual(batches);
    const removed = await plannedFor([group('web', { ingress: [] })], [seed('web', many(count))]);
    expect(sizes(removed.steps)).toEqual(batches);
    expect(new Set(removed.steps.map(({ kind }) => kind))).toEqual(new Set(['revoke']));
  });

  test('are of one direction', async () => {
    const out = accept('tcp 80', '0.0.0.0/0', { direction: 'egress' });
    const plan = await plannedFor(
      [group('web', { ingress: many(2), egress: [out] })],
      [seed('web')],
    );
    expect(plan.steps.map((step) => 'direction' in step && step.direction)).toEqual([
      'ingress',
      'egress',
    ]);
  });
});

describe('a step', () => {
  test('of a new rule has the place where it was written', async () => {
    const place = { file: 'groups/web.yaml', line: 7, column: 3 };
    const rule = accept('tcp 80', '0.0.0.0/0', { source: place });
    const plan = await plannedFor([group('web', { ingress: [rule] })], [seed('web')]);
    expect(plan.steps).toMatchObject([{ rules: [{ source: place }] }]);
  });

  test('names rules by content and never by id', async () => {
    const plan = await plannedFor(
      [group('web', { ingress: [accept('tcp 2', '0.0.0.0/0', { priority: 2 })] })],
      [seed('web', many(2))],
    );
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['modifyRule', 'revoke']);
    expect(JSON.stringify(plan.steps)).not.toContain('sgr-');
  });

  test('that creates has all attributes and tags, so that the group is ours at once', async () => {
    const plan = await plannedFor(
      [
        group('web', {
          description: 'Public tier',
          tags: { team: 'x' },
          innerAccessPolicy: 'drop',
        }),
      ],
      [],
    );
    expect(plan.steps).toMatchObject([
      {
        kind: 'createGroup',
        cloudName: 'web',
        description: 'Public tier',
        type: 'normal',
        tags: { team: 'x', 'sluice:owner': 'edge-platform', 'sluice:group': 'web' },
      },
      { kind: 'modifyInnerAccessPolicy', before: 'accept', after: 'drop' },
    ]);
  });

  test('that tags has what changes, and one that untags only what nobody wrote', async () => {
    const tags = { ...seed('web').tags, team: 'x', old: '1', 'acs:rm:rgId': 'rg-1' };
    const plan = await plannedFor(
      [group('web', { tags: { team: 'y', stage: 'live' } })],
      [seed('web', [], { tags })],
    );
    expect(plan.steps).toMatchObject([
      { kind: 'tagGroup', tags: { team: 'y', stage: 'live' }, before: { team: 'x' } },
      { kind: 'untagGroup', before: { old: '1' } },
    ]);
  });
});

test('groups that refer to each other are made first, all of them', async () => {
  const plan = await plannedFor(
    [
      group('web', { ingress: [accept('tcp 80', named('app'))] }),
      group('app', { ingress: [accept('tcp 80', named('web'))] }),
    ],
    [],
  );
  expect(outline(plan)).toEqual([
    '0 web createGroup',
    '0 app createGroup',
    '0 app authorize ingress: accept tcp 80 web @1',
    '0 web authorize ingress: accept tcp 80 app @1',
  ]);
});

test('a batch is sorted, the winning rules first', async () => {
  const rules = [5, 1, 3].map((priority) => accept(`tcp ${priority}`, '::/0', { priority }));
  const plan = await plannedFor([group('web', { ingress: rules })], [seed('web')]);
  const [step] = plan.steps;
  const texts = step?.kind === 'authorize' ? step.rules.map(ruleText) : [];
  expect(texts).toEqual(['accept tcp 1 ::/0 @1', 'accept tcp 3 ::/0 @3', 'accept tcp 5 ::/0 @5']);
});
