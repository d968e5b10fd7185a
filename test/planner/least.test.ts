// Goal: the least number of calls that a plan may be measured against is a lower bound, whatever
// the plan, and not an idle one.
// Method: instances so small that all plans can be tried (optimum.ts); and plain examples of each
// thing that makes calls necessary.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/model/rule.ts';
import { leastCalls, leastRuleCalls } from '../../src/planner/least/least.ts';
import { leastBySearch } from './optimum.ts';
import { instances, type Instance } from './small-instances.ts';
import { accept, drop, named } from './words.ts';

describe('the least of all plans, by trial', () => {
  test.each([
    { sideMax: 3, twins: false, numRuns: 1000 },
    { sideMax: 3, twins: true, numRuns: 400 },
    { sideMax: 4, twins: false, numRuns: 300 },
  ])('is never below the bound: $sideMax a side, twins: $twins', ({ numRuns, ...sizes }) => {
    fc.assert(
      fc.property(instances(sizes), (instance) => {
        expect(excess(instance, { hasMembers: true })).toBeLessThanOrEqual(0);
      }),
      { numRuns },
    );
  });

  test('is never below it where there are no members', () => {
    fc.assert(
      fc.property(instances({ sideMax: 3, twins: true }), (instance) => {
        expect(excess(instance, { hasMembers: false })).toBeLessThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  test('often is the bound, so that one more would be too much', async ({ annotate }) => {
    const sample = fc.sample(instances({ sideMax: 3, twins: false }), { numRuns: 600, seed: 4 });
    const found = sample.flatMap((instance) => {
      const optimum = leastBySearch(instance, { hasMembers: true });
      const least = leastCalls(instance.before, instance.after, { hasMembers: true });
      return optimum === undefined || optimum === 0 ? [] : [{ optimum, least }];
    });
    const exact = found.filter(({ optimum, least }) => optimum === least.calls);
    await annotate(`${exact.length} of ${found.length} instances are exact`);
    for (const calls of [1, 2, 3, 4]) {
      expect(exact.filter(({ optimum }) => optimum === calls).length).toBeGreaterThan(3);
    }
    for (const kind of ['authorizes', 'revokes', 'inPlace'] as const) {
      expect(exact.filter(({ least }) => least[kind] >= 2).length).toBeGreaterThan(3);
    }
  });

  test('shows that one more than the bound is no bound', () => {
    const isBound = fc.property(instances({ sideMax: 3, twins: false }), (instance) => {
      return excess(instance, { hasMembers: true }) + 1 <= 0;
    });
    expect(() => {
      fc.assert(isBound, { numRuns: 50 });
    }).toThrow();
  });
});

/** How much the bound is above what a search finds; there may be no plan at all. */
function excess({ before, after }: Instance, options: { readonly hasMembers: boolean }): number {
  const optimum = leastBySearch({ before, after }, options) ?? Infinity;
  return leastRuleCalls(before, after, options) - optimum;
}

const everyone = '0.0.0.0/0';
const web = accept('tcp 443', everyone, { description: 'web' });
const many = (count: number, more: Partial<Rule> = {}): readonly Rule[] =>
  Array.from({ length: count }, (_, index) => ({
    ...accept(`tcp ${index + 1}`, everyone),
    ...more,
  }));

test.each<{ readonly why: string; readonly calls: number } & Instance>([
  { why: 'nothing changes', calls: 0, before: [web], after: [web] },
  {
    why: 'a description that nobody wrote is any',
    calls: 0,
    before: [web],
    after: [accept('tcp 443', everyone)],
  },
  { why: 'a hundred rules fit into a call', calls: 1, before: [], after: many(100) },
  { why: 'one more does not', calls: 2, before: [], after: many(101) },
  { why: 'and takes as many calls to go', calls: 2, before: many(101), after: [] },
  {
    why: 'one rule can turn into another',
    calls: 1,
    before: [accept('tcp 22', '10.0.0.0/8')],
    after: [accept('tcp 22', '10.1.0.0/16')],
  },
  {
    why: 'but a block cannot turn into a group',
    calls: 2,
    before: [accept('tcp 22', '10.0.0.0/8')],
    after: [accept('tcp 22', named('app'))],
  },
  {
    why: 'nor can a description be emptied',
    calls: 2,
    before: [accept('tcp 22', '10.0.0.0/8', { description: 'office' })],
    after: [accept('tcp 22', '10.1.0.0/16', { description: '' })],
  },
  {
    why: 'each changed priority is a call',
    calls: 3,
    before: many(3),
    after: many(3, { priority: 2 }),
  },
  {
    why: 'each changed description is a call',
    calls: 3,
    before: many(3, { description: 'old' }),
    after: many(3, { description: 'new' }),
  },
  {
    why: 'unless other rules hold the traffic: then they go together, and come back together',
    calls: 2,
    before: [accept('tcp 1-100', everyone), ...many(3, { priority: 2 })],
    after: [accept('tcp 1-100', everyone), ...many(3, { priority: 5 })],
  },
  {
    why: 'a hole: the drop has to be there first',
    calls: 2,
    before: [],
    after: [drop('tcp 22', everyone), accept('tcp 1-1024', everyone, { priority: 10 })],
  },
  {
    why: 'an outage: the smaller block has to be there first',
    calls: 2,
    before: [accept('tcp 22', '10.0.0.0/8', { priority: 50 })],
    after: [
      accept('tcp 22', '10.0.0.0/8', { priority: 50 }),
      accept('tcp 22', '10.1.0.0/16'),
      drop('tcp 22', '10.0.0.0/8', { priority: 10 }),
    ],
  },
  {
    why: 'where a rule that stays decides, the same two may share a call',
    calls: 1,
    before: [drop('tcp 1-1024', everyone)],
    after: [
      drop('tcp 1-1024', everyone),
      drop('tcp 22', everyone, { priority: 5 }),
      accept('tcp 1-1024', everyone, { priority: 10 }),
    ],
  },
  {
    why: 'what had to come first has to go last',
    calls: 2,
    before: [drop('tcp 22', everyone), accept('tcp 1-1024', everyone, { priority: 10 })],
    after: [],
  },
  {
    why: 'either of two rules may hold the traffic until a modify of one of them does',
    calls: 2,
    before: [
      drop('tcp 80', '10.0.0.0/31', { priority: 4 }),
      accept('tcp 80-81', everyone, { description: 'a' }),
      accept('all', everyone, { priority: 4 }),
    ],
    after: [accept('tcp 80-81', everyone, { priority: 4, description: 'b' })],
  },
])('$calls: $why', ({ calls, before, after }) => {
  expect(leastRuleCalls(before, after, { hasMembers: true })).toBe(calls);
});

test('without members only the numbers count', () => {
  const least = (before: readonly Rule[], after: readonly Rule[]) =>
    leastRuleCalls(before, after, { hasMembers: false });
  expect(least([], [drop('tcp 22', everyone), accept('tcp 1-1024', everyone)])).toBe(1);
  expect(least(many(3), many(3, { priority: 2 }))).toBe(2);
  expect(least(many(100), many(100, { priority: 2 }))).toBe(2);
});

test('where much changes it is the changes in place that count, and then the numbers alone', () => {
  const least = (before: readonly Rule[], after: readonly Rule[]) =>
    leastRuleCalls(before, after, { hasMembers: true });
  expect(least(many(150), many(150, { priority: 2 }))).toBe(150);
  expect(least(many(600), many(600, { priority: 2 }))).toBe(12);
  expect(least([], many(1000))).toBe(10);
});
