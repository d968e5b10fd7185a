// Goal: what agrees can leave before rules are sorted and paired, and nothing else changes.
// Method: a property over small multisets, where twins are frequent. The oracle is the pairing of all
// rules, which knows nothing of what left. No written description is empty: clearing one makes twin
// rules, for which it matters what else is written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortRules, type LiveRule, type RuleId, type WrittenRule } from '../../src/model/rule.ts';
import type { GroupName } from '../../src/model/group-identity.ts';
import { differingRules } from '../../src/planner/edits/differing-rules.ts';
import { ruleChanges } from '../../src/planner/edits/rule-edits.ts';
import { nameWrittenPeers } from '../../src/planner/edits/written-rules.ts';
import { anyRule } from '../model/any-rule.ts';

const source = { file: 'groups/web.yaml', line: 1, column: 1 };

/** Both sides come out of one small pool, so that most rules are on both. */
const bothSides = fc
  .array(anyRule(['', 'a', 'b']), { minLength: 1, maxLength: 5 })
  .chain((pool) => {
    const some = fc.array(fc.constantFrom(...pool), { maxLength: 8 });
    return fc.record({
      written: fc.array(
        fc.record({
          rule: fc.constantFrom(...pool),
          description: fc.constantFrom(undefined, 'a', 'b'),
        }),
        { maxLength: 8 },
      ),
      live: some,
      priorities: fc.array(fc.constantFrom(1, 1, 1, 2), { minLength: 8, maxLength: 8 }),
    });
  })
  .map(({ written, live, priorities }) => ({
    named: nameWrittenPeers(
      'web' as GroupName,
      written.map(({ rule, description }): WrittenRule => {
        const { direction, policy, traffic, peer, local, priority } = rule;
        const match = { direction, policy, traffic, peer, ...(local ? { local } : {}) };
        return { ...match, priority, ...(description ? { description } : {}), source };
      }),
      new Map(),
    ),
    live: live.map((rule, index): LiveRule => {
      const priority = priorities[index] ?? 1;
      // Of equal rules any may be taken, so all have one id.
      return { ...rule, priority, description: rule.description ?? '', id: 'sgr-x' as RuleId };
    }),
  }));

test('the changes are those that pairing all rules finds', () => {
  const seen = { standing: 0, differing: 0 };
  fc.assert(
    fc.property(bothSides, ({ named, live }) => {
      const left = differingRules(named, live);
      seen.standing += left.standing.length;
      seen.differing += left.written.length;
      const all = ruleChanges([...named.byKey.values()], sortRules(live));
      expect(ruleChanges(left.written, sortRules(left.live))).toEqual(all);
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(seen.standing, seen.differing)).toBeGreaterThan(100);
});

test('each rule stands or differs, and as many stand on both sides', () => {
  fc.assert(
    fc.property(bothSides, ({ named, live }) => {
      const left = differingRules(named, live);
      const all = new Set([...left.standing, ...left.written]);
      expect(all).toEqual(new Set(named.byKey.values()));
      expect(left.standing.length + left.written.length).toBe(named.byKey.size);
      expect(left.standing.length + left.live.length).toBe(live.length);
    }),
  );
});
