// Goal: the quick ways to compare rules say what the plain ones say.
// Method: properties over pairs of rules that differ in few fields; the plain way is the oracle.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestGroup, digestStates } from '../../src/model/digest.ts';
import type { GroupContent } from '../../src/model/group.ts';
import { compareRules, contentKey, sameContent, sortRules } from '../../src/model/rule.ts';
import { anyRule, likeRule } from './any-rule.ts';

const rule = anyRule([undefined, '', 'a', 'b']);

test('two rules are of one content exactly where their texts are equal', () => {
  const seen = { same: 0, other: 0 };
  const pair = fc
    .tuple(rule, rule)
    .chain(([one, other]) => fc.tuple(fc.constant(one), likeRule(one, other)));
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const isSame = contentKey(one) === contentKey(other);
      seen[isSame ? 'same' : 'other'] += 1;
      expect(sameContent(one, other)).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(seen.same, seen.other)).toBeGreaterThan(100);
});

test('sorting is sorting by comparison, and keeps the order of equal rules', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), (rules) => {
      const sorted = sortRules(rules);
      const plain = rules.toSorted(compareRules);
      expect(sorted).toHaveLength(plain.length);
      for (const [index, one] of sorted.entries()) expect(one).toBe(plain[index]);
    }),
  );
});

test('digests of states of one group are the digests of each', () => {
  const state = fc.array(rule, { maxLength: 5 }).map((rules): GroupContent => {
    const attributes = { cloudName: 'web', description: '', type: 'normal' } as const;
    return { ...attributes, innerAccessPolicy: 'drop', tags: {}, rules };
  });
  const states = fc.array(fc.option(state, { nil: undefined }), { maxLength: 4 });
  fc.assert(
    fc.property(states, (all) => {
      // States along a path share rules; these share all of them with the next.
      const path = all.flatMap((one) => [one, one && { ...one, rules: one.rules.slice(1) }]);
      expect(digestStates(path)).toEqual(path.map(digestGroup));
    }),
  );
});
