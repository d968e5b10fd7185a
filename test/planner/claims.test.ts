// Goal: which live group is ours is said by tags alone; whatever is doubtful is refused by name and
// id, and nothing is planned then.
import { describe, expect, test } from 'vitest';
import type { SeedGroup } from '../../src/emulator/seed.ts';
import type { GroupId } from '../../src/model/group-identity.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import type { Refusal } from '../../src/model/refusal.ts';
import { planned, planOf, readLive, worldOf } from './in-process.ts';
import { accept, foreign, gone, group, named, ownTags, outline, seed, wanted } from './words.ts';

async function refusals(
  groups: readonly DesiredGroup[],
  seeds: readonly SeedGroup[],
): Promise<readonly Refusal[]> {
  const desired = wanted(...groups);
  const result = planned(desired, await readLive(desired, worldOf(seeds).send));
  return result.ok ? [] : result.refusals;
}

async function plan(groups: readonly DesiredGroup[], seeds: readonly SeedGroup[]) {
  const desired = wanted(...groups);
  return planOf(desired, await readLive(desired, worldOf(seeds).send));
}

const adopting = (id: string) => group('web', { adopt: id as GroupId });
const untagged: Partial<SeedGroup> = { tags: {} };

describe('a group is ours', () => {
  test('by its tags, whatever it is called', async () => {
    const { steps } = await plan([group('web')], [seed('web', [], { name: 'renamed' })]);
    expect(steps).toMatchObject([
      { kind: 'modifyGroup', before: { cloudName: 'renamed' }, after: { cloudName: 'web' } },
    ]);
  });

  test('not by its name, in another VPC', async () => {
    const { steps } = await plan([group('web')], [seed('web', [], { vpcId: 'vpc-other' })]);
    expect(steps).toMatchObject([{ kind: 'createGroup', tags: ownTags('web') }]);
  });

  test('once it is adopted: the tags are a step of the plan', async () => {
    const { steps } = await plan(
      [adopting('sg-live-web')],
      [seed('web', [], { tags: { team: 'x' } })],
    );
    expect(steps).toMatchObject([{ kind: 'tagGroup', tags: ownTags('web'), before: {} }]);
  });

  test('and after that `adopt` means nothing more', async () => {
    expect((await plan([adopting('sg-live-web')], [seed('web')])).steps).toEqual([]);
  });

  test('and goes by our name where it is the peer of a rule, even one that is written by id', async () => {
    const rule = accept('tcp 80', foreign('sg-live-app'));
    const { steps } = await plan(
      [group('web', { ingress: [rule] }), group('app')],
      [seed('web', [rule]), seed('app')],
    );
    expect(steps).toEqual([]);
  });

  test('and is made anew when it is gone, to be the peer of a rule in the same plan', async () => {
    const made = await plan(
      [
        group('web', { ingress: [accept('tcp 80', { kind: 'group', group: group('app').name })] }),
        group('app'),
      ],
      [seed('web')],
    );
    expect(outline(made)).toEqual([
      '0 app createGroup',
      '0 web authorize ingress: accept tcp 80 app @1',
    ]);
  });
});

describe('a plan is refused', () => {
  test.each<[string, readonly DesiredGroup[], readonly SeedGroup[], string, readonly string[]]>([
    [
      'when an untagged group has the name',
      [group('web')],
      [seed('web', [], untagged)],
      'name-taken',
      ['sg-live-web', 'adopt: sg-live-web'],
    ],
    [
      'when another owner has the name',
      [group('web')],
      [seed('web', [], { tags: { 'sluice:owner': 'someone' } })],
      'owned-by-another',
      ['sg-live-web', 'someone'],
    ],
    [
      'when two groups carry the same identity',
      [group('web')],
      [seed('web'), seed('web', [], { id: 'sg-twin' })],
      'ambiguous-identity',
      ['sg-live-web', 'sg-twin'],
    ],
    [
      'when a group of ours is there and another is to be adopted for it',
      [adopting('sg-twin')],
      [seed('web'), seed('web', [], { id: 'sg-twin', ...untagged })],
      'ambiguous-identity',
      ['sg-live-web', 'sg-twin'],
    ],
    [
      'when one of ours is to be adopted as another of ours',
      [adopting('sg-live-app'), group('app')],
      [seed('app')],
      'ambiguous-identity',
      ['sg-live-app', 'app'],
    ],
    [
      'when the group to adopt is not there',
      [adopting('sg-nowhere')],
      [],
      'not-found',
      ['sg-nowhere'],
    ],
    [
      'when the group to adopt belongs to another owner',
      [adopting('sg-live-web')],
      [seed('web', [], { tags: { 'sluice:owner': 'someone' } })],
      'owned-by-another',
      ['sg-live-web', 'someone'],
    ],
    [
      'when the group belongs to a cloud service',
      [group('web')],
      [seed('web', [], { serviceManaged: true })],
      'service-managed',
      ['sg-live-web'],
    ],
    [
      'when the type is another',
      [group('web')],
      [seed('web', [], { type: 'enterprise' })],
      'cannot-change',
      [
        'sg-live-web is enterprise and the file says normal; a group never changes its type; ' +
          'write `type: enterprise`, or make a group of another name and let its members join that',
      ],
    ],
    [
      'when the group to adopt is in another VPC',
      [group('web', { adopt: 'sg-far' as GroupId })],
      [seed('far', [], { id: 'sg-far', vpcId: 'vpc-far', tags: {} })],
      'cannot-change',
      ['sg-far is in vpc-far', 'a group never changes its VPC', 'in a target of vpc-far'],
    ],
    [
      'when a peer that is written by id turns out to be the group itself',
      [group('web', { ingress: [accept('tcp 80', foreign('sg-live-web'))] })],
      [seed('web')],
      'own-peer',
      ['web', 'innerAccessPolicy'],
    ],
    [
      'when a group is the peer in an enterprise group that is to be made',
      [
        group('web', { type: 'enterprise', ingress: [accept('tcp 80', named('app'))] }),
        group('app'),
      ],
      [seed('app')],
      'enterprise-peer',
      ['web is an enterprise group', 'group app'],
    ],
    [
      'when the peer is an enterprise group, of ours',
      [
        group('web', { ingress: [accept('tcp 80', named('app'))] }),
        group('app', { type: 'enterprise' }),
      ],
      [seed('web'), seed('app', [], { type: 'enterprise' })],
      'enterprise-peer',
      ['group app is an enterprise group'],
    ],
    [
      "when the peer is somebody else's group, which turns out to be an enterprise group",
      [group('web', { ingress: [accept('tcp 80', foreign('sg-live-app'))] })],
      [seed('web'), seed('app', [], { type: 'enterprise', tags: {} })],
      'enterprise-peer',
      ['sg-live-app is an enterprise group'],
    ],
    [
      'when a peer that is written by id turns out to stand twice',
      [
        group('web', {
          ingress: [
            accept('tcp 80', foreign('sg-live-app')),
            accept('tcp 80', { kind: 'group', group: group('app').name }, { priority: 5 }),
          ],
        }),
        group('app'),
      ],
      [seed('web'), seed('app')],
      'two-priorities',
      ['groups/web.yaml:1:1'],
    ],
    [
      'when a rule is to be made above the priority that the API takes',
      [group('web', { ingress: [accept('tcp 80', '0.0.0.0/0', { priority: 110 })] })],
      [seed('web')],
      'priority-too-large',
      ['110', '1 to 100'],
    ],
    [
      'when a rule is to be moved above it',
      [group('web', { ingress: [accept('tcp 80', '0.0.0.0/0', { priority: 110 })] })],
      [seed('web', [accept('tcp 80', '0.0.0.0/0', { priority: 100 })])],
      'priority-too-large',
      ['110'],
    ],
  ])('%s', async (_, groups, seeds, code, words) => {
    const found = await refusals(groups, seeds);
    expect(found.map((refusal) => refusal.code)).toEqual([code]);
    for (const word of words) expect(found[0]?.message).toContain(word);
    expect(found[0]?.source).toBeDefined();
  });

  test('for every reason at once', async () => {
    const found = await refusals(
      [group('web'), group('app', { adopt: 'sg-nowhere' as GroupId })],
      [seed('web', [], untagged)],
    );
    expect(found.map(({ code }) => code)).toEqual(['name-taken', 'not-found']);
  });
});

describe('a rule above priority 100', () => {
  const old = accept('all', '0.0.0.0/0', { priority: 110 });

  test('that is written as it is there is kept', async () => {
    const made = await plan([group('web', { ingress: [old] })], [seed('web', [old])]);
    expect(made.steps).toEqual([]);
  });

  test('that is not written is revoked', async () => {
    const made = await plan([group('web', { ingress: [] })], [seed('web', [old])]);
    expect(outline(made)).toEqual(['0 web revoke ingress: accept all 0.0.0.0/0 @110']);
  });

  test('keeps its description too: one that is written otherwise is refused', async () => {
    const described = { ...old, description: 'new' };
    const found = await refusals([group('web', { ingress: [described] })], [seed('web', [old])]);
    expect(found).toMatchObject([
      { code: 'priority-too-large', message: expect.stringContaining('description') as string },
    ]);
  });

  test('that is written lower is moved', async () => {
    const moved = accept('all', '0.0.0.0/0', { priority: 100 });
    const made = await plan([group('web', { ingress: [moved] })], [seed('web', [old])]);
    expect(made.steps.map(({ kind }) => kind)).toEqual(['modifyRule']);
  });
});

test('a group to be gone that nobody has is no work', async () => {
  expect((await plan([gone('web')], [seed('web', [], untagged)])).steps).toEqual([]);
});

test('two live groups with one identity are refused, also where no file names them', async () => {
  const twins = [seed('old'), seed('copy', [], { tags: ownTags('old') })];
  const found = await refusals([group('web')], [...twins, seed('web')]);
  expect(found).toMatchObject([{ code: 'ambiguous-identity' }]);
  expect(found[0]?.message).toContain(
    'sg-live-copy and sg-live-old all carry the tags of our group',
  );
});
