// Goal: the search that finds the least number of calls is itself right, and no plan of ours has
// fewer calls than it finds: where it has as many, nobody can do better.
// Method: what the theory says of all instances, by trial; plans of random small instances.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveState } from '../../src/model/live.ts';
import type { LiveGroup } from '../../src/model/group.ts';
import type { RuleId, WrittenRule } from '../../src/model/rule.ts';
import type { DesiredState } from '../../src/model/target.ts';
import { planOf, unasked } from './in-process.ts';
import { seededId, target } from './names.ts';
import { leastBySearch } from './optimum.ts';
import { instances, type Instance } from './small-instances.ts';
import { accept, drop, group, ownTags, wanted } from './words.ts';

const hasMembers = true;
const everyone = '0.0.0.0/0';

/** No description is emptied, which no call can do. */
function described({ before, after }: Instance): Instance {
  const say = (rule: Instance['before'][number]) => ({
    ...rule,
    description: (rule.description ?? '') ? (rule.description ?? '') : 'c',
  });
  return { before: before.map(say), after: after.map(say) };
}

test('there is a safe plan wherever no field is emptied', () => {
  fc.assert(
    fc.property(instances({ sideMax: 3, twins: false }), (instance) => {
      expect(leastBySearch(described(instance), { hasMembers })).toBeDefined();
    }),
    { numRuns: 300 },
  );
});

test('safety costs calls, and never saves any', () => {
  let costly = 0;
  fc.assert(
    fc.property(instances({ sideMax: 3, twins: false }), (instance) => {
      const [safe, any] = [true, false].map(
        (hasMembers) => leastBySearch(described(instance), { hasMembers }) ?? NaN,
      );
      expect(safe).toBeGreaterThanOrEqual(any ?? NaN);
      if (safe !== any) costly++;
    }),
    { numRuns: 200, seed: 1 },
  );
  expect(costly).toBeGreaterThan(20);
});

test('the search finds the smallest examples', () => {
  const block = accept('tcp 80', '10.0.0.0/31', { priority: 2 });
  const hole = [drop('tcp 80', everyone), accept('tcp 80-81', everyone, { priority: 3 })];
  expect(leastBySearch({ before: [], after: [] }, { hasMembers })).toBe(0);
  expect(leastBySearch({ before: [], after: [block] }, { hasMembers })).toBe(1);
  expect(leastBySearch({ before: [], after: hole }, { hasMembers })).toBe(2);
  expect(leastBySearch({ before: [], after: hole }, { hasMembers: false })).toBe(1);
  expect(leastBySearch({ before: hole, after: [] }, { hasMembers })).toBe(2);
  const emptied = { ...block, description: 'a' };
  expect(leastBySearch({ before: [emptied], after: [block] }, { hasMembers })).toBeUndefined();
});

test('no plan of ours has fewer calls than the search finds', async ({ annotate }) => {
  let [exact, all] = [0, 0];
  fc.assert(
    fc.property(instances({ sideMax: 3, twins: true }), (drawn) => {
      const instance = described(drawn);
      const optimum = leastBySearch(instance, { hasMembers });
      if (optimum === undefined) return;
      const { steps } = planOf(desiredOf(instance), liveOf(instance));
      expect(steps.length).toBeGreaterThanOrEqual(optimum);
      all++;
      if (steps.length === optimum) exact++;
    }),
    { numRuns: 400 },
  );
  await annotate(`${exact} of ${all} plans have the least number of calls`);
});

function desiredOf({ after }: Instance): DesiredState {
  const source = { file: 'groups/web.yaml', line: 1, column: 1 };
  const ingress = after.map((rule): WrittenRule => ({ ...rule, source }));
  return wanted(group('web', { ingress }), group('app'));
}

function liveOf({ before }: Instance): LiveState {
  const rules = before.map((rule, index) => ({
    ...rule,
    description: rule.description ?? '',
    id: `sgr-${index}` as RuleId,
  }));
  const groups = [liveGroup('web', rules), liveGroup('app', [])];
  return { ...unasked, listed: groups, groups };
}

function liveGroup(name: string, rules: LiveGroup['rules']): LiveGroup {
  return {
    id: seededId(name),
    vpc: target.vpc,
    cloudName: name,
    description: '',
    type: 'normal',
    innerAccessPolicy: 'accept',
    tags: ownTags(name),
    serviceManaged: false,
    rules,
  };
}
