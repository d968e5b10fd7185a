// Goal: a plan survives its way through a file, and one that was broken on the way is not run.
import { describe, expect, test } from 'vitest';
import { assertPlan, type Plan } from '../../src/model/plan.ts';
import { planFrom, worldOf } from '../planner/in-process.ts';
import { richDesired, richSeeds } from '../planner/rich.ts';
import { accept } from '../planner/words.ts';

const richPlan = (): Promise<Plan> => planFrom(richDesired, worldOf(richSeeds).send);

test('the plan that is broken below has every kind of step', async () => {
  const { steps } = await richPlan();
  expect(new Set(steps.map(({ kind }) => kind))).toEqual(
    new Set([
      'createGroup',
      'tagGroup',
      'untagGroup',
      'modifyGroup',
      'modifyInnerAccessPolicy',
      'authorize',
      'modifyRule',
      'revoke',
      'deleteGroup',
    ]),
  );
});

test('a plan is the same after a way through JSON', async () => {
  const plan = await richPlan();
  const back = JSON.parse(JSON.stringify(plan)) as Plan;
  expect(back).toEqual(plan);
  expect(() => {
    assertPlan(back);
  }).not.toThrow();
});

describe('a plan is refused that', () => {
  type Steps = Plan['steps'];
  const withSteps = (change: (steps: Steps) => Steps) => (plan: Plan) => ({
    ...plan,
    steps: change(plan.steps),
  });
  const changing = (kind: Steps[number]['kind'], change: object) =>
    withSteps((steps) => steps.map((step) => (step.kind === kind ? { ...step, ...change } : step)));
  const rule = accept('tcp 1', '0.0.0.0/0');
  const without = (name: string) => (plan: Plan) => ({
    ...plan,
    groups: Object.fromEntries(
      Object.entries(plan.groups).filter(([key]) => key !== name),
    ) as Plan['groups'],
  });
  const withGroup = (name: string, change: object) => (plan: Plan) => ({
    ...plan,
    groups: {
      ...plan.groups,
      [name]: { ...Object.entries(plan.groups).find(([key]) => key === name)?.[1], ...change },
    } as Plan['groups'],
  });

  test.each<[string, (plan: Plan) => Plan, RegExp]>([
    [
      'has two steps of one id',
      withSteps((s) => s.map((step) => ({ ...step, id: '1' as never }))),
      /twice/,
    ],
    ['has its steps in reverse', withSteps((s) => s.toReversed()), /wave/],
    ['has lost a step', withSteps((s) => s.slice(1)), /digests|not there/],
    ['has lost its last step', withSteps((s) => s.slice(0, -1)), /digests/],
    ['has a step twice', withSteps((s) => [...s, ...s.slice(-1)]), /twice/],
    ['knows nothing of a group', without('web'), /not among/],
    ['relies on a list that it does not know', withGroup('web', { lists: ['pl-1'] }), /pl-1/],
    ['creates a group that is there', withGroup('app', { before: 'x', id: 'sg-1' }), /not there/],
    [
      'changes a group that is not there',
      withGroup('web', { before: 'absent' }),
      /not there|disagree/,
    ],
    ['has an id for a group that is to be made', withGroup('app', { id: 'sg-1' }), /disagree/],
    ['has no id for a group that is there', withGroup('web', { id: undefined }), /disagree/],
    ['has a digest too many', withGroup('db', { path: ['absent', 'absent'] }), /digests/],
    ['has a batch without rules', changing('revoke', { rules: [] }), /no rules/],
    ['has a batch of 101', changing('authorize', { rules: many(101) }), /more than 100/],
    ['has a batch of both directions', changing('authorize', { direction: 'egress' }), /mixes/],
    ['has a rule twice in a batch', changing('authorize', { rules: [rule, rule] }), /repeats/],
    [
      'uses a group after it is deleted',
      withSteps((s) => {
        const last = { kind: 'tagGroup', group: 'db', wave: 9, id: '99', tags: {}, before: {} };
        return [...s, last as unknown as Steps[number]];
      }),
      /deleted before/,
    ],
    [
      'makes a group after it is the peer of a rule',
      withSteps((s) => {
        const [uses, rest] = [s.filter(hasPeer), s.filter((step) => !hasPeer(step))];
        return [...uses.map((step) => ({ ...step, wave: 0 })), ...rest];
      }),
      /peer before it is created/,
    ],
  ])('%s', async (_, breakIt, words) => {
    const broken = breakIt(await richPlan());
    expect(() => {
      assertPlan(broken);
    }).toThrow(words);
  });

  function hasPeer(step: Steps[number]): boolean {
    const rules = step.kind === 'authorize' && step.group !== 'app' ? step.rules : [];
    return rules.some(({ peer }) => peer.kind === 'group' && peer.group === 'app');
  }

  function many(count: number) {
    return Array.from({ length: count }, (_, index) => accept(`tcp ${index + 1}`, '0.0.0.0/0'));
  }
});
