// Goal: a plan that the cloud would refuse, or that does not end where it should, does not run on the
// model; one that the planner makes does.
// Method: plans for random states of a tiny universe, from which any one step is left out, or in which
// one rule is another; these must all be found out. And an example for each thing that is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GroupName } from '../../src/model/group-identity.ts';
import type { GroupContent } from '../../src/model/group.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Change, Step, StepId } from '../../src/model/step.ts';
import { runSteps, type Groups } from '../../src/proof/run-steps.ts';
import { accept, drop, named } from '../planner/words.ts';
import { scenarios } from '../planner/universe.ts';
import { endOf } from './brute-force.ts';
import { makePlan, sharing, type MadePlan } from './made-plans.ts';
import { flipPolicy, flipPriority, reversePhases, swapWaves } from './mutations.ts';

const numbers = fc.array(fc.nat(), { minLength: 4, maxLength: 4 });

function faultsOf({ states }: MadePlan, steps: readonly Step[]): readonly string[] {
  const before = new Map(states.map((state) => [state.group, state.before]));
  const after = new Map(
    states.map(({ group, before, path }) => [group, path.length === 0 ? before : path.at(-1)]),
  );
  return runSteps(before, after, steps);
}

test('a plan runs as it is made, and not without one of its steps or with another rule', async () => {
  const spoiled = { shorter: 0, flipped: 0, displaced: 0 };
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      sharing(),
      numbers,
      async (scenario, shared, drawn) => {
        const plan = await makePlan(scenario, shared);
        const { steps, before } = plan;
        expect(faultsOf(plan, steps)).toEqual([]);
        for (const dropped of steps) {
          expect(
            faultsOf(
              plan,
              steps.filter((step) => step !== dropped),
            ),
          ).not.toEqual([]);
          spoiled.shorter += 1;
        }
        for (const mutation of [flipPolicy, flipPriority]) {
          const flipped = mutation(steps, drawing(drawn));
          if (flipped === undefined) continue;
          expect(faultsOf(plan, flipped)).not.toEqual([]);
          spoiled.flipped += 1;
        }
        for (const mutation of [reversePhases, swapWaves]) {
          const displaced = mutation(steps, drawing(drawn));
          if (displaced === undefined || endOf(before, displaced) !== undefined) continue;
          expect(faultsOf(plan, displaced)).not.toEqual([]);
          spoiled.displaced += 1;
        }
      },
    ),
    { numRuns: 120 },
  );
  for (const times of Object.values(spoiled)) expect(times).toBeGreaterThan(5);
});

function drawing(drawn: readonly number[]): (bound: number) => number {
  let next = 0;
  return (bound) => (drawn[next++ % drawn.length] ?? 0) % bound;
}

const everyone = '0.0.0.0/0';
const [web, app] = ['web', 'app'] as GroupName[] as [GroupName, GroupName];
const http = accept('tcp 80', everyone);
const many = Array.from({ length: 101 }, (_, index) => accept(`tcp ${index + 1}`, everyone));

function having(...rules: readonly Rule[]): GroupContent {
  return {
    cloudName: 'web',
    description: '',
    type: 'normal',
    innerAccessPolicy: 'drop',
    tags: {},
    rules,
  };
}

type Call = Change & { readonly group?: GroupName; readonly wave?: number };

function authorize(...rules: readonly Rule[]): Call {
  return { kind: 'authorize', direction: 'ingress', rules };
}

function revoke(...rules: readonly Rule[]): Call {
  return { kind: 'revoke', direction: 'ingress', rules };
}

function modify(before: Rule, after: Rule): Call {
  return { kind: 'modifyRule', direction: 'ingress', before, after };
}

const create: Call = {
  kind: 'createGroup',
  cloudName: 'web',
  description: '',
  type: 'normal',
  tags: {},
};

/** Calls of `web` unless another group is named; each in a wave of its own unless one is given. */
function run(before: Groups, after: Groups, calls: readonly Call[]): readonly string[] {
  const steps = calls.map((call, index): Step => {
    return { group: web, wave: index, ...call, id: `step-${index}` as StepId };
  });
  return runSteps(before, after, steps);
}

function only(content: GroupContent | undefined): Groups {
  return new Map([[web, content]]);
}

describe('what is refused', () => {
  test.each<[string, Groups, readonly Call[], string]>([
    ['a group made twice', only(having()), [create], 'is there already'],
    ['a call of a group that is not there', only(undefined), [authorize(http)], 'no such group'],
    ['too many rules in one call', only(having()), [authorize(...many)], '101 rules in one call'],
    ['a call without a rule', only(having()), [authorize()], '0 rules in one call'],
    ['a rule that is there', only(having(http)), [authorize(http)], 'is there already'],
    [
      'a rule that is there at another priority',
      only(having(http)),
      [authorize({ ...http, priority: 2 })],
      'is there already',
    ],
    ['a rule that is not there', only(having()), [revoke(http)], 'is not there'],
    [
      'a priority that only the cloud may give',
      only(having()),
      [authorize({ ...http, priority: 110 })],
      'too large',
    ],
    [
      'a rule that comes and goes in one wave',
      only(having()),
      [
        { ...authorize(http), wave: 0 },
        { ...revoke(http), wave: 0 },
      ],
      'changes twice in one wave',
    ],
    [
      'a description emptied in place',
      only(having({ ...http, description: 'a' })),
      [modify({ ...http, description: 'a' }, { ...http, description: '' })],
      'cannot change the description to none',
    ],
    [
      'a peer of another kind in place',
      only(having(http)),
      [modify(http, accept('tcp 80', named('app')))],
      'cannot change the kind of the peer',
    ],
    [
      'a group deleted while another refers to it',
      new Map([
        [web, having()],
        [app, having(accept('tcp 80', named('web')))],
      ]),
      [{ kind: 'deleteGroup' }],
      'app still refers to it',
    ],
    [
      'a peer that is to be created later',
      new Map([
        [web, undefined],
        [app, having()],
      ]),
      [{ ...authorize(accept('tcp 80', named('web'))), group: app }, create],
      'there is no web yet',
    ],
  ])('%s', (_, before, calls, expected) => {
    expect(run(before, new Map(), calls).join('\n')).toContain(expected);
  });

  test('an end that is not what was wanted', () => {
    const https = accept('tcp 443', everyone);
    const wrong = [
      run(only(having()), only(having(http)), []),
      run(only(having(http)), only(having()), []),
      run(only(having()), only(having(https)), [authorize(http)]),
      run(only(having()), only(having(drop('tcp 80', everyone))), [authorize(http)]),
      run(only(having()), only(undefined), []),
      run(only(undefined), only(having()), []),
      run(only(having()), only({ ...having(), tags: { team: 'x' } }), []),
    ];
    for (const faults of wrong) expect(faults).toHaveLength(1);
  });

  test('nothing of a plan that is in order', () => {
    const after: GroupContent = { ...having(http), innerAccessPolicy: 'accept' };
    const calls = [create, authorize(http)];
    expect(run(only(undefined), only(after), calls)).toEqual([]);
    const twins = having(http, { ...http, priority: 5 });
    const moved = having(http, { ...http, priority: 7 });
    const move = modify({ ...http, priority: 5 }, { ...http, priority: 7 });
    expect(run(only(twins), only(moved), [move])).toEqual([]);
  });
});
