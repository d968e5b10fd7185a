// Goal: equal inputs give equal plans, and the order in which the cloud lists things is no input.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveState } from '../../src/model/live.ts';
import type { PlanId } from '../../src/model/plan.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { plan } from '../../src/planner/plan.ts';
import { runs } from '../runs.ts';
import { readLive, worldOf } from './in-process.ts';
import { scenarios } from './universe.ts';
import { accept, group, ruleText, seed, wanted } from './words.ts';

function made(desired: DesiredState, live: LiveState) {
  return plan(desired, live, {
    id: 'plan' as PlanId,
    createdAt: '2026-11-22T08:00:00Z',
    toolVersion: '0.0.0',
    allowHazards: [],
  });
}

test('the same inputs give the same plan', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios({ twins: true }), async ({ desired, seeds }) => {
      const live = await readLive(desired, worldOf(seeds).send);
      expect(made(desired, live)).toEqual(made(structuredClone(desired), structuredClone(live)));
    }),
    { numRuns: runs(50) },
  );
});

test('the order of live groups and rules makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenarios({ twins: true }),
      fc.infiniteStream(fc.nat(1000)),
      async ({ desired, seeds }, keys) => {
        const live = await readLive(desired, worldOf(seeds).send);
        const shuffle = <Item>(items: readonly Item[]): readonly Item[] =>
          items
            .map((item) => ({ item, key: Number(keys.next().value) }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const other: LiveState = {
          ...live,
          listed: shuffle(live.listed),
          groups: shuffle(live.groups).map((one) => ({ ...one, rules: shuffle(one.rules) })),
        };
        const [one, two] = [made(desired, live), made(desired, other)];
        expect(two.ok && two.plan).toEqual(one.ok && one.plan);
      },
    ),
    { numRuns: runs(150) },
  );
});

test('of two twins neither of which is wanted, the same one moves whichever is listed first', async () => {
  const twins = [
    accept('tcp 80', '0.0.0.0/0', { priority: 2 }),
    accept('tcp 80', '0.0.0.0/0', { priority: 9 }),
  ];
  const desired = wanted(group('web', { ingress: [accept('tcp 80', '0.0.0.0/0')] }));
  const moved = await Promise.all(
    [twins, twins.toReversed()].map(async (rules) => {
      const live = await readLive(desired, worldOf([seed('web', rules)]).send);
      const found = made(desired, live);
      const steps = found.ok ? found.plan.steps : [];
      return steps.flatMap((step) => (step.kind === 'modifyRule' ? ruleText(step.before) : []));
    }),
  );
  expect(moved[0]).toEqual(moved[1]);
});
