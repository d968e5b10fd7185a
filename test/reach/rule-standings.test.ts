// Goal: what is said of a rule among others is exactly so, and in doubt nothing is said.
// Method: random rules of a world in which each kind of packet is asked about one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy, WrittenRule } from '../../src/model/rule.ts';
import { ruleStandings, type Standing } from '../../src/reach/rule-standings.ts';
import type { Packet } from '../oracle.ts';
import { runs } from '../runs.ts';
import { isMatch, matching, smallPackets, smallRules } from './small-world.ts';

const fallbacks = fc.constantFrom<Policy>('accept', 'drop');

function standingsOf(rules: readonly WrittenRule[], fallback: Policy): readonly Standing[] {
  const options = { direction: 'ingress', fallback, classesMax: 1_000_000 } as const;
  const { standings, isComplete } = ruleStandings(rules, options);
  expect(isComplete).toBe(true);
  return standings;
}

function packetsOf(rule: WrittenRule): readonly Packet[] {
  return smallPackets.filter((packet) => isMatch(rule, packet));
}

function rank({ priority, policy }: WrittenRule): string {
  return `${priority} ${policy === 'drop' ? 0 : 1}`;
}

test('a rule is hidden exactly where stronger rules match all that it matches', () => {
  fc.assert(
    fc.property(smallRules, fallbacks, (rules, fallback) => {
      for (const { rule, hiddenBy } of standingsOf(rules, fallback)) {
        const isHidden = packetsOf(rule).every((packet) =>
          rules.some((other) => rank(other) < rank(rule) && isMatch(other, packet)),
        );
        expect(hiddenBy !== undefined).toBe(isHidden);
        const by = hiddenBy ?? [];
        expect(by.every((other) => rank(other) < rank(rule))).toBe(true);
        if (!isHidden) continue;
        expect(packetsOf(rule).every((one) => by.some((other) => isMatch(other, one)))).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('a rule is spared exactly where it is not hidden and no packet is decided otherwise without it', () => {
  fc.assert(
    fc.property(smallRules, fallbacks, (rules, fallback) => {
      for (const { rule, hiddenBy, sparedBy } of standingsOf(rules, fallback)) {
        const without = rules.filter((other) => other !== rule);
        const isSame = smallPackets.every((packet) => {
          const [one] = matching(rules, packet);
          const [other] = matching(without, packet);
          return (one?.policy ?? fallback) === (other?.policy ?? fallback);
        });
        expect(sparedBy !== undefined).toBe(isSame && hiddenBy === undefined);
        expect(sparedBy?.every(({ policy }) => policy === rule.policy)).not.toBe(false);
      }
    }),
    { numRuns: runs(300) },
  );
});

test('a rule is contradicted exactly by what takes packets from it and also decides others', () => {
  fc.assert(
    fc.property(smallRules, fallbacks, (rules, fallback) => {
      for (const { rule, overruledBy, piercedBy } of standingsOf(rules, fallback)) {
        const inPlace = rules.filter(({ source }) => source.line === rule.source.line);
        const contradicts = rules.filter((other) => {
          if (other.policy === rule.policy) return false;
          const own = smallPackets.filter((packet) => matching(rules, packet)[0] === other);
          const isBeyond = own.some((packet) => !inPlace.some((one) => isMatch(one, packet)));
          return isBeyond && own.some((packet) => isMatch(rule, packet));
        });
        const [even, stronger] = [true, false].map((isEven) =>
          contradicts.filter((other) => (other.priority === rule.priority) === isEven),
        );
        expect(new Set(overruledBy)).toEqual(new Set(rule.policy === 'accept' ? even : []));
        expect(new Set(piercedBy)).toEqual(new Set(rule.policy === 'drop' ? stronger : []));
      }
    }),
    { numRuns: runs(300) },
  );
});

test('past the budget nothing is said of any rule', () => {
  fc.assert(
    fc.property(smallRules, fc.integer({ min: 1, max: 3 }), (rules, classesMax) => {
      const options = { direction: 'ingress', fallback: 'drop', classesMax } as const;
      const { standings, isComplete } = ruleStandings(rules, options);
      if (isComplete) return;
      for (const { hiddenBy, sparedBy, overruledBy, piercedBy } of standings) {
        expect([hiddenBy, sparedBy, overruledBy, piercedBy]).toEqual([
          undefined,
          undefined,
          [],
          [],
        ]);
      }
    }),
    { numRuns: runs(100) },
  );
});
